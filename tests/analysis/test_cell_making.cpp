#include <QTest>

#include "analysis/cell_making.h"
#include "block_samples.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_cell_making {

class TestCellMaking : public QObject {
  Q_OBJECT
 private slots:
  void aScoreByHand();
  void aScoreIsDividedByTheRoot();
  void aWeightByHand();
  void anOutputByHand();
  void aProjectionAndASumByHand();
  void aHiddenKeyHasNoWeight();
  void everyCellIsWhatTheModelHas_data();
  void everyCellIsWhatTheModelHas();
  void crossAttentionToo();
};

namespace {

// How far the arithmetic may be from the float32 pass: 1e-6 of what it adds up.
double toleranceOf(const CellMaking& made) {
  double size = std::abs(made.start) + std::abs(made.value);
  for (const CellTerm& term : made.products.terms) {
    size += std::abs(term.product());
  }
  for (const CellChange& change : made.changes) {
    size += std::abs(change.operand) < 1e30 ? std::abs(change.addend) + std::abs(change.result) : 0;
  }
  return 1e-6 * size;
}

// Of some rows and columns of every step, the arithmetic against the matrix.
bool agrees(const BlockSteps& block) {
  for (int step = 0; step < block.count(); ++step) {
    const Matrix& matrix = block.at(step).matrix;
    for (Index row = 0; row < matrix.rows(); row += 2) {
      for (Index column = 0; column < matrix.cols(); column += 3) {
        const CellMaking made = cellMaking(block, step, row, column);
        if (!isNear(made.value, double{matrix(row, column)}, toleranceOf(made))) {
          qWarning() << "step" << step << "row" << row << "column" << column;
          return false;
        }
        const RestOfProducts rest = restAfter(made.products, 0);
        if (!isNear(rest.sum, made.products.sum, 1e-9 * (1 + std::abs(made.products.sum)))) {
          return false;
        }
      }
    }
  }
  return true;
}

}  // namespace

void TestCellMaking::aScoreByHand() {
  const BlockSteps block = stepsOf(*smallSandbox(), kSmallText, {0, 0});
  // Machines → Machines: [1 2 0] · [2 1 0].
  const CellMaking made = cellMaking(block, block.find(Stage::scores), 1, 1);
  QCOMPARE(made.products.terms.size(), std::size_t{3});
  QCOMPARE(made.products.terms[0].left * 10 + made.products.terms[0].right, 12.0);
  QCOMPARE(made.products.terms[1].left * 10 + made.products.terms[1].right, 21.0);
  QCOMPARE(made.products.terms[2].product(), 0.0);
  QCOMPARE(made.products.sum, 4.0);
  QVERIFY(made.changes.empty());
  QCOMPARE(made.value, 4.0);
}

void TestCellMaking::aScoreIsDividedByTheRoot() {
  const BlockSteps block = stepsOf(*smallSandbox(ScoreKind::scaledDot), kSmallText, {0, 0});
  const CellMaking made = cellMaking(block, block.find(Stage::scores), 1, 1);
  QCOMPARE(made.start, 4.0);
  QCOMPARE(made.changes.size(), std::size_t{1});
  QCOMPARE(made.changes[0].operation, CellOperation::scale);
  QVERIFY(isNear(made.value, 4 / std::sqrt(3.0), 1e-6));
  const CellMaking cosine =
      cellMaking(stepsOf(*smallSandbox(ScoreKind::cosine), kSmallText, {0, 0}), 4, 1, 1);
  QVERIFY(isNear(cosine.value, 4 / 5.0, 1e-12));  // both are of length √5
}

void TestCellMaking::aWeightByHand() {
  const BlockSteps block = stepsOf(*smallSandbox(), kSmallText, {0, 0});
  // Scores 2 and 4: e^-2 beside 1.
  const CellMaking made = cellMaking(block, block.find(Stage::weights), 1, 0);
  QCOMPARE(made.start, 2.0);
  QCOMPARE(made.changes.size(), std::size_t{3});
  QCOMPARE(made.changes[0].operand, 4.0);
  QVERIFY(isNear(made.changes[1].result, std::exp(-2.0), 1e-15));
  QVERIFY(isNear(made.changes[2].operand, 1 + std::exp(-2.0), 1e-15));
  QVERIFY(isNear(made.value, 0.11920292, 1e-7));
}

