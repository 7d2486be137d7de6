#include "render/attention_figure.h"

#include <cmath>
#include <utility>

#include <QCoreApplication>

namespace headscope {

namespace {

struct AttentionFigure {
  Q_DECLARE_TR_FUNCTIONS(AttentionFigure)
};

// The least of 0.1, 0.2, 0.5 and 1 on either side of 0 that holds all values.
ValueRange rangeAround0(const MapPyramid& map) {
  const float most = std::abs(map.level(map.coarsestLevel())(0, 0));
  for (const float end : {.1F, .2F, .5F}) {
    if (most <= end) {
      return {-end, end};
    }
  }
  return {-1, 1};
}

}  // namespace

HeatmapFigure attentionFigure(HeadId head, std::shared_ptr<const MapPyramid> map,
                              TokenLabels labels, MapValues values) {
  HeatmapFigure figure;
  figure.map = std::move(map);
  figure.labels = std::move(labels);
  figure.title = headName(head);
  figure.subtitle =
      values == MapValues::weights
          ? AttentionFigure::tr("rows are queries, columns are keys, each row sums to 1")
          : AttentionFigure::tr("blue: more in the second map; rows are queries, columns are keys");
  if (values == MapValues::differences && figure.map) {
    figure.range = rangeAround0(*figure.map);
  }
  figure.keyTitle = AttentionFigure::tr("keys");
  figure.queryTitle = AttentionFigure::tr("queries");
  return figure;
}

}  // namespace headscope
