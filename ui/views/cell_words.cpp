#include "views/cell_words.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "render/folding_words.h"
#include "render/tabular_text.h"

namespace headscope {

namespace {

struct CellWords {
  Q_DECLARE_TR_FUNCTIONS(CellWords)

 public:
  static QString value(const TokenLabels& labels, int key, double weight, MapValues values) {
    if (std::isnan(weight)) {
      return tr("no value");
    }
    const QString number = listNumber(weight, 3);
    if (values == MapValues::differences) {
      return tr("change %1").arg(number);
    }
    if (labels.folding != nullptr && labels.folding->rescalesRows) {
      return tr("weight %1 of what is left without %2").arg(number, hiddenInWords(*labels.folding));
    }
    return weight == 0 && std::ranges::binary_search(labels.paddedKeys, key)
               ? tr("weight %1, padding, masked").arg(number)
               : tr("weight %1").arg(number);
  }
  static QString cell() { return tr("query %1, key %2, %3, %4"); }
  static QString row(MapValues values) {
    return values == MapValues::differences ? tr("query %1, most changed key %2, %3, %4")
                                            : tr("query %1, strongest key %2, %3, %4");
  }
};

}  // namespace

QString mapCellInWords(const QString& map, const TokenLabels& labels, int query, int key,
                       double weight, MapValues values) {
  return CellWords::cell().arg(queryInWords(labels, query), keyInWords(labels, key),
                               CellWords::value(labels, key, weight, values), map);
}

QString mapRowInWords(const QString& map, const TokenLabels& labels, int query, int strongestKey,
                      double weight, MapValues values) {
  return CellWords::row(values).arg(queryInWords(labels, query), keyInWords(labels, strongestKey),
                                    CellWords::value(labels, strongestKey, weight, values), map);
}

QString cellInWords(HeadId head, const TokenLabels& labels, int query, int key, double weight) {
  return mapCellInWords(headName(head), labels, query, key, weight);
}

QString rowInWords(HeadId head, const TokenLabels& labels, int query, int strongestKey,
                   double weight) {
  return mapRowInWords(headName(head), labels, query, strongestKey, weight);
}

}  // namespace headscope
