#include "views/cell_words.h"

#include <cmath>

#include <QCoreApplication>

#include "render/tabular_text.h"

namespace headscope {

namespace {

struct CellWords {
  Q_DECLARE_TR_FUNCTIONS(CellWords)

 public:
  static QString weight(double weight) {
    return std::isnan(weight) ? tr("no value") : tr("weight %1").arg(listNumber(weight, 3));
  }
  static QString cell() { return tr("query %1, key %2, %3, %4"); }
  static QString row() { return tr("query %1, strongest key %2, %3, %4"); }
};

}  // namespace

QString mapCellInWords(const QString& map, const TokenLabels& labels, int query, int key,
                       double weight) {
  return CellWords::cell().arg(visibleToken(labels.queries.value(query)),
                               visibleToken(labels.keys.value(key)), CellWords::weight(weight),
                               map);
}

QString mapRowInWords(const QString& map, const TokenLabels& labels, int query, int strongestKey,
                      double weight) {
  return CellWords::row().arg(visibleToken(labels.queries.value(query)),
                              visibleToken(labels.keys.value(strongestKey)),
                              CellWords::weight(weight), map);
}

QString cellInWords(HeadId head, const TokenLabels& labels, int query, int key, double weight) {
  return mapCellInWords(headName(head), labels, query, key, weight);
}

QString rowInWords(HeadId head, const TokenLabels& labels, int query, int strongestKey,
                   double weight) {
  return mapRowInWords(headName(head), labels, query, strongestKey, weight);
}

}  // namespace headscope
