#include <algorithm>

#include <QTest>

#include "model/input_embedding.h"
#include "near.h"

using namespace headscope;

class TestInputEmbedding : public QObject {
  Q_OBJECT
 private slots:
  void addsWordPositionAndType();
  void normsWhereTheModelDoes();
};

namespace {

InputEmbedding embedding() {
  InputEmbedding e;
  e.readWord = [](Index id, std::span<float> row) {
    std::fill(row.begin(), row.end(), static_cast<float>(id));
  };
  e.wordRows = 10;
  e.dModel = 2;
  e.positions = Matrix{{0, 100}, {1, 200}, {2, 300}};
  e.tokenType = Eigen::RowVectorXf{{0.5F, 0.25F}};
  return e;
}

}  // namespace

void TestInputEmbedding::addsWordPositionAndType() {
  const std::vector<std::int32_t> ids{7, 3};
  QCOMPARE(embedding().embed(ids), (Matrix{{7.5F, 107.25F}, {4.5F, 203.25F}}));
}

void TestInputEmbedding::normsWhereTheModelDoes() {
  InputEmbedding e = embedding();
  e.norm = NormWeights{.weight = Eigen::RowVectorXf{{2, 2}}, .bias = Eigen::RowVectorXf{{1, 1}}};
  const std::vector<std::int32_t> ids{7};
  QVERIFY(isNear(e.embed(ids), Matrix{{-1, 3}}, 1e-6));
}

QTEST_GUILESS_MAIN(TestInputEmbedding)
#include "test_input_embedding.moc"
