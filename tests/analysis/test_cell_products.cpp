#include <QTest>

#include "analysis/cell_products.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_cell_products {

class TestCellProducts : public QObject {
  Q_OBJECT
 private slots:
  void theFurthestFromZeroComesFirst();
  void whatIsShownAndTheRestAddUp();
  void nothingSumsToNothing();
  void aDotProductHasATermForEachDimension();
};

void TestCellProducts::theFurthestFromZeroComesFirst() {
  // 2, -6, 0.5, 6
  const CellProducts products = cellProducts({{.index = 0, .left = 1, .right = 2},
                                              {.index = 1, .left = -2, .right = 3},
                                              {.index = 2, .left = 0.5},
                                              {.index = 3, .left = 2, .right = 3}});
  std::vector<int> order;
  for (const CellTerm& term : products.terms) {
    order.push_back(term.index);
  }
  QCOMPARE(order, (std::vector<int>{1, 3, 0, 2}));
  QCOMPARE(products.sum, 2.5);
}

void TestCellProducts::whatIsShownAndTheRestAddUp() {
  std::vector<CellTerm> terms;
  for (int i = 0; i < 50; ++i) {
    terms.push_back({.index = i, .left = std::sin(i), .right = std::cos(3 * i)});
  }
  const CellProducts products = cellProducts(std::move(terms));
  const RestOfProducts rest = restAfter(products, 4);
  QCOMPARE(rest.count, 46);
  double shown = rest.sum;
  for (std::size_t i = 0; i < 4; ++i) {
    shown += products.terms[i].product();
  }
  QVERIFY(isNear(shown, products.sum, 1e-12));
  QCOMPARE(restAfter(products, 50).count, 0);
}

void TestCellProducts::nothingSumsToNothing() {
  QCOMPARE(cellProducts({}).sum, 0.0);
  QCOMPARE(restAfter({}, 5).count, 0);
}

// (1, 2, -1) · (4, 0.5, 2) = 4 + 1 - 2.
void TestCellProducts::aDotProductHasATermForEachDimension() {
  CellArithmetic cell;
  cell.query = {1, 2, -1};
  cell.key = {4, .5F, 2};
  const CellProducts products = dotTerms(cell);
  QCOMPARE(products.sum, 3.0);
  QCOMPARE(products.terms[0].product(), 4.0);
  QCOMPARE(products.terms[1].index, 2);
  QCOMPARE(products.terms[1].left, -1.0);
  QCOMPARE(products.terms[1].right, 2.0);
  QCOMPARE(products.terms[2].index, 1);
}

HEADSCOPE_TEST(TestCellProducts)

}  // namespace headscope::test_cell_products

#include "test_cell_products.moc"
