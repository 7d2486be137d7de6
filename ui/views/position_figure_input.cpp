// What PositionFigure does with keys, the mouse and the focus.
#include <utility>

#include <QPainter>

#include "render/painting.h"
#include "views/focus_ring.h"
#include "views/position_axes.h"
#include "views/position_figure.h"

namespace headscope {

void PositionFigure::paintEvent(QPaintEvent* event) {
  QCustomPlot::paintEvent(event);
  if (keyboardFocus_) {
    QPainter painter(this);
    paintFrame(painter, QRectF(rect()).adjusted(2, 2, -2, -2), 2, theme_.accent);
  }
}

void PositionFigure::focusInEvent(QFocusEvent* event) {
  keyboardFocus_ = focusIsSeen(*event, keyboardFocus_);
  QCustomPlot::focusInEvent(event);
  update();
}

void PositionFigure::focusOutEvent(QFocusEvent* event) {
  keyboardFocus_ = focusIsSeen(*event, keyboardFocus_);
  QCustomPlot::focusOutEvent(event);
  update();
}

void PositionFigure::keyPressEvent(QKeyEvent* event) {
  constexpr int kPage = 10;
  const int position = picture_.position;
  const int dimension = picture_.dimension;
  const int lastPosition = static_cast<int>(picture_.table.length()) - 1;
  const int lastDimension = static_cast<int>(picture_.table.width()) - 1;
  const bool control = event->modifiers().testFlag(Qt::ControlModifier);
  if (picture_.table.isEmpty()) {
    QCustomPlot::keyPressEvent(event);
    return;
  }
  switch (event->key()) {
    case Qt::Key_Up:
      setCell(position - 1, dimension);
      break;
    case Qt::Key_Down:
      setCell(position + 1, dimension);
      break;
    case Qt::Key_Left:
      setCell(position, dimension - 1);
      break;
    case Qt::Key_Right:
      setCell(position, dimension + 1);
      break;
    case Qt::Key_PageUp:
      setCell(position - kPage, dimension);
      break;
    case Qt::Key_PageDown:
      setCell(position + kPage, dimension);
      break;
    case Qt::Key_Home:
      setCell(control ? 0 : position, 0);
      break;
    case Qt::Key_End:
      setCell(control ? lastPosition : position, lastDimension);
      break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      zoom(1.25);
      break;
    case Qt::Key_Minus:
      zoom(0.8);
      break;
    case Qt::Key_0:
      showAll();
      break;
    case Qt::Key_Space:
      toggleCurve(dimension);
      break;
    default:
      QCustomPlot::keyPressEvent(event);
      return;
  }
  event->accept();
}

void PositionFigure::mousePressEvent(QMouseEvent* event) {
  pressed_ = event->button() == Qt::LeftButton ? std::optional(event->pos()) : std::nullopt;
  QCustomPlot::mousePressEvent(event);
}

void PositionFigure::mouseReleaseEvent(QMouseEvent* event) {
  QCustomPlot::mouseReleaseEvent(event);
  constexpr int kClickReach = 4;  // further is a drag
  if (!pressed_ || picture_.table.isEmpty() ||
      (event->pos() - *pressed_).manhattanLength() > kClickReach) {
    return;
  }
  const QPoint point = *std::exchange(pressed_, std::nullopt);
  if (mapRect_->rect().contains(point)) {
    const int dimension = qRound(bottomOf(mapRect_)->pixelToCoord(point.x()));
    setCell(qRound(leftOf(mapRect_)->pixelToCoord(point.y())), dimension);
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
      toggleCurve(dimension);
    }
  } else if (curvesRect()->rect().contains(point)) {
    setCell(qRound(bottomOf(curvesRect())->pixelToCoord(point.x())), picture_.dimension);
  }
}

void PositionFigure::mouseDoubleClickEvent(QMouseEvent* event) {
  pressed_.reset();
  QCustomPlot::mouseDoubleClickEvent(event);
  showAll();
}

}  // namespace headscope
