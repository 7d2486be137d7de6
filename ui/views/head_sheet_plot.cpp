#include "views/head_sheet_plot.h"

#include <cmath>
#include <utility>

#include <QElapsedTimer>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include "render/head_sheet_painter.h"
#include "render/painting.h"
#include "views/figure_accessible.h"
#include "views/focus_ring.h"

namespace headscope {

namespace {

constexpr int kWheelNotch = 120;
constexpr int kScrollStep = 24;

}  // namespace

HeadSheetPlot::HeadSheetPlot(QWidget* parent) : QAbstractScrollArea(parent) {
  installFigureAccessibility();
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setMouseTracking(true);
  viewport()->setAttribute(Qt::WA_OpaquePaintEvent);  // else what is below is painted first
}

void HeadSheetPlot::setFigure(HeadSheet figure) {
  figure_ = std::move(figure);
  relayout();
}

void HeadSheetPlot::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  viewport()->update();
}

void HeadSheetPlot::setChosen(int card) {
  figure_.chosen = card;
  viewport()->update();
}

void HeadSheetPlot::setPicture(int card, const QImage& picture) {
  figure_.cards[static_cast<std::size_t>(card)].picture = picture;
  viewport()->update();
}

// The bars that scroll stand in the margins, so that nothing moves where they come.
const HeadSheetLayout& HeadSheetPlot::figureLayout() const {
  if (!layout_) {
    layout_.emplace(figure_, QSizeF(size()),
                    QPointF(horizontalScrollBar()->value(), verticalScrollBar()->value()));
  }
  return *layout_;
}

void HeadSheetPlot::relayout() {
  layout_.reset();
  const HeadSheetLayout& layout = figureLayout();
  const QPointF most = layout.largestScroll();
  const QPointF scroll = layout.scroll();
  const auto setBar = [](QScrollBar* bar, double largest, double value, double page) {
    bar->setSingleStep(kScrollStep);
    bar->setPageStep(static_cast<int>(page));
    bar->setRange(0, static_cast<int>(largest));
    bar->setValue(static_cast<int>(value));
  };
  setBar(horizontalScrollBar(), most.x(), scroll.x(), layout.body().width());
  setBar(verticalScrollBar(), most.y(), scroll.y(), layout.body().height());
  viewport()->update();
  emit laidOut();
}

void HeadSheetPlot::showCard(int card) {
  const QPointF scroll = figureLayout().scrollShowing(card);
  horizontalScrollBar()->setValue(static_cast<int>(scroll.x()));
  verticalScrollBar()->setValue(static_cast<int>(scroll.y()));
}

void HeadSheetPlot::scrollContentsBy(int, int) {
  layout_ = figureLayout().scrolledTo(
      QPointF(horizontalScrollBar()->value(), verticalScrollBar()->value()));
  viewport()->update();
  emit laidOut();
}

void HeadSheetPlot::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  relayout();
}

void HeadSheetPlot::paintEvent(QPaintEvent* event) {
  QElapsedTimer timer;
  timer.start();
  QPainter painter(viewport());
  paintHeadSheet(painter, figure_, figureLayout(), style_, event->rect());
  if (focusVisible_) {
    paintFrame(painter, QRectF(viewport()->rect()).adjusted(4, 4, -4, -4), 2, style_.theme.accent);
  }
  emit painted(static_cast<double>(timer.nsecsElapsed()) / 1e6);
}

bool HeadSheetPlot::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    emit hintAsked(figureLayout().hit(help->pos()), help->globalPos());
    return true;
  }
  if (event->type() == QEvent::Leave) {
    hover(-1);
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void HeadSheetPlot::hover(int card) {
  if (card != figure_.hovered) {
    figure_.hovered = card;
    viewport()->update();
  }
}

void HeadSheetPlot::mouseMoveEvent(QMouseEvent* event) {
  hover(figureLayout().hit(event->position()));
}

void HeadSheetPlot::mousePressEvent(QMouseEvent* event) {
  const int card = figureLayout().hit(event->position());
  if (event->button() == Qt::LeftButton && card >= 0) {
    focusVisible_ = false;
    emit clicked(card);
  }
}

void HeadSheetPlot::mouseDoubleClickEvent(QMouseEvent* event) {
  const int card = figureLayout().hit(event->position());
  if (event->button() == Qt::LeftButton && card >= 0) {
    emit doubleClicked(card);
  }
}

void HeadSheetPlot::wheelEvent(QWheelEvent* event) {
  if (!event->modifiers().testFlag(Qt::ControlModifier)) {
    wheel_ = 0;
    QAbstractScrollArea::wheelEvent(event);
    return;
  }
  wheel_ += event->angleDelta().y();
  if (std::abs(wheel_) >= kWheelNotch) {
    emit sideAsked(wheel_ > 0 ? figureLayout().largerSide() : figureLayout().smallerSide());
    wheel_ = 0;
  }
  event->accept();
}

void HeadSheetPlot::keyPressEvent(QKeyEvent* event) {
  event->ignore();
}

void HeadSheetPlot::focusInEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  viewport()->update();
}

void HeadSheetPlot::focusOutEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  viewport()->update();
}

}  // namespace headscope
