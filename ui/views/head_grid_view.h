#pragma once

#include <QTableView>

#include "models/head_grid_model.h"
#include "render/figure_style.h"
#include "session/selection.h"

namespace headscope {

// Every layer and head as a small map; the current one is the Selection's head. Click or arrow
// keys choose. Cells share the width, within limits; what does not fit scrolls.
class HeadGridView : public QTableView {
  Q_OBJECT
 public:
  static constexpr int kSmallestCell = 8;  // a thumbnail with its margin, logical pixels
  static constexpr int kLargestCell = 48;

  HeadGridView(HeadGridModel* model, Selection* selection, QWidget* parent = nullptr);

  void setFigureStyle(const FigureStyle& style);
  const FigureStyle& figureStyle() const { return style_; }

  // Device pixels a thumbnail has at present: what to make them as large as.
  QSize thumbnailSize() const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {120, 60}; }

 signals:
  void thumbnailSizeChanged(QSize devicePixels);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

 private:
  void showSelection();
  void applyStyle();
  void placeCells();
  int cellFor(QSize size) const;

  HeadGridModel* heads_;
  Selection* selection_;
  FigureStyle style_;
  int cell_ = kSmallestCell;
  bool showing_ = false;
  bool focusVisible_ = false;
};

}  // namespace headscope
