#include "views/heatmap_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QApplication>
#include <QElapsedTimer>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include "render/attention_figure.h"
#include "render/heatmap_painter.h"
#include "render/painting.h"
#include "views/cell_words.h"
#include "views/figure_accessible.h"
#include "views/focus_ring.h"

namespace headscope {

namespace {

constexpr double kZoomStep = 1.25;
constexpr int kComputingDelay = 150;        // ms before it is said that a map is being computed
constexpr double kWheelPan = 48;            // pixels a notch of the wheel
constexpr Index kMostTileFloats = 1 << 24;  // 64 MB

bool hasTokens(const AttentionSource* source) {
  return source != nullptr && source->shape().nQuery > 0 && source->shape().nKey > 0 &&
         source->shape().layers > 0 && source->shape().heads > 0;
}

// Where the greatest weight lies between first and last; the first of equals. -1: no number there.
int strongest(const std::vector<float>& weights, int first, int last) {
  int best = -1;
  for (int i = std::max(first, 0); i <= last && i < static_cast<int>(weights.size()); ++i) {
    const float weight = weights[static_cast<std::size_t>(i)];
    if (!std::isnan(weight) && (best < 0 || weight > weights[static_cast<std::size_t>(best)])) {
      best = i;
    }
  }
  return best;
}

}  // namespace

HeatmapView::HeatmapView(Selection* selection, QWidget* parent)
    : QWidget(parent), selection_(selection) {
  installFigureAccessibility();
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAttribute(Qt::WA_OpaquePaintEvent);
  figure_.emptyText = tr("Type a sentence to see where each word looks");
  computingDelay_.setSingleShot(true);
  computingDelay_.setInterval(kComputingDelay);
  connect(&computingDelay_, &QTimer::timeout, this, [this] {
    saysComputing_ = computing_;
    update();
  });
  connect(selection_, &Selection::headChanged, this, &HeatmapView::loadChosenHead);
  connect(selection_, &Selection::cellChanged, this, &HeatmapView::showSelection);
  connect(&loader_, &MapLoader::mapReady, this, &HeatmapView::showMap);
  connect(&loader_, &MapLoader::tileReady, this,
          [this](HeadId head, std::shared_ptr<const MapTile> tile) {
            if (head == shownHead_) {
              figure_.tile = std::move(tile);
              changed();
            }
          });
  describe();
}

void HeatmapView::setSource(std::shared_ptr<const AttentionSource> source, TokenLabels labels) {
  source_ = std::move(source);
  labels_ = std::move(labels);
  loadChosenHead();
}

void HeatmapView::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  changed();
}

void HeatmapView::setTags(const QStringList& tags) {
  figure_.tags = tags;
  changed();
}

void HeatmapView::setEmptyText(const QString& text) {
  figure_.emptyText = text;
  changed();
}

void HeatmapView::setRange(ValueRange range) {
  figure_.range = range;
  changed();
}

void HeatmapView::loadChosenHead() {
  if (!hasTokens(source_.get())) {
    loader_.cancel();
    showMap({}, nullptr);
    return;
  }
  const AttentionShape shape = source_->shape();
  const HeadId head{std::clamp(selection_->head().layer, 0, shape.layers - 1),
                    std::clamp(selection_->head().head, 0, shape.heads - 1)};
  if (Index{shape.nQuery} * shape.nKey <= kImmediateCells) {
    loader_.cancel();
    showMap(head, MapPyramid::fromSource(*source_, head, {}));
    return;
  }
  computing_ = true;
  computingDelay_.start();
  loader_.loadMap(source_, head);
}

void HeatmapView::showMap(HeadId head, std::shared_ptr<const MapPyramid> map) {
  const bool sameSize = map && figure_.map && map->rows() == figure_.map->rows() &&
                        map->cols() == figure_.map->cols();
  if (!sameSize) {
    viewport_ = {};
  }
  HeatmapFigure next = attentionFigure(head, std::move(map), labels_);
  if (!next.map) {
    next.title.clear();
    next.subtitle.clear();
  }
  next.tags = next.map ? figure_.tags : QStringList();
  next.emptyText = figure_.emptyText;
  next.range = figure_.range;
  figure_ = std::move(next);
  shownHead_ = head;
  shownSource_ = source_;
  computing_ = saysComputing_ = false;
  computingDelay_.stop();
  tileFirst_ = tileCount_ = 0;
  showSelection();
}

