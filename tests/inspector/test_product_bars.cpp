#include <QTest>

#include "inspector/product_bars.h"
#include "test_class.h"

namespace headscope::test_product_bars {

namespace {

std::vector<int> dimensions(const ProductBars& bars) {
  std::vector<int> dimensions;
  for (const CellTerm& term : bars.terms()) {
    dimensions.push_back(term.index);
  }
  return dimensions;
}

struct Shown {
  Shown() {
    bars.resize(200, bars.sizeHint().height());
    bars.setProducts(cellProducts({{.index = 0, .left = 1, .right = 2},
                                   {.index = 1, .left = 2, .right = -3},
                                   {.index = 2, .left = 1, .right = 1},
                                   {.index = 3, .left = 2, .right = 2}}),
                     QStringLiteral("the largest"));
    bars.show();
  }
  void press(Qt::Key key) { QTest::keyClick(&bars, key); }

  ProductBars bars;
};

}  // namespace

class TestProductBars : public QObject {
  Q_OBJECT
 private slots:
  void theyStandInEitherOrder();
  void barsAreAsHighAsTheirProducts();
  void keysChooseABar();
  void thePointerDoes();
  void whatIsChosenStaysSo();
};

void TestProductBars::theyStandInEitherOrder() {
  Shown shown;
  QCOMPARE(dimensions(shown.bars), (std::vector<int>{0, 1, 2, 3}));
  shown.bars.setOrder(ProductOrder::largestFirst);
  QCOMPARE(dimensions(shown.bars), (std::vector<int>{1, 3, 0, 2}));
}

// From -6 to 4 in 64 pixels: 6.4 a unit, and 0 is 25.6 below the top.
void TestProductBars::barsAreAsHighAsTheirProducts() {
  const Shown shown;
  const QRectF up = shown.bars.bar(0);
  const QRectF down = shown.bars.bar(1);
  QVERIFY(qFuzzyCompare(up.height(), 12.8));
  QVERIFY(qFuzzyCompare(up.bottom(), 25.6));
  QVERIFY(qFuzzyCompare(down.top(), 25.6));
  QVERIFY(qFuzzyCompare(down.height(), 38.4));
  QCOMPARE(down.left(), 50.0);
}

void TestProductBars::keysChooseABar() {
  Shown shown;
  QCOMPARE(shown.bars.caption(), QStringLiteral("the largest"));
  shown.press(Qt::Key_Right);
  QCOMPARE(shown.bars.caption(), QStringLiteral("dim 0: 1.000 × 2.000 = +2.000"));
  shown.press(Qt::Key_Right);
  QCOMPARE(shown.bars.accessibleName(), QStringLiteral("dim 1: 2.000 × −3.000 = −6.000"));
  shown.press(Qt::Key_End);
  QCOMPARE(shown.bars.chosen(), 3);
  shown.press(Qt::Key_Right);
  QCOMPARE(shown.bars.chosen(), 3);
  shown.press(Qt::Key_Home);
  shown.press(Qt::Key_Left);
  QCOMPARE(shown.bars.chosen(), 0);
  shown.press(Qt::Key_Escape);
  QCOMPARE(shown.bars.caption(), QStringLiteral("the largest"));
  shown.press(Qt::Key_Left);  // from the end
  QCOMPARE(shown.bars.chosen(), 3);
}

void TestProductBars::thePointerDoes() {
  Shown shown;
  const auto middle = [&](int place) { return QPoint(25 + 50 * place, 30); };
  QTest::mouseMove(&shown.bars, middle(2));
  QCoreApplication::processEvents();
  QCOMPARE(shown.bars.caption(), QStringLiteral("dim 2: 1.000 × 1.000 = +1.000"));
  QCOMPARE(shown.bars.chosen(), -1);
  QTest::mouseClick(&shown.bars, Qt::LeftButton, {}, middle(1));
  QCOMPARE(shown.bars.chosen(), 1);
  QTest::mouseClick(&shown.bars, Qt::LeftButton, {}, middle(1));
  QCOMPARE(shown.bars.chosen(), -1);
}

void TestProductBars::whatIsChosenStaysSo() {
  Shown shown;
  const QImage none = shown.bars.grab().toImage();
  shown.press(Qt::Key_Home);
  QVERIFY(shown.bars.grab().toImage() != none);
  shown.bars.setOrder(ProductOrder::largestFirst);
  QCOMPARE(shown.bars.chosen(), 0);
  shown.bars.setProducts(cellProducts({{.index = 0, .left = 5, .right = 1}}), {});
  QCOMPARE(shown.bars.caption(), QStringLiteral("dim 0: 5.000 × 1.000 = +5.000"));
  shown.bars.setProducts(cellProducts({{.index = 7, .left = 5, .right = 1}}), {});
  QCOMPARE(shown.bars.chosen(), -1);
  shown.bars.setProducts(CellProducts(), {});
  shown.press(Qt::Key_Right);
  QCOMPARE(shown.bars.chosen(), -1);
  QVERIFY(!shown.bars.grab().isNull());
}

HEADSCOPE_TEST(TestProductBars)

}  // namespace headscope::test_product_bars

#include "test_product_bars.moc"
