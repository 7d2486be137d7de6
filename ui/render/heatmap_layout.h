#pragma once

#include <vector>

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include "render/figure_style.h"
#include "render/heatmap_figure.h"

namespace headscope {

// Which part of a map is shown. zoom 1 shows all of it.
struct HeatmapViewport {
  double zoom = 1;
  QPointF origin;  // the column and row at the plot's top left corner, in cells
  bool operator==(const HeatmapViewport&) const = default;
};

// Cells, first to last inclusive; empty when last < first.
struct CellRange {
  int firstRow = 0;
  int lastRow = -1;
  int firstCol = 0;
  int lastCol = -1;
  bool operator==(const CellRange&) const = default;

  int rows() const { return lastRow - firstRow + 1; }
  int cols() const { return lastCol - firstCol + 1; }
};

struct HeatmapHit {
  enum class Part { nothing, cell, queryLabel, keyLabel };
  Part part = Part::nothing;
  int query = -1;
  int key = -1;
  bool operator==(const HeatmapHit&) const = default;
};

struct AxisLabel {
  int index = 0;
  QString text;    // elided to its room
  QPointF anchor;  // where its baseline starts
  bool selected = false;
};

struct HeaderTag {
  QString text;
  QRectF rect;
};

struct ScaleTick {
  double value = 0;
  double y = 0;
  QString text;
};

// Where everything of a heatmap stands: pure geometry, computed anew for each size and viewport.
// Lengths are logical pixels; edges of cells lie on device pixels.
class HeatmapLayout {
 public:
  // devicePixels: device pixels in a logical one, > 0. The viewport is clamped to the map.
  HeatmapLayout(const HeatmapFigure& figure, QSizeF size, const FigureStyle& style,
                const HeatmapViewport& viewport = {}, double devicePixels = 1);

  QSizeF size() const { return size_; }
  double devicePixels() const { return devicePixels_; }
  const HeatmapViewport& viewport() const { return viewport_; }

  // The size at which a map is comfortable to read in a file: cells of 36 pixels where a page holds
  // them, at least one pixel a cell up to 2,048.
  static QSizeF comfortableSize(const HeatmapFigure& figure, const FigureStyle& style);

  // Empty when there is no map or no room for one.
  QRectF plot() const { return plot_; }
  double cellWidth() const { return cellWidth_; }  // after zooming
  double cellHeight() const { return cellHeight_; }
  CellRange visible() const { return visible_; }

  double columnEdge(double column) const;  // x of a column's left edge, on a device pixel
  double rowEdge(double row) const;
  QRectF cellRect(int query, int key) const;  // may reach out of the plot
  QRectF rowRect(int query) const;            // as wide as the plot

  HeatmapHit hit(QPointF point) const;
  QPointF cellAt(QPointF point) const;  // column and row, fractional, not clamped

  QRectF titleLine() const { return title_; }
  const std::vector<HeaderTag>& tags() const { return tags_; }  // those there is room for
  QRectF subtitleLine() const { return subtitle_; }  // right of the title, or a line of its own
  bool subtitleBelow() const { return subtitleBelow_; }

  int queryLabelSize() const { return queryLabelSize_; }
  int keyLabelSize() const { return keyLabelSize_; }
  bool keyLabelsRotated() const { return keyLabelAngle_ > 0; }
  double keyLabelAngle() const { return keyLabelAngle_; }  // degrees, rising to the right
  const std::vector<AxisLabel>& queryLabels() const { return queryLabels_; }
  const std::vector<AxisLabel>& keyLabels() const { return keyLabels_; }
  QPointF axisTitlesEnd() const { return axisTitlesEnd_; }  // baseline end of the rows' title

  QRectF colorBar() const { return colorBar_; }
  const std::vector<ScaleTick>& ticks() const { return ticks_; }

  // The level of detail at which a block of cells covers at least one device pixel.
  int detailLevel() const { return detailLevel_; }
  bool showsGrid() const { return showsGrid_; }
  bool showsNumbers() const { return numberSize_ > 0; }
  int numberSize() const { return numberSize_; }  // pixel size of the numbers in cells; 0: none
  int numberDecimals() const { return numberDecimals_; }

  // The viewport that keeps the cell under `point` there while zooming by `factor`.
  HeatmapViewport zoomed(double factor, QPointF point) const;
  HeatmapViewport panned(QPointF by) const;  // the map moves by so many logical pixels
  // The least move that shows the whole cell; key -1 asks for its row alone.
  HeatmapViewport showing(int query, int key) const;
  // The same, but on whole cells: what a file shows, where nothing is cut.
  HeatmapViewport onWholeCells() const;
  double largestZoom() const { return largestZoom_; }

 private:
  void placeHeader(const HeatmapFigure& figure, const FigureStyle& style);
  void placePlot(const HeatmapFigure& figure, const FigureStyle& style);
  void placeViewport(const HeatmapViewport& viewport);
  void placeLabels(const HeatmapFigure& figure, const FigureStyle& style);
  void placeScale(const HeatmapFigure& figure, const FigureStyle& style);
  void chooseDetail(const HeatmapFigure& figure);
  HeatmapViewport clamped(HeatmapViewport viewport) const;
  double snapped(double length) const;

  QSizeF size_;
  double devicePixels_;
  int rows_;
  int cols_;
  HeatmapViewport viewport_;
  double padding_ = 24;
  QRectF title_;
  std::vector<HeaderTag> tags_;
  QRectF subtitle_;
  bool subtitleBelow_ = false;
  QRectF plot_;
  QSizeF roomForCells_;
  double fitCellWidth_ = 0;
  double fitCellHeight_ = 0;
  double cellWidth_ = 0;
  double cellHeight_ = 0;
  double largestZoom_ = 1;
  CellRange visible_;
  double queryLabelRoom_ = 0;
  double keyLabelRoom_ = 0;
  int queryLabelSize_ = 0;
  int keyLabelSize_ = 0;
  double keyLabelAngle_ = 0;
  std::vector<AxisLabel> queryLabels_;
  std::vector<AxisLabel> keyLabels_;
  QPointF axisTitlesEnd_;
  QRectF colorBar_;
  std::vector<ScaleTick> ticks_;
  int detailLevel_ = 0;
  bool showsGrid_ = false;
  int numberSize_ = 0;
  int numberDecimals_ = 2;
};

// 1, 2 or 5 times a power of ten: the smallest such step >= least.
double niceStep(double least);

}  // namespace headscope
