#include "render/attention_figure.h"

#include <utility>

#include <QCoreApplication>

namespace headscope {

namespace {

struct AttentionFigure {
  Q_DECLARE_TR_FUNCTIONS(AttentionFigure)
};

}  // namespace

HeatmapFigure attentionFigure(HeadId head, std::shared_ptr<const MapPyramid> map,
                              TokenLabels labels) {
  HeatmapFigure figure;
  figure.map = std::move(map);
  figure.labels = std::move(labels);
  figure.title = headName(head);
  figure.subtitle = AttentionFigure::tr("rows are queries, columns are keys, each row sums to 1");
  figure.keyTitle = AttentionFigure::tr("keys");
  figure.queryTitle = AttentionFigure::tr("queries");
  return figure;
}

}  // namespace headscope
