#pragma once

#include <QPainter>

#include "render/figure_style.h"
#include "render/heatmap_figure.h"
#include "render/heatmap_layout.h"
#include "render/map_image.h"

namespace headscope {

// Paints a heatmap on the screen or into a file, with its background. The layout is the figure's
// own. A cache makes big maps fast to paint again.
void paintHeatmap(QPainter& painter, const HeatmapFigure& figure, const HeatmapLayout& layout,
                  const FigureStyle& style, MapImageCache* cache = nullptr);

// What a cell without a value is filled with; no colour map of the theme has it.
QColor missingColor(const Theme& theme);

}  // namespace headscope
