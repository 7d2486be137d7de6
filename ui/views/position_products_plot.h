#pragma once

#include "theme/theme.h"
#include "views/position_axes.h"
#include "views/position_table.h"

namespace headscope {

// The dot products of the chosen position with every other, against their distance. The distances
// shown are the same whichever position is chosen, and behind it lie those of the first and the
// last: where only the distance counts, as for sinusoids, all three are one line.
class PositionProductsPlot {
 public:
  explicit PositionProductsPlot(QCustomPlot* plot);

  QCPAxisRect* rect() const { return rect_; }
  void setTheme(const Theme& theme);
  // The table is not empty; the position lies in it.
  void show(const PositionTable& table, int position);

 private:
  QCPRange range() const;

  QCPAxisRect* rect_;
  PlotCaption* caption_;
  QCPGraph* first_;
  QCPGraph* last_;
  QCPGraph* chosen_;
  QCPGraph* mark_;
};

}  // namespace headscope
