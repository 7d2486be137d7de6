#pragma once

#include <optional>

#include <QAbstractScrollArea>
#include <QScrollBar>

#include "render/figure_style.h"
#include "render/links_figure.h"
#include "render/links_layout.h"

namespace headscope {

// Shows a figure of links, scrolls it, and says what the mouse does in it; keys are left to the
// view around.
class LinksPlot : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit LinksPlot(QWidget* parent = nullptr);

  void setFigure(const LinksFigure& figure);
  void setFigureStyle(const FigureStyle& style);
  const LinksFigure& figure() const { return figure_; }
  const FigureStyle& figureStyle() const { return style_; }
  const LinksLayout& figureLayout() const;
  void showToken(LinksHit::Part part, int token);  // scrolls no more than it must
  // How far apart the tokens of a text with arcs stand; the one at x stays there.
  void setSpacing(double spacing, double x);

  QSize minimumSizeHint() const override { return {240, 200}; }

 signals:
  void clicked(headscope::LinksHit hit, Qt::KeyboardModifiers modifiers);
  void hovered(headscope::LinksHit hit);  // also where nothing is under the pointer any more
  void laidOut();                         // other links may be drawn than before
  void painted(double milliseconds);
  // Of a text with arcs, by Ctrl and the wheel: steps > 0 spread it.
  void zoomed(double steps, double x);

 protected:
  bool viewportEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  QScrollBar* bar() const;  // the one that the arrangement scrolls by
  void relayout();
  QString hint(LinksHit hit) const;
  void hover(LinksHit hit);

  LinksFigure figure_;
  FigureStyle style_;
  mutable std::optional<LinksLayout> layout_;
  LinksHit hovered_;
  bool focusVisible_ = false;
};

}  // namespace headscope
