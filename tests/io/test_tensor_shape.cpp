#include <limits>
#include <string>
#include <vector>

#include <QTest>

#include "io/tensor_shape.h"
#include "test_class.h"

namespace headscope::test_tensor_shape {

using namespace std::string_literals;

class TestTensorShape : public QObject {
  Q_OBJECT
 private slots:
  void products();
  void productsThatDoNotFit();
  void elements();
  void elementsThatDoNotFit();
  void texts();
  void longTextsAreCut();
};

namespace {

using Shape = std::vector<std::uint64_t>;
constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

}  // namespace

void TestTensorShape::products() {
  QCOMPARE(checkedProduct(6, 7).value(), std::uint64_t{42});
  QCOMPARE(checkedProduct(0, kMost).value(), std::uint64_t{0});
  QCOMPARE(checkedProduct(kMost, 0).value(), std::uint64_t{0});
  QCOMPARE(checkedProduct(1, kMost).value(), kMost);
  QCOMPARE(checkedProduct(0xFFFFFFFF, 0x100000001).value(), kMost);
}

void TestTensorShape::productsThatDoNotFit() {
  QVERIFY(!checkedProduct(2, kMost));
  QVERIFY(!checkedProduct(kMost, kMost));
  QVERIFY(!checkedProduct(std::uint64_t{1} << 32U, std::uint64_t{1} << 32U));  // wraps to 0
}

void TestTensorShape::elements() {
  QCOMPARE(elementCount({}).value(), std::uint64_t{1});
  QCOMPARE(elementCount(Shape{5}).value(), std::uint64_t{5});
  QCOMPARE(elementCount(Shape{2, 3, 4}).value(), std::uint64_t{24});
  QCOMPARE(elementCount(Shape{0, kMost, kMost}).value(), std::uint64_t{0});
}

// From the left: what comes after does not save it.
void TestTensorShape::elementsThatDoNotFit() {
  QVERIFY(!elementCount(Shape{2, kMost}));
  QVERIFY(!elementCount(Shape{kMost, 2, 0}));
}

void TestTensorShape::texts() {
  QCOMPARE(shapeText({}), "[]"s);
  QCOMPARE(shapeText(Shape{7}), "[7]"s);
  QCOMPARE(shapeText(Shape{2, 3}), "[2, 3]"s);
}

void TestTensorShape::longTextsAreCut() {
  QCOMPARE(shapeText(Shape(16, 1)), "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"s);
  QCOMPARE(shapeText(Shape(17, 1)), "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, …]"s);
}

HEADSCOPE_TEST(TestTensorShape)

}  // namespace headscope::test_tensor_shape

#include "test_tensor_shape.moc"
