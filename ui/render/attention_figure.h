#pragma once

#include <memory>

#include "model/attention_source.h"
#include "render/heatmap_figure.h"

namespace headscope {

// A head's map as a figure: named by its head, with the axes and how to read them said. Without a
// map (null) the figure is empty. Differences have a range around 0 that holds them.
HeatmapFigure attentionFigure(HeadId head, std::shared_ptr<const MapPyramid> map,
                              TokenLabels labels, MapValues values = MapValues::weights);

}  // namespace headscope
