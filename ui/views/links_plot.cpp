#include "views/links_plot.h"

#include <cmath>

#include <QElapsedTimer>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "render/links_painter.h"
#include "render/painting.h"
#include "render/tabular_text.h"
#include "views/figure_accessible.h"
#include "views/focus_ring.h"

namespace headscope {

LinksPlot::LinksPlot(QWidget* parent) : QAbstractScrollArea(parent) {
  installFigureAccessibility();
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setMouseTracking(true);
  viewport()->setAttribute(Qt::WA_OpaquePaintEvent);  // else what is below is painted first
}

void LinksPlot::setFigure(const LinksFigure& figure) {
  const bool sameTokens =
      layout_ && figure.labels.queries == figure_.labels.queries &&
      figure.labels.keys == figure_.labels.keys && figure.heads.size() == figure_.heads.size() &&
      figure.arrangement == figure_.arrangement && figure.spacing == figure_.spacing &&
      figure.isEmpty() == figure_.isEmpty();
  figure_ = figure;
  if (sameTokens) {
    layout_ = layout_->scrolledTo(figure_, bar()->value());
    viewport()->update();
    emit laidOut();
  } else {
    relayout();
  }
}

void LinksPlot::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  relayout();
}

// The bar that scrolls stands in the margin at the right, so that nothing moves where it comes.
const LinksLayout& LinksPlot::figureLayout() const {
  if (!layout_) {
    layout_.emplace(figure_, QSizeF(size()), style_, bar()->value());
  }
  return *layout_;
}

void LinksPlot::relayout() {
  layout_.reset();
  const LinksLayout& layout = figureLayout();
  const bool sideways = layout.arcs() != nullptr;
  (sideways ? verticalScrollBar() : horizontalScrollBar())->setRange(0, 0);
  setHorizontalScrollBarPolicy(sideways ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
  QScrollBar* scrolled = bar();
  scrolled->setSingleStep(static_cast<int>(layout.line()));
  scrolled->setPageStep(
      static_cast<int>(sideways ? layout.arcs()->arcRoom().width() : layout.body().height()));
  scrolled->setRange(0,
                     figure_.isEmpty() ? 0 : static_cast<int>(std::ceil(layout.largestScroll())));
  viewport()->update();
  emit laidOut();
}

QScrollBar* LinksPlot::bar() const {
  return figure_.hasArcs() ? horizontalScrollBar() : verticalScrollBar();
}

void LinksPlot::setSpacing(double spacing, double x) {
  const ArcsGeometry* before = figureLayout().arcs();
  const int token = before == nullptr ? -1 : before->tokenAt(x);
  const double place = token < 0 ? 0 : before->centre(token);
  figure_.spacing = spacing;
  relayout();
  if (const ArcsGeometry* after = figureLayout().arcs(); after != nullptr && token >= 0) {
    bar()->setValue(static_cast<int>(std::lround(bar()->value() + after->centre(token) - place)));
  }
}

void LinksPlot::showToken(LinksHit::Part part, int token) {
  bar()->setValue(static_cast<int>(std::lround(figureLayout().scrollShowing(part, token))));
}

void LinksPlot::scrollContentsBy(int, int) {
  layout_ = figureLayout().scrolledTo(figure_, bar()->value());
  viewport()->update();
  emit laidOut();
}

void LinksPlot::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  relayout();
}

void LinksPlot::paintEvent(QPaintEvent* event) {
  QElapsedTimer timer;
  timer.start();
  QPainter painter(viewport());
  paintLinks(painter, figure_, figureLayout(), style_, event->rect());
  if (focusVisible_) {
    paintFrame(painter, QRectF(viewport()->rect()).adjusted(4, 4, -4, -4), 2, style_.theme.accent);
  }
  emit painted(static_cast<double>(timer.nsecsElapsed()) / 1e6);
}

bool LinksPlot::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString words = hint(figureLayout().hit(help->pos()));
    if (words.isEmpty()) {
      QToolTip::hideText();
    } else {
      QToolTip::showText(help->globalPos(), words, this);
    }
    return true;
  }
  if (event->type() == QEvent::Leave) {
    hover({});
  }
  return QAbstractScrollArea::viewportEvent(event);
}

// A token whole, and at a key what its chips stand for.
QString LinksPlot::hint(LinksHit hit) const {
  if (hit.part == LinksHit::Part::nothing) {
    return {};
  }
  const QStringList& tokens =
      hit.part == LinksHit::Part::query ? figure_.labels.queries : figure_.labels.keys;
  QString words = visibleToken(tokens.value(hit.token));
  if (hit.part == LinksHit::Part::key) {
    for (std::size_t i = 0; i < figure_.sums.size() && i < figure_.heads.size(); ++i) {
      if (hit.token >= static_cast<int>(figure_.sums[i].size())) {
        continue;
      }
      const float weight = figure_.sums[i][static_cast<std::size_t>(hit.token)];
      words += QLatin1Char('\n') + tr("%1: %2").arg(headName(figure_.heads[i].id),
                                                    listNumber(static_cast<double>(weight), 3));
    }
  }
  return words;
}

void LinksPlot::hover(LinksHit hit) {
  if (hit != hovered_) {
    hovered_ = hit;
    viewport()->setCursor(hit.part == LinksHit::Part::nothing ? Qt::ArrowCursor
                                                              : Qt::PointingHandCursor);
    emit hovered(hit);
  }
}

void LinksPlot::mouseMoveEvent(QMouseEvent* event) {
  hover(figure_.isEmpty() ? LinksHit{} : figureLayout().hit(event->position()));
}

// A wheel that turns up and down moves a text to its sides.
void LinksPlot::wheelEvent(QWheelEvent* event) {
  if (figureLayout().arcs() == nullptr) {
    QAbstractScrollArea::wheelEvent(event);
    return;
  }
  constexpr double kNotch = 120;
  constexpr double kStepsOfNotch = 3;
  const double turned =
      event->angleDelta().x() != 0 ? event->angleDelta().x() : event->angleDelta().y();
  if (event->modifiers().testFlag(Qt::ControlModifier)) {
    emit zoomed(turned / kNotch, event->position().x());
  } else {
    bar()->setValue(static_cast<int>(
        std::lround(bar()->value() - turned / kNotch * kStepsOfNotch * bar()->singleStep())));
  }
  event->accept();
}

void LinksPlot::mousePressEvent(QMouseEvent* event) {
  const LinksHit hit = figureLayout().hit(event->position());
  if (event->button() == Qt::LeftButton && hit.part != LinksHit::Part::nothing) {
    focusVisible_ = false;
    emit clicked(hit, event->modifiers());
  }
}

void LinksPlot::keyPressEvent(QKeyEvent* event) {
  event->ignore();
}

void LinksPlot::focusInEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  viewport()->update();
}

void LinksPlot::focusOutEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  viewport()->update();
}

}  // namespace headscope
