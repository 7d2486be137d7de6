#include <cmath>
#include <vector>

#include <QTest>

#include "near.h"
#include "tensor/activation.h"
#include "test_class.h"

namespace headscope::test_activation {

class TestActivation : public QObject {
  Q_OBJECT
 private slots:
  void literals_data();
  void literals();
  void geluFollowsErfEverywhere();
  void slopes_data() { literals_data(); }
  void slopes();
  void tailIsNotTouched();
  void biasIsAddedFirst();
  void gatesMultiplyTheOtherHalf();
};

void TestActivation::literals_data() {
  QTest::addColumn<int>("activation");
  QTest::addColumn<float>("x");
  QTest::addColumn<float>("expected");
  const auto row = [](const char* name, Activation a, float x, float y) {
    QTest::addRow("%s(%g)", name, static_cast<double>(x)) << static_cast<int>(a) << x << y;
  };
  row("gelu", Activation::geluErf, 1, 0.841344746F);
  row("gelu", Activation::geluErf, -1, -0.158655254F);
  row("gelu", Activation::geluErf, 3, 2.995950306F);
  row("gelu", Activation::geluErf, 0, 0);
  row("gelu", Activation::geluErf, 40, 40);
  row("gelu", Activation::geluErf, -40, 0);
  row("gelu_new", Activation::geluTanh, 1, 0.841191991F);
  row("gelu_new", Activation::geluTanh, -1, -0.158808009F);
  row("gelu_new", Activation::geluTanh, 3, 2.996362608F);
  row("gelu_new", Activation::geluTanh, -40, 0);
  row("silu", Activation::silu, 1, 0.731058579F);
  row("silu", Activation::silu, -1, -0.268941421F);
  row("silu", Activation::silu, 3, 2.857722380F);
  row("silu", Activation::silu, -200, 0);
  row("relu", Activation::relu, 2, 2);
  row("relu", Activation::relu, -2, 0);
}

void TestActivation::literals() {
  QFETCH(int, activation);
  QFETCH(float, x);
  QFETCH(float, expected);
  std::vector<float> values(3, x);
  activate(static_cast<Activation>(activation), values);
  for (const float value : values) {
    QVERIFY(isNear(value, expected, 3e-7));
  }
}

void TestActivation::geluFollowsErfEverywhere() {
  std::vector<float> x;
  for (int i = -6000; i <= 6000; ++i) {
    x.push_back(static_cast<float>(i) * 0.001F);
  }
  std::vector<float> y = x;
  activate(Activation::geluErf, y);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double v = x[i];
    QVERIFY(isNear(y[i], 0.5 * v * (1 + std::erf(v / std::sqrt(2.0))), 1e-6));
  }
}

// The literals' functions, by central differences in double precision.
void TestActivation::slopes() {
  QFETCH(int, activation);
  const auto valueAt = [&](double x) {
    switch (static_cast<Activation>(activation)) {
      case Activation::relu:
        return x > 0 ? x : 0;
      case Activation::geluErf:
        return x * (1 + std::erf(x / std::sqrt(2.0))) / 2;
      case Activation::geluTanh:
        return x * (1 + std::tanh(std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x))) / 2;
      case Activation::silu:
        return x / (1 + std::exp(-x));
    }
    return 0.0;
  };
  std::vector<float> inputs;
  for (int i = -399; i <= 399; i += 2) {  // never at ReLU's corner
    inputs.push_back(static_cast<float>(i) * 0.025F);
  }
  inputs.insert(inputs.end(), {-1e20F, -200, 200, 1e20F});
  std::vector<float> gradient(inputs.size(), 2);
  multiplyBySlope(static_cast<Activation>(activation), inputs, gradient);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const double x = inputs[i];
    const double slope =
        std::abs(x) < 100 ? (valueAt(x + 1e-6) - valueAt(x - 1e-6)) / 2e-6 : (x > 0 ? 1 : 0);
    QVERIFY2(isNear(gradient[i], 2 * slope, 4e-6), qPrintable(QString::number(x)));
  }
}

void TestActivation::tailIsNotTouched() {
  std::vector<float> values(20, -1.0F);
  activate(Activation::relu, std::span(values).first(13));
  QCOMPARE(std::count(values.begin(), values.end(), 0.0F), 13);
  QCOMPARE(values[13], -1.0F);
}

void TestActivation::biasIsAddedFirst() {
  Matrix x{{1, 1, 1}, {-3, -3, -3}};
  addBiasAndActivate(Activation::relu, Eigen::RowVectorXf{{0, 1, 5}}, x);
  QCOMPARE(x, (Matrix{{1, 2, 6}, {0, 0, 2}}));
}

void TestActivation::gatesMultiplyTheOtherHalf() {
  Matrix x{{1, -1, 5, 7}, {2, 3, 10, 20}};
  addBiasAndGate(Activation::relu, Eigen::RowVectorXf(), x);
  QCOMPARE(x, (Matrix{{5, 0, 5, 7}, {20, 60, 10, 20}}));
  Matrix biased{{1, -1, 5, 7}};
  addBiasAndGate(Activation::relu, Eigen::RowVectorXf{{1, 3, 1, -2}}, biased);
  QCOMPARE(biased, (Matrix{{12, 10, 5, 7}}));
}

HEADSCOPE_TEST(TestActivation)

}  // namespace headscope::test_activation

#include "test_activation.moc"