void HeatmapView::showSelection() {
  figure_.selectedQuery = selection_->query() < figure_.rows() ? selection_->query() : -1;
  figure_.selectedKey = selection_->key() < figure_.cols() ? selection_->key() : -1;
  if (drag_ == Drag::none && figure_.map && figure_.selectedQuery >= 0) {
    viewport_ = figureLayout().showing(figure_.selectedQuery, figure_.selectedKey);
  }
  describe();
  changed();
}

void HeatmapView::changed() {
  layout_.reset();
  loadTileIfNeeded();
  update();
}

const HeatmapLayout& HeatmapView::figureLayout() const {
  if (!layout_ || layout_->size() != QSizeF(size()) ||
      layout_->devicePixels() != devicePixelRatioF()) {
    layout_.emplace(figure_, QSizeF(size()), style_, viewport_, devicePixelRatioF());
  }
  return *layout_;
}

void HeatmapView::loadTileIfNeeded() {
  if (!figure_.map || figure_.map->finestLevel() == 0 || !shownSource_) {
    return;
  }
  const HeatmapLayout& layout = figureLayout();
  const double cell = std::min(layout.cellWidth(), layout.cellHeight()) * devicePixelRatioF();
  if (layout.plot().isEmpty() || std::ldexp(cell, figure_.map->finestLevel() - 1) < 1) {
    return;  // the kept levels are fine enough
  }
  const CellRange visible = layout.visible();
  const bool underWay = visible.firstRow >= tileFirst_ && visible.lastRow < tileFirst_ + tileCount_;
  if (underWay) {
    return;
  }
  const int margin = visible.rows() / 2;
  const int most = static_cast<int>(std::max<Index>(1, kMostTileFloats / figure_.cols()));
  tileFirst_ = std::max(0, visible.firstRow - margin);
  tileCount_ =
      std::min({most, static_cast<int>(figure_.rows()) - tileFirst_, visible.rows() + 2 * margin});
  loader_.loadTile(shownSource_, shownHead_, tileFirst_, tileCount_);
}

void HeatmapView::setViewport(const HeatmapViewport& viewport) {
  viewport_ =
      HeatmapLayout(figure_, QSizeF(size()), style_, viewport, devicePixelRatioF()).viewport();
  changed();
  emit viewportChanged();
}

void HeatmapView::zoomIn() {
  setViewport(figureLayout().zoomed(kZoomStep, figureLayout().plot().center()));
}

void HeatmapView::zoomOut() {
  setViewport(figureLayout().zoomed(1 / kZoomStep, figureLayout().plot().center()));
}

void HeatmapView::zoomToFit() {
  setViewport({});
}

std::function<void(QPainter&, QSizeF)> HeatmapView::figurePaint() const {
  return [figure = figure_, style = style_, viewport = viewport_](QPainter& painter, QSizeF size) {
    const HeatmapLayout asShown(figure, size, style, viewport);
    paintHeatmap(painter, figure, HeatmapLayout(figure, size, style, asShown.onWholeCells()),
                 style);
  };
}

std::vector<float> HeatmapView::rowWeights(int query) const {
  std::vector<float> weights;
  if (!figure_.map || query < 0 || query >= figure_.rows()) {
    return weights;
  }
  weights.resize(static_cast<std::size_t>(figure_.cols()));
  MatrixView row(weights.data(), 1, figure_.cols(), Eigen::OuterStride<>(figure_.cols()));
  if (figure_.map->finestLevel() == 0) {
    row = figure_.map->level(0).row(query);
  } else {
    shownSource_->weights(shownHead_, query, row);
  }
  return weights;
}

void HeatmapView::describe() {
  setAccessibleDescription(
      tr("Attention map. Rows are queries, columns are keys. Arrow keys move the chosen cell, "
         "Return goes to the row's strongest key, plus and minus zoom."));
  const int query = figure_.selectedQuery;
  if (!figure_.map) {
    setAccessibleName(figure_.emptyText);
  } else if (query < 0) {
    setAccessibleName(headName(shownHead_));
  } else {
    const std::vector<float> weights = rowWeights(query);
    const int key = figure_.selectedKey;
    const int shown = key >= 0 ? key : strongest(weights, 0, static_cast<int>(weights.size()) - 1);
    const double weight = shown >= 0 ? weights[static_cast<std::size_t>(shown)] : std::nan("");
    setAccessibleName(key >= 0 ? cellInWords(shownHead_, figure_.labels, query, key, weight)
                               : rowInWords(shownHead_, figure_.labels, query, shown, weight));
  }
}

