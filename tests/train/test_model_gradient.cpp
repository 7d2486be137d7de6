#include <functional>
#include <random>
#include <vector>

#include <QTest>

#include "near.h"
#include "position/sinusoid.h"
#include "test_class.h"
#include "train/learner.h"

namespace headscope::test_model_gradient {

// Words, positions, blocks and the choice of an answer: every number that is learnt, against
// central differences in double precision.
class TestModelGradient : public QObject {
  Q_OBJECT
 private slots:
  void isTheSlopeOfEveryNumber_data();
  void isTheSlopeOfEveryNumber();
  void lossIsTheCrossEntropy();
};

namespace {

struct Options {
  ModelShape shape;
  bool sinusoids = false;
  bool causal = false;
};

Options small() {
  return {.shape = {.block = {.dModel = 6,
                              .heads = 2,
                              .dK = 3,
                              .dFeedForward = 5,
                              .placement = NormPlacement::pre,
                              .normEpsilon = 1e-5F},
                    .layers = 2,
                    .words = 9,
                    .finalNorm = true}};
}

MatrixOf<double> randomMatrix(Index rows, Index cols, unsigned seed) {
  std::mt19937 random(seed);
  MatrixOf<double> values(rows, cols);
  for (Index i = 0; i < values.size(); ++i) {
    values.data()[i] =
        static_cast<double>(random()) / static_cast<double>(std::mt19937::max()) - 0.5;
  }
  return values;
}

constexpr Index kClasses = 7;

Learner<double> learnerOf(const Options& options, const MatrixOf<double>& values) {
  auto given = std::make_shared<Given<double>>();
  if (options.shape.wordsAreGiven()) {
    given->words = std::make_shared<const MatrixOf<double>>(
        randomMatrix(options.shape.words, options.shape.dGiven, 2));
    given->classes.set(randomMatrix(options.shape.dGiven, kClasses, 3));
  }
  if (options.sinusoids) {
    given->positions =
        sinusoidTable(PositionKind::sinusoidInterleaved, 8, options.shape.block.dModel)
            .cast<double>();
  }
  return {options.shape, given, {values.data(), values.data() + values.size()}, {}};
}

// Two parts of a batch; a word and a row that come twice, and a text without a target.
std::vector<Batch> parts(const Options& options) {
  std::vector<Batch> made{{.words = {3, 1, 4, 1, 5},
                           .segments = {{.first = 0, .length = 2}, {.first = 2, .length = 3}},
                           .targets = {{.row = 4, .answer = 2}, {.row = 4, .answer = 6}}},
                          {.words = {2, 6, 5, 3, 8, 7},
                           .segments = {{.first = 0, .length = 4}, {.first = 4, .length = 2}},
                           .targets = {{.row = 1, .answer = 0}}}};
  for (Batch& part : made) {
    for (Segment& segment : part.segments) {
      segment.mask.causal = options.causal;
    }
  }
  return made;
}

}  // namespace

}  // namespace headscope::test_model_gradient

Q_DECLARE_METATYPE(headscope::test_model_gradient::Options)

namespace headscope::test_model_gradient {

void TestModelGradient::isTheSlopeOfEveryNumber_data() {
  QTest::addColumn<Options>("options");
  const auto row = [](const char* name, const std::function<void(Options&)>& change) {
    Options options = small();
    change(options);
    QTest::newRow(name) << options;
  };
  const auto learntPositions = [](Options& o) {
    o.shape.positions = PositionKind::learned;
    o.shape.positionRows = 8;
  };
  row("learnt words", [](Options&) {});
  row("learnt words and positions", learntPositions);
  row("learnt words and sinusoids", [](Options& o) { o.sinusoids = true; });
  row("given words", [](Options& o) { o.shape.dGiven = 4; });
  row("given words and learnt positions", [&](Options& o) {
    o.shape.dGiven = 4;
    learntPositions(o);
  });
  row("no final norm", [](Options& o) { o.shape.finalNorm = false; });
  row("norms after", [](Options& o) {
    o.shape.block.placement = NormPlacement::post;
    o.shape.finalNorm = false;
  });
  row("RMS norms", [](Options& o) { o.shape.block.norm = NormKind::rmsNorm; });
  row("causal", [](Options& o) { o.causal = true; });
}

void TestModelGradient::isTheSlopeOfEveryNumber() {
  QFETCH(const Options, options);
  ParameterLayout layout;
  placeModel(options.shape, layout);
  MatrixOf<double> values = randomMatrix(1, layout.size(), 1);
  const std::vector<Batch> batch = parts(options);
  const std::vector<double> gradient = learnerOf(options, values).gradient(batch);
  const auto lossAt = [&](double& number, double value) {
    const double before = std::exchange(number, value);
    const double loss = learnerOf(options, values).score(batch).meanLoss();
    number = before;
    return loss;
  };
  constexpr double kStep = 1e-5;
  for (const Parameter& parameter : layout.parameters()) {
    for (Index i = 0; i < parameter.place.size(); ++i) {
      double& number = values(0, parameter.place.offset + i);
      const double slope =
          (lossAt(number, number + kStep) - lossAt(number, number - kStep)) / (2 * kStep);
      QVERIFY2(
          isNear(gradient[static_cast<std::size_t>(parameter.place.offset + i)], slope, 2e-9),
          qPrintable(
              QStringLiteral("%1, number %2").arg(QString::fromStdString(parameter.name)).arg(i)));
    }
  }
}

// All weights 0: every class has the same probability.
void TestModelGradient::lossIsTheCrossEntropy() {
  const Options options = small();
  ParameterLayout layout;
  placeModel(options.shape, layout);
  const Learner<double> learner = learnerOf(options, MatrixOf<double>::Zero(1, layout.size()));
  const Score score = learner.score(parts(options));
  QCOMPARE(score.targets, 3);
  QVERIFY(isNear(score.loss, 3 * std::log(9.0), 1e-12));
  QVERIFY(isNear(score.meanLoss(), std::log(9.0), 1e-12));
}

HEADSCOPE_TEST(TestModelGradient)

}  // namespace headscope::test_model_gradient

#include "test_model_gradient.moc"
