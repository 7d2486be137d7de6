#include <cmath>
#include <string>
#include <vector>

#include <QTest>
#include <hwy/targets.h>

#include "near.h"
#include "tensor/activation.h"
#include "tensor/packed_matrix.h"
#include "tensor/softmax.h"
#include "test_class.h"

namespace headscope::test_every_target {

// Highway chooses the instructions when the program runs. Here each set that this processor has is
// chosen in turn, also those that it would not take by itself. Rows end with their memory, so that
// the sanitizer sees what is read or written after them.
class TestEveryTarget : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup();

  void softmaxOfEveryLength_data() { targets(); }
  void softmaxOfEveryLength();
  void activationsOfEveryLength_data() { targets(); }
  void activationsOfEveryLength();
  void productsOfEverySize_data() { targets(); }
  void productsOfEverySize();

 private:
  static void targets();
};

namespace {

constexpr int kLongest = 40;

void choose(std::int64_t targets) {
  hwy::SetSupportedTargetsForTest(targets);
  hwy::GetChosenTarget().DeInit();
}

}  // namespace

void TestEveryTarget::targets() {
  QTest::addColumn<qint64>("target");
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    QTest::newRow(hwy::TargetName(target)) << qint64{target};
  }
}

void TestEveryTarget::init() {
  QFETCH(qint64, target);
  choose(target);
}

void TestEveryTarget::cleanup() {
  choose(0);  // all again
}

void TestEveryTarget::softmaxOfEveryLength() {
  for (int n = 1; n <= kLongest; ++n) {
    std::vector<float> row(static_cast<std::size_t>(n));
    double sum = 0;
    for (int j = 0; j < n; ++j) {
      row[static_cast<std::size_t>(j)] = 0.5F * static_cast<float>(j % 7) - 1;
      sum += std::exp(0.5 * (j % 7) - 1);
    }
    softmax(row);
    for (int j = 0; j < n; ++j) {
      QVERIFY2(isNear(row[static_cast<std::size_t>(j)], std::exp(0.5 * (j % 7) - 1) / sum, 1e-6),
               std::to_string(n).c_str());
    }
  }
}

void TestEveryTarget::activationsOfEveryLength() {
  for (int n = 1; n <= kLongest; ++n) {
    Eigen::RowVectorXf bias = Eigen::RowVectorXf::Constant(n, 0.25F);
    Matrix values = Matrix::Constant(1, n, -1);
    addBiasAndActivate(Activation::silu, bias, values);
    for (int j = 0; j < n; ++j) {
      QVERIFY2(isNear(values(0, j), -0.75 / (1 + std::exp(0.75)), 1e-6), std::to_string(n).c_str());
    }
  }
}

void TestEveryTarget::productsOfEverySize() {
  std::srand(7);
  for (int n = 1; n <= kLongest; n += 3) {
    const Matrix a = Matrix::Random(n, 9);
    const Matrix b = Matrix::Random(9, kLongest - n + 1);
    Matrix product(a.rows(), b.cols());
    multiply(a, PackedMatrix(b), product);
    QVERIFY2(isNear(product, a * b, 1e-5F), std::to_string(n).c_str());
  }
}

HEADSCOPE_TEST(TestEveryTarget)

}  // namespace headscope::test_every_target

#include "test_every_target.moc"
