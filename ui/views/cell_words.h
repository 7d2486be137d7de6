#pragma once

#include <QString>

#include "model/attention_source.h"
#include "render/token_label.h"

namespace headscope {

// The selection in words, for screen readers, tooltips and the status line:
// "query it, key animal, weight 0.677, L3·H1". With key -1 the row and its strongest key:
// "query it, strongest key animal, weight 0.677, L3·H1". A NaN weight is "no value". Of a word of
// several tokens it is said that its weight is their mean or sum.
QString cellInWords(HeadId head, const TokenLabels& labels, int query, int key, double weight);
QString rowInWords(HeadId head, const TokenLabels& labels, int query, int strongestKey,
                   double weight);

// The same where the map is not a head's: `map` is what it is called, "L5·H11 − L3·H1". Of
// differences: "query it, most changed key animal, change −0.250, L5·H11 − L3·H1".
QString mapCellInWords(const QString& map, const TokenLabels& labels, int query, int key,
                       double weight, MapValues values = MapValues::weights);
QString mapRowInWords(const QString& map, const TokenLabels& labels, int query, int strongestKey,
                      double weight, MapValues values = MapValues::weights);

}  // namespace headscope
