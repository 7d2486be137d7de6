#pragma once

#include <memory>

#include <QString>
#include <QStringList>

#include "render/color_map.h"
#include "render/map_pyramid.h"
#include "render/token_label.h"

namespace headscope {

// Attention has square cells; a table of positions by dimensions fills its room.
enum class CellShape { square, stretched };

// Everything a heatmap shows; a value, cheap to copy. Rows are queries, columns keys.
struct HeatmapFigure {
  std::shared_ptr<const MapPyramid> map;  // (n_query, n_key); null: there is nothing to show
  std::shared_ptr<const MapTile> tile;    // full detail where the pyramid does not keep it, or null
  TokenLabels labels;
  int selectedQuery = -1;  // -1: none
  int selectedKey = -1;    // -1: none, or the whole row where a query is selected

  QString title;       // "L3·H1"
  QStringList tags;    // short facts beside the title
  QString subtitle;    // how to read it
  QString keyTitle;    // of the columns
  QString queryTitle;  // of the rows
  QString emptyText;   // instead of a map

  ValueRange range;
  CellShape cells = CellShape::square;
  // Values closer to 0 stay without a number.
  float leastNumber = 0.05F;

  Index rows() const { return map ? map->rows() : 0; }
  Index cols() const { return map ? map->cols() : 0; }
};

}  // namespace headscope
