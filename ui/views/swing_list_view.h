#pragma once

#include <QListView>

#include "models/swing_model.h"
#include "render/figure_style.h"
#include "session/selection.h"

namespace headscope {

// Heads by how far a row moved. It shows and changes the Selection's head: click, or the arrow
// keys.
class SwingListView : public QListView {
  Q_OBJECT
 public:
  SwingListView(SwingModel* model, Selection* selection, QWidget* parent = nullptr);

  void setFigureStyle(const FigureStyle& style);
  const FigureStyle& figureStyle() const { return style_; }

  QSize sizeHint() const override { return {232, 320}; }

 protected:
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

 private:
  void showSelection();

  SwingModel* swings_;
  Selection* selection_;
  FigureStyle style_;
  bool showing_ = false;
};

}  // namespace headscope
