#include "render/attention_figure.h"

#include <cmath>
#include <utility>

#include <QCoreApplication>

#include "render/folding_words.h"

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

QString howToRead(const TokenLabels& labels, MapValues values) {
  if (values == MapValues::differences) {
    return AttentionFigure::tr("blue: more in the second map; rows are queries, columns are keys");
  }
  QStringList parts;
  if (!labels.paddedKeys.empty()) {
    parts.append(AttentionFigure::tr("hatched: padding, masked"));
  }
  if (const TokenFolding* folding = labels.folding.get(); folding != nullptr) {
    if (!folding->hidden.empty()) {  // what words are, if any, the axes say
      parts.append(hidingInWords(*folding));
    } else if (folding->mergesWords) {
      parts.prepend(foldingInWords(folding));
      if (values == MapValues::weights) {
        parts << AttentionFigure::tr("each row sums to 1");
      }
      return parts.join(QStringLiteral("; "));
    }
  }
  if (parts.isEmpty() && values == MapValues::anyWeights) {
    return AttentionFigure::tr("rows are queries, columns are keys; not all rows sum to 1");
  }
  return parts.isEmpty()
             ? AttentionFigure::tr("rows are queries, columns are keys, each row sums to 1")
             : AttentionFigure::tr("rows are queries, columns keys; %1")
                   .arg(parts.join(QStringLiteral("; ")));
}

}  // namespace

HeatmapFigure attentionFigure(HeadId head, std::shared_ptr<const MapPyramid> map,
                              TokenLabels labels, MapValues values) {
  HeatmapFigure figure;
  figure.map = std::move(map);
  figure.labels = std::move(labels);
  figure.title = headName(head);
  figure.subtitle = howToRead(figure.labels, values);
  if (values == MapValues::differences && figure.map) {
    figure.range = rangeAround0(*figure.map);
  }
  figure.keyTitle = keyAxisTitle(figure.labels.folding.get());
  figure.queryTitle = queryAxisTitle(figure.labels.folding.get());
  return figure;
}

}  // namespace headscope
