#include <QTest>

#include "analysis/value_weighting.h"
#include "fake_source.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_value_weighting {

class TestValueWeighting : public QObject {
  Q_OBJECT
 private slots:
  void lengthsAreThoseOfWhatIsCopied();
  void headsThatShareValuesHaveTheirOwnOutput();
  void weightsAreMultipliedAndScaled();
  void aRowOfNothingStaysNothing();
  void aCellAddsItsPart();
};

void TestValueWeighting::lengthsAreThoseOfWhatIsCopied() {
  const BlockConfig config{.dModel = 2, .heads = 2, .dK = 1};
  Matrix output(2, 2);
  output << 3, 4, 0, 2;  // the first head's row, the second's
  Matrix value(2, 2);
  value << 1, 1, 2, -3;
  Matrix expected(2, 2);
  expected << 5, 10, 2, 6;  // (head, key): 1·|(3, 4)|, 2·|(3, 4)|; 1·2, |-3|·2
  QVERIFY(isNear(copiedLengths(config, {.weight = PackedMatrix(output)}, value), expected, 1e-6));
}

void TestValueWeighting::headsThatShareValuesHaveTheirOwnOutput() {
  const BlockConfig config{.dModel = 1, .heads = 2, .keyValueHeads = 1, .dK = 1};
  Matrix output(2, 1);
  output << 2, 5;
  Matrix value(1, 1);
  value << 3;
  Matrix expected(2, 1);
  expected << 6, 15;
  QVERIFY(isNear(copiedLengths(config, {.weight = PackedMatrix(output)}, value), expected, 1e-6));
}

// 0.5 · 1, 0.25 · 4 and 0.25 · 2 are 0.5, 1 and 0.5.
void TestValueWeighting::weightsAreMultipliedAndScaled() {
  const auto source = std::make_shared<FakeSource>(
      AttentionShape{1, 1, 1, 3}, [](HeadId, int, int key) { return key == 0 ? .5F : .25F; });
  Matrix lengths(1, 3);
  lengths << 1, 4, 2;
  const ValueWeighting weighting(source, {lengths});
  QCOMPARE(weighting.row({0, 0}, 0), (std::vector<float>{.25F, .5F, .25F}));
}

void TestValueWeighting::aRowOfNothingStaysNothing() {
  const auto source = std::make_shared<FakeSource>(AttentionShape{1, 1, 1, 2},
                                                   [](HeadId, int, int) { return .5F; });
  const ValueWeighting weighting(source, {Matrix::Zero(1, 2)});
  QCOMPARE(weighting.row({0, 0}, 0), (std::vector<float>{0, 0}));
}

// 0.5 · 1, 0.25 · 4 and 0.25 · 2: 1 of 2 is copied from the second key.
void TestValueWeighting::aCellAddsItsPart() {
  const std::vector<float> weights{.5F, .25F, .25F};
  const CopiedPart part = copiedPart(weights, std::vector<float>{1, 4, 2}, 1);
  QCOMPARE(part.length, 1.0);
  QCOMPARE(part.sum, 2.0);
  QCOMPARE(part.share, .5);
  QCOMPARE(copiedPart(weights, std::vector<float>{0, 0, 0}, 1).share, 0.0);
}

HEADSCOPE_TEST(TestValueWeighting)

}  // namespace headscope::test_value_weighting

#include "test_value_weighting.moc"
