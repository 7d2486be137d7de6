#include <QTest>

#include "near.h"
#include "tensor/norm.h"
#include "test_class.h"

namespace headscope::test_norm {

class TestNorm : public QObject {
  Q_OBJECT
 private slots:
  void layerNormOfOneToFour();
  void layerNormEpsilonMatters();
  void weightAndBiasApply();
  void addsTheResidualFirst();
  void rmsNormOfOneToFour();
  void worksInPlaceAtEveryWidth();
  void constantRowGivesTheBias();
};

const Matrix kOneToFour{{1, 2, 3, 4}};

void TestNorm::layerNormOfOneToFour() {
  Matrix y(1, 4);
  layerNorm(kOneToFour, ConstRowRef(Eigen::RowVectorXf()), ConstRowRef(Eigen::RowVectorXf()),
            1e-12F, y);
  QVERIFY(isNear(y, Matrix{{-1.341640786F, -0.447213595F, 0.447213595F, 1.341640786F}}, 2e-7));
}

void TestNorm::layerNormEpsilonMatters() {
  Matrix y(1, 4);
  layerNorm(kOneToFour, Eigen::RowVectorXf::Ones(4).eval(), Eigen::RowVectorXf::Zero(4).eval(),
            1e-5F, y);
  QVERIFY(isNear(y(0, 0), -1.341635420, 2e-7));
}

void TestNorm::weightAndBiasApply() {
  Matrix y(1, 4);
  layerNorm(kOneToFour, Eigen::RowVectorXf{{1, 0, 2, 0}}, Eigen::RowVectorXf{{0, 5, 1, -5}}, 1e-12F,
            y);
  QVERIFY(isNear(y, Matrix{{-1.341640786F, 5, 1.894427191F, -5}}, 3e-7));
}

void TestNorm::addsTheResidualFirst() {
  const Matrix x{{1, 1, 1, 1}};
  const Matrix residual{{0, 1, 2, 3}};
  Matrix y(1, 4);
  addLayerNorm(x, residual, Eigen::RowVectorXf(), Eigen::RowVectorXf(), 1e-12F, y);
  QVERIFY(isNear(y, Matrix{{-1.341640786F, -0.447213595F, 0.447213595F, 1.341640786F}}, 2e-7));
}

void TestNorm::rmsNormOfOneToFour() {
  Matrix y(1, 4);
  rmsNorm(kOneToFour, Eigen::RowVectorXf(), 1e-6F, y);
  QVERIFY(isNear(y, Matrix{{0.365148347F, 0.730296695F, 1.095445042F, 1.460593389F}}, 2e-7));
}

void TestNorm::worksInPlaceAtEveryWidth() {
  for (Index d = 1; d <= 67; ++d) {
    Matrix x(2, d);
    for (Index j = 0; j < d; ++j) {
      x(0, j) = static_cast<float>((j * 13 + 5) % 17);
      x(1, j) = static_cast<float>((j * 7 + 3) % 11);
    }
    const Eigen::MatrixXd wide = x.cast<double>();
    layerNorm(x, Eigen::RowVectorXf(), Eigen::RowVectorXf(), 1e-5F, x);
    for (Index i = 0; i < 2; ++i) {
      const double mean = wide.row(i).mean();
      const double variance = (wide.row(i).array() - mean).square().mean();
      for (Index j = 0; j < d; ++j) {
        QVERIFY(isNear(x(i, j), (wide(i, j) - mean) / std::sqrt(variance + 1e-5), 2e-6));
      }
    }
  }
}

void TestNorm::constantRowGivesTheBias() {
  Matrix x = Matrix::Constant(1, 3, 7);
  layerNorm(x, Eigen::RowVectorXf{{4, 4, 4}}, Eigen::RowVectorXf{{1, 2, 3}}, 1e-12F, x);
  QVERIFY(isNear(x, Matrix{{1, 2, 3}}, 0));
}

HEADSCOPE_TEST(TestNorm)

}  // namespace headscope::test_norm

#include "test_norm.moc"
