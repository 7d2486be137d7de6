#include "views/position_figure.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "views/figure_accessible.h"
#include "views/position_axes.h"
#include "views/position_captions.h"
#include "views/position_curves_plot.h"
#include "views/position_map.h"
#include "views/position_products_plot.h"

namespace headscope {
namespace {

constexpr int kPadding = 24;

// The least shift of an axis that shows the whole cell around a value.
void reveal(QCPAxis* axis, double value) {
  const QCPRange range = axis->range();
  if (value - 0.5 < range.lower) {
    axis->moveRange(value - 0.5 - range.lower);
  } else if (value + 0.5 > range.upper) {
    axis->moveRange(value + 0.5 - range.upper);
  }
}

}  // namespace

PositionPicture positionPicture(PositionTable table) {
  PositionPicture picture;
  if (!table.isEmpty()) {
    picture.position = static_cast<int>(table.length() / 2);
    picture.curves = typicalDimensions(table);
    picture.dimension = picture.curves[std::min<std::size_t>(1, picture.curves.size() - 1)];
  }
  picture.table = std::move(table);
  return picture;
}

PositionFigure::PositionFigure(QWidget* parent)
    : QCustomPlot(parent), theme_(headscope::theme(ThemeKind::light)) {
  installFigureAccessibility();
  setFocusPolicy(Qt::StrongFocus);
  setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  setAutoAddPlottableToLegend(false);
  // Wide lines of hundreds of points take Qt 50 ms as one path, 1 ms piece by piece.
  setPlottingHint(QCP::phFastPolylines);
  addLayer(kPositionMapLayer, layer(QStringLiteral("grid")));  // under the grid and all else
  addLayer(kPositionMarksLayer, layer(QStringLiteral("axes")));
  layer(kPositionMarksLayer)->setMode(QCPLayer::lmBuffered);

  plotLayout()->clear();
  plotLayout()->setRowSpacing(10);
  plotLayout()->setMargins(QMargins(kPadding, 12, kPadding, 12));
  plotLayout()->setAutoMargins(QCP::msNone);
  header_ = new PositionHeader(this);
  note_ = new NoPositionsNote(this, kPositionMarksLayer);
  plots_ = new QCPLayoutGrid;
  plots_->setRowSpacing(8);
  plotLayout()->addElement(0, 0, header_);
  plotLayout()->addElement(1, 0, plots_);
  buildMap();
  curves_ = std::make_unique<PositionCurvesPlot>(this);
  products_ = std::make_unique<PositionProductsPlot>(this);
  layOut();
  linkAxes();

  connect(this, &QCustomPlot::beforeReplot, this, [this] {
    prepareLayout();
    map_->setResolution(bufferDevicePixelRatio());
  });
  applyTheme();
  setPicture({});
}

PositionFigure::~PositionFigure() = default;

void PositionFigure::buildMap() {
  mapRow_ = new QCPLayoutGrid;
  mapRow_->setColumnSpacing(16);
  plots_->addElement(0, 0, mapRow_);
  mapRect_ = makePositionRect(this, TickNumbers::whole);
  mapRow_->addElement(0, 0, mapRect_);
  bottomOf(mapRect_)->setLabel(tr("dimension"));
  QCPAxis* positions = leftOf(mapRect_);
  positions->setLabel(tr("position"));
  // Position 0 on top. The map paints its rows in this order itself; QCPColorMap, which mirrors
  // its image for a reversed axis at every draw, takes no part.
  positions->setRangeReversed(true);
  map_ = new PositionMap(bottomOf(mapRect_), positions, kPositionMapLayer);
  selection_ = new PositionMapSelection(bottomOf(mapRect_), positions, kPositionMarksLayer);
  mapCaption_ = new PlotCaption(mapRect_, kPositionMarksLayer);

  scale_ = new QCPColorScale(this);
  mapRow_->addElement(0, 1, scale_);
  scale_->setType(QCPAxis::atRight);
  scale_->setBarWidth(12);
  scale_->setRangeDrag(false);
  scale_->setRangeZoom(false);
  scale_->setMinimumMargins(QMargins(0, PlotCaption::kHeight, 0, 0));
  scale_->axis()->setTicker(QSharedPointer<QuietTicker>::create(scale_->axis(), TickNumbers::any));
}

// The curves and the products stand below the map and its scale.
void PositionFigure::layOut() {
  auto* lower = new QCPLayoutGrid;
  lower->setColumnSpacing(28);
  lower->addElement(0, 0, curves_->rect());
  lower->addElement(0, 1, products_->rect());
  plots_->addElement(1, 0, lower);
  plots_->setRowStretchFactor(0, 1.25);

  const auto align = [this](QCPLayoutElement* a, QCPLayoutElement* b, QCP::MarginSides sides) {
    auto* group = new QCPMarginGroup(this);
    a->setMarginGroup(sides, group);
    b->setMarginGroup(sides, group);
  };
  align(mapRect_, scale_, QCP::msTop | QCP::msBottom);
  align(mapRect_, curves_->rect(), QCP::msLeft);
  align(curves_->rect(), products_->rect(), QCP::msBottom);
}

void PositionFigure::linkAxes() {
  QCPAxis* mapPositions = leftOf(mapRect_);
  QCPAxis* curvePositions = bottomOf(curves_->rect());
  const auto changed = QOverload<const QCPRange&>::of(&QCPAxis::rangeChanged);
  connect(mapPositions, changed, this,
          [curvePositions](const QCPRange& range) { curvePositions->setRange(range); });
  connect(curvePositions, changed, this,
          [mapPositions](const QCPRange& range) { mapPositions->setRange(range); });
  keepWithin(mapPositions, &Ranges::positions);
  keepWithin(curvePositions, &Ranges::positions);
  keepWithin(bottomOf(mapRect_), &Ranges::dimensions);
  keepWithin(bottomOf(products_->rect()), &Ranges::distances);
  for (QCPAxisRect* rect : {curves_->rect(), products_->rect()}) {
    rect->setRangeDrag(Qt::Horizontal);
    rect->setRangeZoom(Qt::Horizontal);
  }
  for (QCPAxisRect* rect : {mapRect_, curves_->rect(), products_->rect()}) {
    rect->setRangeDragAxes(bottomOf(rect), leftOf(rect));
    rect->setRangeZoomAxes(bottomOf(rect), leftOf(rect));
    rect->setRangeZoomFactor(0.8);
  }
}

// No axis leaves the table, and none shows less than two cells.
void PositionFigure::keepWithin(QCPAxis* axis, QCPRange Ranges::*limits) {
  connect(axis, QOverload<const QCPRange&, const QCPRange&>::of(&QCPAxis::rangeChanged), this,
          [this, axis, limits](const QCPRange& range, const QCPRange& before) {
            const QCPRange& all = limits_.*limits;
            const QCPRange bounded = range.bounded(all.lower, all.upper);
            if (bounded.size() < std::min(2.0, all.size())) {
              axis->setRange(before);
            } else if (bounded != range) {
              axis->setRange(bounded);
            }
          });
}

void PositionFigure::setTheme(const Theme& theme) {
  theme_ = theme;
  applyTheme();
  updateTable();
}

void PositionFigure::applyTheme() {
  setBackground(QBrush(theme_.canvas));
  header_->setTheme(theme_);
  note_->setTheme(theme_);
  map_->setTheme(theme_);
  selection_->setTheme(theme_);
  mapCaption_->setTheme(theme_);
  styleAxes(mapRect_, theme_);
  styleAxes(scale_->axis()->axisRect(), theme_);
  scale_->setGradient(gradientOf(colorMap(ColorMapId::inkSigned, theme_.kind)));
  curves_->setTheme(theme_);
  products_->setTheme(theme_);
}

void PositionFigure::setPicture(PositionPicture picture) {
  picture_ = std::move(picture);
  const int positions = static_cast<int>(picture_.table.length());
  const int dimensions = static_cast<int>(picture_.table.width());
  picture_.position = std::clamp(picture_.position, 0, std::max(positions - 1, 0));
  picture_.dimension = std::clamp(picture_.dimension, 0, std::max(dimensions - 1, 0));
  std::erase_if(picture_.curves, [&](int d) { return d < 0 || d >= dimensions; });
  const Ranges all = allOf(picture_.table);
  if (all != limits_) {
    limits_ = all;
    showAll();
  }
  updateTable();
}

void PositionFigure::updateTable() {
  const bool shown = !picture_.table.isEmpty();
  plots_->setVisible(shown);
  note_->setVisible(!shown);
  curves_->setVisible(shown);
  const PositionScale scale = positionScale(picture_.table);
  map_->setValues(picture_.table.values, scale.limit);
  scale_->setDataRange({-scale.limit, scale.limit});
  mapCaption_->setText(tr("value by position and dimension"), tr("value"));
  mapCaption_->setNote(scale.clips()
                           ? tr("colours end at ±%1").arg(QString::number(scale.limit, 'g', 2))
                           : QString());
  updateCell();
}

void PositionFigure::setCell(int position, int dimension) {
  if (picture_.table.isEmpty()) {
    return;
  }
  position = std::clamp(position, 0, static_cast<int>(picture_.table.length()) - 1);
  dimension = std::clamp(dimension, 0, static_cast<int>(picture_.table.width()) - 1);
  if (position == picture_.position && dimension == picture_.dimension) {
    return;
  }
  picture_.position = position;
  picture_.dimension = dimension;
  reveal(leftOf(mapRect_), position);
  reveal(bottomOf(mapRect_), dimension);
  updateCell();
  emit cellChanged(position, dimension);
}

void PositionFigure::updateCell() {
  updateHeader();
  if (picture_.table.isEmpty()) {
    selection_->select(-1, -1);
  } else {
    selection_->select(picture_.position, picture_.dimension);
    curves_->show(picture_.table, picture_.position, picture_.dimension, picture_.curves);
    products_->show(picture_.table, picture_.position);
  }
  queueReplot();
}

QString PositionFigure::words() const {
  if (picture_.table.isEmpty()) {
    return positionKindTitle(PositionKind::none) + QStringLiteral(". ") + NoPositionsNote::text();
  }
  return cellWords(picture_.table, picture_.position, picture_.dimension) + QStringLiteral(". ") +
         dimensionWords(picture_.table, picture_.dimension);
}

void PositionFigure::updateHeader() {
  const PositionTable& table = picture_.table;
  PositionHeaderText text;
  text.title = table.isEmpty() ? positionKindTitle(PositionKind::none) : table.title;
  if (!table.isEmpty()) {
    text.tags << QStringLiteral("%1 × %2").arg(table.length()).arg(table.width());
    text.subtitle = tr("rows are positions, columns dimensions");
    text.cell = cellWords(table, picture_.position, picture_.dimension);
    text.dimension = dimensionWords(table, picture_.dimension);
  }
  header_->setText(std::move(text));
  setAccessibleName(words());
}

void PositionFigure::setCurves(std::vector<int> dimensions) {
  std::erase_if(dimensions, [this](int d) { return d < 0 || d >= picture_.table.width(); });
  if (dimensions != picture_.curves) {
    picture_.curves = std::move(dimensions);
    updateCell();
    emit curvesChanged();
  }
}

bool PositionFigure::hasCurve(int dimension) const {
  return std::find(picture_.curves.begin(), picture_.curves.end(), dimension) !=
         picture_.curves.end();
}

void PositionFigure::toggleCurve(int dimension) {
  std::vector<int> curves = picture_.curves;
  if (std::erase(curves, dimension) == 0) {
    curves.push_back(dimension);
  }
  setCurves(std::move(curves));
}

PositionFigure::Ranges PositionFigure::allOf(const PositionTable& table) const {
  const double positions = std::max(1.0, static_cast<double>(table.length()));
  const double dimensions = std::max(1.0, static_cast<double>(table.width()));
  return {.dimensions = {-0.5, dimensions - 0.5},
          .positions = {-0.5, positions - 0.5},
          .distances = {0.5 - positions, positions - 0.5}};
}

PositionFigure::Ranges PositionFigure::ranges() const {
  return {.dimensions = bottomOf(mapRect_)->range(),
          .positions = leftOf(mapRect_)->range(),
          .distances = bottomOf(products_->rect())->range()};
}

void PositionFigure::setRanges(const Ranges& ranges) {
  bottomOf(mapRect_)->setRange(ranges.dimensions);
  leftOf(mapRect_)->setRange(ranges.positions);
  bottomOf(products_->rect())->setRange(ranges.distances);
}

void PositionFigure::zoom(double factor) {
  bottomOf(mapRect_)->scaleRange(1 / factor, picture_.dimension);
  leftOf(mapRect_)->scaleRange(1 / factor, picture_.position);
  bottomOf(products_->rect())->scaleRange(1 / factor, 0);
  queueReplot();
}

void PositionFigure::showAll() {
  setRanges(limits_);
  queueReplot();
}

// The room for the header, the labels of the axes and the ticks depends on the size, and ticks on
// the room that is left: laid out once before, all of them find it.
void PositionFigure::prepareLayout() {
  constexpr int kLowHeight = 440;
  const bool low = viewport().height() < kLowHeight;
  bottomOf(curves_->rect())->setLabel(low ? QString() : tr("position"));
  bottomOf(products_->rect())->setLabel(low ? QString() : tr("distance in positions"));
  header_->fit(viewport().width() - 2 * kPadding);
  mapRow_->setMargins(QMargins());
  updateLayout();
  mapRow_->setMargins(QMargins(0, 0, mapSlack(), 0));
}

// Columns of 2.04 pixels would beat against the screen's; where columns are so close to whole
// pixels, the map leaves the rest free.
int PositionFigure::mapSlack() const {
  constexpr double kMostFree = 0.06;
  const double width = mapRect_->width();
  const double columns = std::max(1.0, static_cast<double>(picture_.table.width()));
  const double dpr = bufferDevicePixelRatio();
  const double whole = std::floor(width * dpr / columns) * columns / dpr;
  return whole > 0 && whole >= (1 - kMostFree) * width ? static_cast<int>(width - whole) : 0;
}

void PositionFigure::queueReplot() {
  replot(QCustomPlot::rpQueuedReplot);
}

QCPAxisRect* PositionFigure::curvesRect() const {
  return curves_->rect();
}

QCPAxisRect* PositionFigure::productsRect() const {
  return products_->rect();
}

QSize PositionFigure::sizeHint() const {
  return {760, 600};
}

QSize PositionFigure::minimumSizeHint() const {
  return {400, 300};
}

QPoint PositionFigure::cellCentre(int position, int dimension) const {
  return {qRound(bottomOf(mapRect_)->coordToPixel(dimension)),
          qRound(leftOf(mapRect_)->coordToPixel(position))};
}

}  // namespace headscope
