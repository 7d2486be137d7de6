#include "views/heatmap_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QElapsedTimer>
#include <QPainter>

#include "render/attention_figure.h"
#include "render/heatmap_painter.h"
#include "render/painting.h"
#include "views/cell_words.h"
#include "views/figure_accessible.h"
#include "views/focus_ring.h"
#include "views/strongest_key.h"

namespace headscope {

namespace {

constexpr int kComputingDelay = 150;        // ms before it is said that a map is being computed
constexpr Index kMostTileFloats = 1 << 24;  // 64 MB

bool hasTokens(const AttentionSource* source) {
  return source != nullptr && source->shape().nQuery > 0 && source->shape().nKey > 0 &&
         source->shape().layers > 0 && source->shape().heads > 0;
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

void HeatmapView::setTitle(const QString& title) {
  if (title != title_) {
    title_ = title;
    if (figure_.map) {
      figure_.title = shownTitle();
    }
    describe();
    changed();
  }
}

QString HeatmapView::shownTitle() const {
  return title_.isEmpty() ? headName(shownHead_) : title_;
}

MapValues HeatmapView::shownValues() const {
  return shownSource_ ? shownSource_->values() : MapValues::weights;
}

void HeatmapView::setEmptyText(const QString& text) {
  if (text != figure_.emptyText) {
    figure_.emptyText = text;
    changed();
  }
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
  const MapValues values = source_ ? source_->values() : MapValues::weights;
  HeatmapFigure next = attentionFigure(head, std::move(map), labels_, values);
  if (!next.map) {
    next.title.clear();
    next.subtitle.clear();
  }
  next.tags = next.map ? figure_.tags : QStringList();
  next.emptyText = figure_.emptyText;
  if (values != MapValues::differences) {
    next.range = figure_.range;
  }
  figure_ = std::move(next);
  shownHead_ = head;
  if (figure_.map) {
    figure_.title = shownTitle();
  }
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
    setAccessibleName(shownTitle());
  } else {
    const std::vector<float> weights = rowWeights(query);
    const int key = figure_.selectedKey;
    const int shown =
        key >= 0 ? key : strongestKey(weights, 0, static_cast<int>(weights.size()) - 1);
    const double weight = shown >= 0 ? weights[static_cast<std::size_t>(shown)] : std::nan("");
    const auto words = key >= 0 ? mapCellInWords : mapRowInWords;
    setAccessibleName(words(shownTitle(), figure_.labels, query, shown, weight, shownValues()));
  }
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

}  // namespace headscope
