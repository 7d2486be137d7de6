#include <algorithm>
#include <cmath>

#include "render/heatmap_layout.h"
#include "render/heatmap_metrics.h"

namespace headscope {

double HeatmapLayout::snapped(double length) const {
  return std::round(length * devicePixels_) / devicePixels_;
}

HeatmapViewport HeatmapLayout::clamped(HeatmapViewport viewport) const {
  viewport.zoom = std::clamp(viewport.zoom, 1.0, largestZoom_);
  const double shownCols = cols_ / viewport.zoom;
  const double shownRows = rows_ / viewport.zoom;
  viewport.origin.setX(std::clamp(viewport.origin.x(), 0.0, cols_ - shownCols));
  viewport.origin.setY(std::clamp(viewport.origin.y(), 0.0, rows_ - shownRows));
  return viewport;
}

void HeatmapLayout::placeViewport(const HeatmapViewport& viewport) {
  viewport_ = clamped(viewport);
  cellWidth_ = fitCellWidth_ * viewport_.zoom;
  cellHeight_ = fitCellHeight_ * viewport_.zoom;
  // A hair less, so that a cell that only touches the edge does not count.
  constexpr double hair = 1e-6;
  const auto last = [](double end, int count) {
    return std::clamp(static_cast<int>(std::floor(end - hair)), 0, count - 1);
  };
  visible_.firstCol = std::clamp(static_cast<int>(viewport_.origin.x() + hair), 0, cols_ - 1);
  visible_.firstRow = std::clamp(static_cast<int>(viewport_.origin.y() + hair), 0, rows_ - 1);
  visible_.lastCol = last(viewport_.origin.x() + cols_ / viewport_.zoom, cols_);
  visible_.lastRow = last(viewport_.origin.y() + rows_ / viewport_.zoom, rows_);
}

double HeatmapLayout::columnEdge(double column) const {
  return plot_.left() + snapped((column - viewport_.origin.x()) * cellWidth_);
}

double HeatmapLayout::rowEdge(double row) const {
  return plot_.top() + snapped((row - viewport_.origin.y()) * cellHeight_);
}

QRectF HeatmapLayout::cellRect(int query, int key) const {
  return QRectF(QPointF(columnEdge(key), rowEdge(query)),
                QPointF(columnEdge(key + 1), rowEdge(query + 1)));
}

QRectF HeatmapLayout::rowRect(int query) const {
  return QRectF(QPointF(plot_.left(), rowEdge(query)), QPointF(plot_.right(), rowEdge(query + 1)));
}

QPointF HeatmapLayout::cellAt(QPointF point) const {
  if (plot_.isEmpty()) {
    return {-1, -1};
  }
  return {viewport_.origin.x() + (point.x() - plot_.left()) / cellWidth_,
          viewport_.origin.y() + (point.y() - plot_.top()) / cellHeight_};
}

HeatmapHit HeatmapLayout::hit(QPointF point) const {
  if (plot_.isEmpty()) {
    return {};
  }
  const QPointF cell = cellAt(point);
  const auto index = [](double position, int first, int last) {
    return std::clamp(static_cast<int>(std::floor(position)), first, last);
  };
  const bool inRows = point.y() >= plot_.top() && point.y() < plot_.bottom();
  const bool inCols = point.x() >= plot_.left() && point.x() < plot_.right();
  const int query = index(cell.y(), visible_.firstRow, visible_.lastRow);
  if (inRows && inCols) {
    return {HeatmapHit::Part::cell, query, index(cell.x(), visible_.firstCol, visible_.lastCol)};
  }
  if (inRows && point.x() < plot_.left() && point.x() >= plot_.left() - queryLabelRoom_) {
    return {HeatmapHit::Part::queryLabel, query, -1};
  }
  const double above = plot_.top() - point.y();
  if (above > 0 && above <= keyLabelRoom_) {
    // A rotated label leans to the right as it rises.
    const double foot =
        point.x() -
        (keyLabelsRotated() ? above * cosine(keyLabelAngle_) / sine(keyLabelAngle_) : 0);
    if (foot >= plot_.left() && foot < plot_.right()) {
      return {HeatmapHit::Part::keyLabel, -1,
              index(cellAt({foot, plot_.top()}).x(), visible_.firstCol, visible_.lastCol)};
    }
  }
  return {};
}

HeatmapViewport HeatmapLayout::zoomed(double factor, QPointF point) const {
  if (plot_.isEmpty()) {
    return viewport_;
  }
  HeatmapViewport next = viewport_;
  next.zoom = std::clamp(viewport_.zoom * factor, 1.0, largestZoom_);
  // Whole device pixels a cell, so that all cells are alike, but never standing still.
  const double pixels = fitCellWidth_ * next.zoom * devicePixels_;
  if (fitCellWidth_ == fitCellHeight_ && pixels >= kSnapFrom && factor != 1.0) {
    const double before = cellWidth_ * devicePixels_;
    double whole = std::round(pixels);
    if (std::abs(whole - before) < 0.5) {
      whole = factor > 1 ? std::floor(before) + 1 : std::ceil(before) - 1;
    }
    next.zoom = std::clamp(whole / (fitCellWidth_ * devicePixels_), 1.0, largestZoom_);
  }
  const QPointF inPlot(std::clamp(point.x(), plot_.left(), plot_.right()),
                       std::clamp(point.y(), plot_.top(), plot_.bottom()));
  const QPointF held = cellAt(inPlot);
  next.origin = QPointF(held.x() - (inPlot.x() - plot_.left()) / (fitCellWidth_ * next.zoom),
                        held.y() - (inPlot.y() - plot_.top()) / (fitCellHeight_ * next.zoom));
  return clamped(next);
}

HeatmapViewport HeatmapLayout::panned(QPointF by) const {
  if (plot_.isEmpty()) {
    return viewport_;
  }
  HeatmapViewport next = viewport_;
  next.origin -= QPointF(by.x() / cellWidth_, by.y() / cellHeight_);
  return clamped(next);
}

HeatmapViewport HeatmapLayout::showing(int query, int key) const {
  if (plot_.isEmpty()) {
    return viewport_;
  }
  HeatmapViewport next = viewport_;
  const auto moved = [](double origin, double shown, int index) {
    return std::max(std::min(origin, static_cast<double>(index)), index + 1 - shown);
  };
  if (query >= 0) {
    next.origin.setY(moved(next.origin.y(), rows_ / next.zoom, query));
  }
  if (key >= 0) {
    next.origin.setX(moved(next.origin.x(), cols_ / next.zoom, key));
  }
  return clamped(next);
}

HeatmapViewport HeatmapLayout::onWholeCells() const {
  if (plot_.isEmpty()) {
    return viewport_;
  }
  const double shown = std::max(1.0, std::round(std::max(rows_, cols_) / viewport_.zoom));
  HeatmapViewport whole;
  whole.zoom = std::max(rows_, cols_) / shown;
  whole.origin = QPointF(std::round(viewport_.origin.x()), std::round(viewport_.origin.y()));
  return clamped(whole);
}

}  // namespace headscope
