#pragma once

#include <QWidget>

#include "models/swing_model.h"
#include "session/map_comparison.h"
#include "views/choice_field.h"
#include "views/swing_list_view.h"

namespace headscope {

// Beside the maps that are compared: heads or rows in the order of how much they differ, and a
// choice of which. A line that is chosen is the head or the row that the maps show.
class CompareList : public QWidget {
  Q_OBJECT
 public:
  CompareList(Session* session, MapComparison* comparison, QWidget* parent = nullptr);

  ChoiceField* field() { return field_; }
  SwingListView* view() { return view_; }
  SwingModel* lines() { return &lines_; }

  void setFigureStyle(const FigureStyle& style) { view_->setFigureStyle(style); }
  // What the comparison has now.
  void showLines();

 private:
  void showField();
  void chooseLine(int line);

  Session* session_;
  MapComparison* comparison_;
  SwingModel lines_;
  ChoiceField* field_;
  SwingListView* view_;
};

}  // namespace headscope
