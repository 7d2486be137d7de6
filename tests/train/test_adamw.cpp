#include <vector>

#include <QTest>

#include "near.h"
#include "test_class.h"
#include "train/adamw.h"

namespace headscope::test_adamw {

class TestAdamW : public QObject {
  Q_OBJECT
 private slots:
  void firstStepIsTheRate();
  void averagesBothMoments();
  void onlyWeightsDecay();
  void aLongGradientIsCut();
  void aShortGradientIsKept();
  void warmsUpThenFalls();
};

namespace {

ParameterLayout oneNumber(Decay decay) {
  ParameterLayout layout;
  layout.add("a", 1, 1, decay);
  return layout;
}

}  // namespace

// Whatever the gradient, 0.1 of its sign; before it the weight loses 0.1 · 0.01 of itself.
void TestAdamW::firstStepIsTheRate() {
  for (const double gradient : {0.5, 20.0}) {
    AdamW<double> optimizer(oneNumber(Decay::yes), {});
    std::vector<double> value = {1};
    optimizer.step(0.1, std::vector{gradient}, value);
    QVERIFY(isNear(value[0], 0.999 - 0.1, 1e-8));
    QCOMPARE(optimizer.steps(), 1);
  }
}

// After 0.5 and -0.5: the mean is -0.005 / (1 - 0.9²), the square 0.25.
void TestAdamW::averagesBothMoments() {
  AdamW<double> optimizer(oneNumber(Decay::no), {});
  std::vector<double> value = {1};
  optimizer.step(0.1, std::vector{0.5}, value);
  optimizer.step(0.1, std::vector{-0.5}, value);
  QVERIFY(isNear(value[0], 1 - 0.1 + 0.1 * (0.005 / 0.19) / 0.5, 1e-8));
}

void TestAdamW::onlyWeightsDecay() {
  ParameterLayout layout;
  layout.add("weight", 1, 2, Decay::yes);
  layout.add("bias", 1, 1, Decay::no);
  layout.add("more", 1, 1, Decay::yes);
  AdamW<double> optimizer(layout, {.weightDecay = 0.5});
  std::vector<double> values = {1, 2, 3, 4};
  optimizer.step(0.1, std::vector<double>(4), values);
  QVERIFY(isNear(values[0], 0.95, 1e-12));
  QVERIFY(isNear(values[1], 1.9, 1e-12));
  QCOMPARE(values[2], 3.0);
  QVERIFY(isNear(values[3], 3.8, 1e-12));
}

void TestAdamW::aLongGradientIsCut() {
  std::vector<double> gradient = {3, -4};
  QCOMPARE(clipLength<double>(1, gradient), 5.0);
  QVERIFY(isNear(gradient[0], 0.6, 1e-6));
  QVERIFY(isNear(gradient[1], -0.8, 1e-6));
}

void TestAdamW::aShortGradientIsKept() {
  std::vector<double> gradient = {0.3, -0.4};
  QCOMPARE(clipLength<double>(1, gradient), 0.5);
  QCOMPARE(gradient, (std::vector{0.3, -0.4}));
}

void TestAdamW::warmsUpThenFalls() {
  const Schedule schedule{.highest = 2, .warmUp = 4, .steps = 14, .last = 0.5};
  QCOMPARE(schedule.rateAt(0), 0.5);
  QCOMPARE(schedule.rateAt(3), 2.0);
  QCOMPARE(schedule.rateAt(4), 2.0);
  QVERIFY(isNear(schedule.rateAt(9), 1.5, 1e-12));
  QVERIFY(isNear(schedule.rateAt(14), 1, 1e-12));
  QVERIFY(isNear(schedule.rateAt(1000), 1, 1e-12));
}

HEADSCOPE_TEST(TestAdamW)

}  // namespace headscope::test_adamw

#include "test_adamw.moc"
