#pragma once

#include <QAccessible>
#include <QWidget>

namespace headscope {

// Tells assistive technology that the views which paint their own picture are charts; what is
// chosen in them is their accessible name, which changes with the selection. Safe to call often.
void installFigureAccessibility();

// What a widget is said to be that Qt could not know. Before it is asked about.
void setAccessibleRole(QWidget* widget, QAccessible::Role role);

}  // namespace headscope
