// How the weight of a HeatmapView's chosen cell is changed by hand.
#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QKeyEvent>

#include "views/heatmap_view.h"

namespace headscope {

namespace {

constexpr double kPixelsToOne = 200;  // from a weight of 0 to one of 1
constexpr float kKeyStep = 0.05F;

}  // namespace

std::optional<float> HeatmapView::chosenWeight() const {
  const int query = figure_.selectedQuery;
  const int key = figure_.selectedKey;
  if (!weightsCanChange_ || !figure_.map || query < 0 || key < 0) {
    return std::nullopt;
  }
  return rowWeights(query)[static_cast<std::size_t>(key)];
}

bool HeatmapView::startsWeighing(const HeatmapHit& hit) const {
  return weightsCanChange_ && hit.part == HeatmapHit::Part::cell &&
         hit.query == figure_.selectedQuery && hit.key == figure_.selectedKey;
}

void HeatmapView::weighTo(QPointF position) {
  const double up = dragStart_.y() - position.y();
  if (std::abs(up) < QApplication::startDragDistance() && dragLast_ == dragStart_) {
    return;  // still a click
  }
  dragLast_ = position;
  const double weight = std::clamp(double{weighedFrom_} + up / kPixelsToOne, 0.0, 1.0);
  emit weightChosen(figure_.selectedQuery, figure_.selectedKey,
                    static_cast<float>(std::round(weight * 100) / 100));
}

bool HeatmapView::weighKey(const QKeyEvent& event) {
  const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
  const bool more = shift && event.key() == Qt::Key_Up;
  const bool less = shift && event.key() == Qt::Key_Down;
  const auto weight = chosenWeight();
  if (!weight || (!more && !less && event.key() != Qt::Key_Delete)) {
    return false;
  }
  // To a whole step, so that steps up and down meet.
  const float step = more ? kKeyStep : -kKeyStep;
  const float wanted =
      event.key() == Qt::Key_Delete ? 0.0F : std::round((*weight + step) / kKeyStep) * kKeyStep;
  emit weightChosen(figure_.selectedQuery, figure_.selectedKey, std::clamp(wanted, 0.0F, 1.0F));
  return true;
}

}  // namespace headscope