bool HeatmapView::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const HeatmapHit hit = figureLayout().hit(help->pos());
    if (hit.part == HeatmapHit::Part::cell) {
      const std::vector<float> weights = rowWeights(hit.query);
      QToolTip::showText(help->globalPos(),
                         cellInWords(shownHead_, figure_.labels, hit.query, hit.key,
                                     weights[static_cast<std::size_t>(hit.key)]),
                         this);
    } else if (hit.part == HeatmapHit::Part::queryLabel) {
      QToolTip::showText(help->globalPos(), visibleToken(figure_.labels.queries.value(hit.query)),
                         this);
    } else if (hit.part == HeatmapHit::Part::keyLabel) {
      QToolTip::showText(help->globalPos(), visibleToken(figure_.labels.keys.value(hit.key)), this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  if (event->type() == QEvent::NativeGesture) {
    const auto* gesture = static_cast<QNativeGestureEvent*>(event);
    if (gesture->gestureType() == Qt::ZoomNativeGesture) {
      setViewport(figureLayout().zoomed(1 + gesture->value(), gesture->position()));
      return true;
    }
  }
  return QWidget::event(event);
}

void HeatmapView::paintEvent(QPaintEvent*) {
  QElapsedTimer timer;
  timer.start();
  QPainter painter(this);
  if (saysComputing_) {
    HeatmapFigure waiting = figure_;
    waiting.subtitle = tr("computing %1…").arg(headName(selection_->head()));
    const HeatmapLayout layout(waiting, QSizeF(size()), style_, viewport_, devicePixelRatioF());
    paintHeatmap(painter, waiting, layout, style_, &cache_);
  } else {
    paintHeatmap(painter, figure_, figureLayout(), style_, &cache_);
  }
  if (focusVisible_) {
    const QRectF ring = figure_.map ? figureLayout().plot().adjusted(-5, -5, 5, 5)
                                    : QRectF(rect()).adjusted(4, 4, -4, -4);
    paintFrame(painter, ring, 2, style_.theme.accent);
  }
  emit painted(static_cast<double>(timer.nsecsElapsed()) / 1e6);
}

void HeatmapView::resizeEvent(QResizeEvent*) {
  changed();
}

void HeatmapView::focusInEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  update();
}

void HeatmapView::focusOutEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  update();
}

void HeatmapView::choose(const HeatmapHit& hit) {
  switch (hit.part) {
    case HeatmapHit::Part::cell:
      selection_->setCell(hit.query, hit.key);
      break;
    case HeatmapHit::Part::queryLabel:
      selection_->setCell(hit.query, -1);
      break;
    case HeatmapHit::Part::keyLabel:
      selection_->setCell(std::max(selection_->query(), 0), hit.key);
      break;
    case HeatmapHit::Part::nothing:
      break;
  }
}

void HeatmapView::mousePressEvent(QMouseEvent* event) {
  const bool zoomed = viewport_.zoom > 1;
  dragStart_ = dragLast_ = event->position();
  if (event->button() == Qt::MiddleButton) {
    drag_ = zoomed ? Drag::panning : Drag::none;
  } else if (event->button() == Qt::LeftButton) {
    const HeatmapHit hit = figureLayout().hit(event->position());
    if (hit.part == HeatmapHit::Part::cell && zoomed) {
      drag_ = Drag::mayPan;  // a click chooses when the button is let go
    } else {
      drag_ = Drag::choosing;
      choose(hit);
    }
  }
  focusVisible_ = false;
  updateCursor(event->position());
}

void HeatmapView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF position = event->position();
  if (drag_ == Drag::mayPan &&
      (position - dragStart_).manhattanLength() >= QApplication::startDragDistance()) {
    drag_ = Drag::panning;
  }
  if (drag_ == Drag::panning) {
    setViewport(figureLayout().panned(position - dragLast_));
    dragLast_ = position;
  } else if (drag_ == Drag::choosing) {
    choose(figureLayout().hit(position));
  }
  updateCursor(position);
}

void HeatmapView::mouseReleaseEvent(QMouseEvent* event) {
  const bool clicked = drag_ == Drag::mayPan;
  drag_ = Drag::none;
  if (clicked) {
    choose(figureLayout().hit(event->position()));
  }
  updateCursor(event->position());
}

void HeatmapView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && viewport_.zoom > 1) {
    zoomToFit();
  } else {
    mousePressEvent(event);
  }
}

void HeatmapView::updateCursor(QPointF position) {
  if (drag_ == Drag::panning) {
    setCursor(Qt::ClosedHandCursor);
  } else if (viewport_.zoom > 1 && figureLayout().plot().contains(position)) {
    setCursor(Qt::OpenHandCursor);
  } else if (figureLayout().hit(position).part != HeatmapHit::Part::nothing) {
    setCursor(Qt::PointingHandCursor);
  } else {
    unsetCursor();
  }
}

