#pragma once

#include <optional>

#include <QAbstractScrollArea>

#include "render/figure_style.h"
#include "render/head_sheet.h"
#include "render/head_sheet_layout.h"

namespace headscope {

// Shows a sheet of heads, scrolls it, and says what the mouse does in it; keys are left to the view
// around.
class HeadSheetPlot : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit HeadSheetPlot(QWidget* parent = nullptr);

  void setFigure(HeadSheet figure);
  void setFigureStyle(const FigureStyle& style);
  void setChosen(int card);  // -1: none
  void setPicture(int card, const QImage& picture);
  const HeadSheet& figure() const { return figure_; }
  const FigureStyle& figureStyle() const { return style_; }
  const HeadSheetLayout& figureLayout() const;
  void showCard(int card);  // scrolls no more than it must

  QSize minimumSizeHint() const override { return {240, 200}; }

 signals:
  void clicked(int card);
  void doubleClicked(int card);
  void sideAsked(int side);  // of a picture, by Ctrl and the wheel
  void hintAsked(int card, QPoint at);
  void laidOut();  // other cards may be in sight than before
  void painted(double milliseconds);

 protected:
  bool viewportEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void keyPressEvent(QKeyEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void relayout();
  void hover(int card);

  HeadSheet figure_;
  FigureStyle style_;
  mutable std::optional<HeadSheetLayout> layout_;
  int wheel_ = 0;  // turned with Ctrl, not yet a step
  bool focusVisible_ = false;
};

}  // namespace headscope