void TestCellMaking::anOutputByHand() {
  const BlockSteps block = stepsOf(*smallSandbox(), kSmallText, {0, 0});
  // 0.119 · 0 + 0.881 · 2, the larger first.
  const CellMaking made = cellMaking(block, block.find(Stage::headOutput), 1, 1);
  QCOMPARE(made.products.terms[0].index, 1);
  QCOMPARE(made.products.terms[0].right, 2.0);
  QVERIFY(isNear(made.value, 2 * 0.88079708, 1e-6));
}

void TestCellMaking::aProjectionAndASumByHand() {
  const BlockSteps block = stepsOf(*smallSandbox(), kSmallText, {0, 0});
  // Q of Machines, dimension 1: [0 2 0 1] · [0 1 0 0].
  const CellMaking query = cellMaking(block, block.find(Stage::query), 1, 1);
  QCOMPARE(query.products.terms[0].index, 1);
  QCOMPARE(query.products.terms[0].left, 2.0);
  QCOMPARE(query.products.terms[0].right, 1.0);
  QCOMPARE(query.value, 2.0);
  // X + attention: 2 + 1.7616.
  const CellMaking sum = cellMaking(block, block.find(Stage::attentionSum), 1, 1);
  QCOMPARE(sum.products.terms.size(), std::size_t{2});
  QCOMPARE(sum.products.terms[0].index, 0);
  QVERIFY(isNear(sum.value, 3.7615942, 1e-6));
}

void TestCellMaking::aHiddenKeyHasNoWeight() {
  const BlockSteps block = stepsOf(*sampleModel("gpt2"), kSampleIds, {0, 0});
  const CellMaking masked = cellMaking(block, block.find(Stage::maskedScores), 1, 4);
  QVERIFY(masked.value < -1e38);
  QCOMPARE(cellMaking(block, block.find(Stage::weights), 1, 4).value, 0.0);
  QCOMPARE(cellMaking(block, block.find(Stage::maskedScores), 4, 1).changes[0].operand, 0.0);
}

void TestCellMaking::everyCellIsWhatTheModelHas_data() {
  QTest::addColumn<QString>("family");
  for (const char* family :
       {"albert", "bert", "bloom", "distilbert", "gemma2", "gpt2", "gpt_neox", "llama",
        "mistral_window", "modernbert", "opt", "phi", "qwen2", "qwen3", "roberta", "sandbox"}) {
    QTest::newRow(family) << QString::fromLatin1(family);
  }
}

void TestCellMaking::everyCellIsWhatTheModelHas() {
  QFETCH(QString, family);
  if (family == QStringLiteral("sandbox")) {
    const auto model = SandboxSource::create({.heads = 3,
                                              .dK = 10,
                                              .dModel = 24,
                                              .layers = 2,
                                              .norm = NormPlacement::pre,
                                              .dFeedForward = 40});
    QVERIFY(agrees(stepsOf(**model, std::string("a cell of the sandbox by hand"), {1, 2})));
    return;
  }
  const auto model = sampleModel(family.toStdString());
  const ModelDescription& about = model->description();
  for (int layer = 0; layer < about.layers; ++layer) {
    QVERIFY(agrees(stepsOf(*model, kSampleIds, {layer, about.heads - 1})));
  }
}

void TestCellMaking::crossAttentionToo() {
  for (const char* family : {"bart", "marian", "t5"}) {
    const auto model = sampleModel(family);
    const Input input = SourceAndTarget{.source = kSampleIds, .target = std::vector{2, 7, 8}};
    for (const BlockAttention attention : {BlockAttention::own, BlockAttention::cross}) {
      QVERIFY2(agrees(stepsOf(*model, input, {1, 1}, Stack::decoder, attention)), family);
    }
    QVERIFY2(agrees(stepsOf(*model, input, {0, 1})), family);
  }
}

HEADSCOPE_TEST(TestCellMaking)

}  // namespace headscope::test_cell_making

#include "test_cell_making.moc"