void HeatmapView::wheelEvent(QWheelEvent* event) {
  const QPointF notches = QPointF(event->angleDelta()) / 120;
  if (event->modifiers().testFlag(Qt::ControlModifier)) {
    setViewport(figureLayout().zoomed(std::pow(kZoomStep, notches.y()), event->position()));
    event->accept();
    return;
  }
  if (viewport_.zoom <= 1) {
    event->ignore();  // the page around may scroll
    return;
  }
  QPointF by = event->pixelDelta().isNull() ? notches * kWheelPan : QPointF(event->pixelDelta());
  if (event->modifiers().testFlag(Qt::ShiftModifier) && by.x() == 0) {
    by = QPointF(by.y(), 0);
  }
  setViewport(figureLayout().panned(by));
  event->accept();
}

void HeatmapView::keyPressEvent(QKeyEvent* event) {
  if (!zoomKey(event->key()) && !(figure_.map && moveKey(*event))) {
    QWidget::keyPressEvent(event);
  }
}

bool HeatmapView::zoomKey(int key) {
  switch (key) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      zoomIn();
      return true;
    case Qt::Key_Minus:
      zoomOut();
      return true;
    case Qt::Key_0:
      zoomToFit();
      return true;
    default:
      return false;
  }
}

bool HeatmapView::moveKey(const QKeyEvent& event) {
  const bool control = event.modifiers().testFlag(Qt::ControlModifier);
  const int query = selection_->query();
  const int key = selection_->key();
  const int lastRow = static_cast<int>(figure_.rows()) - 1;
  const int lastKey = static_cast<int>(figure_.cols()) - 1;
  const int page = std::max(1, std::min(figureLayout().visible().rows() - 1, 10));
  switch (event.key()) {
    case Qt::Key_Left:
      control ? chooseStrongest(0, key >= 0 ? key - 1 : lastKey) : moveBy(0, -1);
      return true;
    case Qt::Key_Right:
      control ? chooseStrongest(key + 1, lastKey) : moveBy(0, 1);
      return true;
    case Qt::Key_Up:
      control ? chooseStrongestInColumn(0, query - 1) : moveBy(-1, 0);
      return true;
    case Qt::Key_Down:
      control ? chooseStrongestInColumn(query + 1, lastRow) : moveBy(1, 0);
      return true;
    case Qt::Key_PageUp:
      moveBy(-page, 0);
      return true;
    case Qt::Key_PageDown:
      moveBy(page, 0);
      return true;
    case Qt::Key_Home:
      selection_->setCell(control ? 0 : std::max(query, 0), control ? key : 0);
      return true;
    case Qt::Key_End:
      selection_->setCell(control ? lastRow : std::max(query, 0), control ? key : lastKey);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      chooseStrongest(0, lastKey);
      return true;
    case Qt::Key_Escape:
      if (key < 0) {
        return false;
      }
      selection_->setCell(query, -1);
      return true;
    default:
      return false;
  }
}

void HeatmapView::moveBy(int rows, int keys) {
  const int lastRow = static_cast<int>(figure_.rows()) - 1;
  const int lastKey = static_cast<int>(figure_.cols()) - 1;
  const int query = std::clamp(std::max(selection_->query(), 0) + rows, 0, lastRow);
  int key = selection_->key();
  if (keys != 0) {
    // Out of a chosen row: its first key to the right, its last one to the left.
    key = key < 0 ? (keys > 0 ? 0 : lastKey) : std::clamp(key + keys, 0, lastKey);
  }
  selection_->setCell(query, key);
}

void HeatmapView::chooseStrongest(int firstKey, int lastKey) {
  const int query = std::max(selection_->query(), 0);
  const int key = strongest(rowWeights(query), firstKey, lastKey);
  if (key >= 0) {
    selection_->setCell(query, key);
  }
}

void HeatmapView::chooseStrongestInColumn(int firstRow, int lastRow) {
  const int key = selection_->key();
  if (key < 0 || figure_.map->finestLevel() != 0) {
    moveBy(lastRow >= selection_->query() ? 1 : -1, 0);
    return;
  }
  const Matrix& map = figure_.map->level(0);
  std::vector<float> column(static_cast<std::size_t>(map.rows()));
  for (Index row = 0; row < map.rows(); ++row) {
    column[static_cast<std::size_t>(row)] = map(row, key);
  }
  const int row = strongest(column, firstRow, lastRow);
  if (row >= 0) {
    selection_->setCell(row, key);
  }
}

}  // namespace headscope
