#pragma once

#include <QAbstractItemView>
#include <QAccessible>
#include <QWidget>

namespace headscope {

// Tells assistive technology that the views which paint their own picture are charts; what is
// chosen in them is their accessible name, which changes with the selection. Safe to call often.
void installFigureAccessibility();

// Tells assistive technology that the focus is on a cell of a table or an item of a list that has
// just come to have the focus; Qt says the table or list alone. And what QTableView and QListView
// say of a new current cell holds only where they have the focus, which they do not ask.
void tellFocusedItem(QAbstractItemView* view);

// What a widget is said to be that Qt could not know. Before it is asked about.
void setAccessibleRole(QWidget* widget, QAccessible::Role role);

}  // namespace headscope
