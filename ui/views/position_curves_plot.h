#pragma once

#include <vector>

#include "theme/theme.h"
#include "views/position_axes.h"
#include "views/position_table.h"

namespace headscope {

// Some dimensions as curves over the position, the chosen one on top in the accent's colour, with
// a line at the chosen position.
class PositionCurvesPlot {
 public:
  explicit PositionCurvesPlot(QCustomPlot* plot);

  QCPAxisRect* rect() const { return rect_; }
  void setTheme(const Theme& theme);
  void setVisible(bool visible);
  // The table is not empty; the cell and the curves lie in it.
  void show(const PositionTable& table, int position, int dimension,
            const std::vector<int>& curves);

 private:
  void add(const PositionTable& table, int dimension, const QPen& pen);

  QCustomPlot* plot_;
  QCPAxisRect* rect_;
  PlotCaption* caption_;
  QCPItemStraightLine* positionLine_;
  QCPGraph* mark_;
  std::vector<QCPGraph*> graphs_;  // the chosen dimension's is the last
  Theme theme_;
};

}  // namespace headscope
