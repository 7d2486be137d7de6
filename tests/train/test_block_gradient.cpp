#include <functional>
#include <random>
#include <span>
#include <vector>

#include <QTest>

#include "model/block.h"
#include "near.h"
#include "test_class.h"
#include "train/block_gradient.h"

namespace headscope::test_block_gradient {

// Every parameter of a block and its input, against central differences in double precision.
class TestBlockGradient : public QObject {
  Q_OBJECT
 private slots:
  void isTheSlopeOfEveryNumber_data();
  void isTheSlopeOfEveryNumber();
  void forwardIsTheBlockThatIsLookedAt_data() { options(); }
  void forwardIsTheBlockThatIsLookedAt();

 private:
  void options();
};

namespace {

struct Options {
  BlockConfig config;
  BlockParts parts;
  std::vector<Segment> segments;
  RowsThatGoOn goOn = std::nullopt;
};

// Two texts, of which neither has room for a block of vector instructions.
Options small() {
  Options options;
  options.config = {.dModel = 6,
                    .heads = 2,
                    .dK = 4,
                    .dFeedForward = 5,
                    .activation = Activation::geluErf,
                    .placement = NormPlacement::pre,
                    .normEpsilon = 1e-5F};
  options.segments = {{.first = 0, .length = 5}, {.first = 5, .length = 3}};
  return options;
}

std::vector<double> randomNumbers(Index count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<double> values(static_cast<std::size_t>(count));
  for (double& value : values) {
    value = static_cast<double>(random()) / static_cast<double>(std::mt19937::max()) - 0.5;
  }
  return values;
}

// A block with its numbers, and Σ output · coefficient for a loss.
template <typename Scalar>
struct Sample {
  explicit Sample(const Options& of)
      : options(of), places(PlaceMaker(layout).block("", of.config, of.parts)) {
    for (const double value : randomNumbers(layout.size(), 1)) {
      values.push_back(static_cast<Scalar>(value));
    }
    const Index rows = of.segments.back().first + of.segments.back().length;
    x = randomMatrix(rows, 2);
    coefficient = randomMatrix(rows, 3);
  }

  MatrixOf<Scalar> randomMatrix(Index rows, unsigned seed) const {
    const std::vector<double> numbers = randomNumbers(rows * options.config.dModel, seed);
    return Eigen::Map<const MatrixOf<double>>(numbers.data(), rows, options.config.dModel)
        .template cast<Scalar>();
  }

  std::vector<Linear<Scalar>> linears() const {
    std::vector<Linear<Scalar>> made(4);
    for (const LinearPlaces& linear :
         {places.queryKeyValue, places.output, places.up, places.down}) {
      if (!linear.weight.empty()) {
        made[linear.index].set(matrixAt(std::span<const Scalar>(values), linear.weight));
      }
    }
    return made;
  }

  MatrixOf<Scalar> forward(BlockTape<Scalar>& tape) const {
    MatrixOf<Scalar> output = x;
    const std::vector<Linear<Scalar>> maps = linears();
    blockForward<Scalar>(options.config, places, {.values = values, .linears = maps},
                         options.segments, options.goOn, output, tape);
    return output;
  }
  Scalar loss() const {
    BlockTape<Scalar> tape;
    const MatrixOf<Scalar> output = forward(tape);
    return output.cwiseProduct(coefficient.topRows(output.rows())).sum();
  }
  // Of the numbers, then of the input.
  std::pair<std::vector<Scalar>, MatrixOf<Scalar>> gradients() const {
    BlockTape<Scalar> tape;
    const Index rows = forward(tape).rows();
    std::vector<Scalar> ofValues(values.size());
    MatrixOf<Scalar> ofInput = coefficient.topRows(rows);
    const std::vector<Linear<Scalar>> maps = linears();
    blockBackward<Scalar>(options.config, places, {.values = values, .linears = maps},
                          options.segments, options.goOn, tape, ofInput, ofValues);
    return {ofValues, ofInput};
  }

  Options options;
  ParameterLayout layout;
  BlockPlaces places;
  std::vector<Scalar> values;
  MatrixOf<Scalar> x;
  MatrixOf<Scalar> coefficient;
};

double slopeAt(Sample<double>& sample, double& number) {
  constexpr double kStep = 1e-5;
  const double before = number;
  number = before + kStep;
  const double above = sample.loss();
  number = before - kStep;
  const double below = sample.loss();
  number = before;
  return (above - below) / (2 * kStep);
}

constexpr double kSlopeTolerance = 2e-8;

Affine affineOf(const Sample<float>& sample, const LinearPlaces& places) {
  if (places.weight.empty()) {
    return {};
  }
  const std::span<const float> values = sample.values;
  return {.weight = PackedMatrix(matrixAt(values, places.weight)),
          .bias = rowAt(values, places.bias)};
}

std::optional<NormWeights> normOf(const Sample<float>& sample, const NormPlaces& places) {
  if (places.empty()) {
    return std::nullopt;
  }
  const std::span<const float> values = sample.values;
  return NormWeights{.weight = rowAt(values, places.weight), .bias = rowAt(values, places.bias)};
}

BlockWeights weightsOf(const Sample<float>& sample) {
  const BlockPlaces& places = sample.places;
  return {.queryKeyValue = affineOf(sample, places.queryKeyValue),
          .queryNorm = normOf(sample, places.queryNorm),
          .keyNorm = normOf(sample, places.keyNorm),
          .output = affineOf(sample, places.output),
          .attentionNorm = normOf(sample, places.attentionNorm),
          .attentionOutputNorm = normOf(sample, places.attentionOutputNorm),
          .cross = std::nullopt,
          .up = affineOf(sample, places.up),
          .down = affineOf(sample, places.down),
          .feedForwardNorm = normOf(sample, places.feedForwardNorm),
          .feedForwardOutputNorm = normOf(sample, places.feedForwardOutputNorm)};
}

}  // namespace

}  // namespace headscope::test_block_gradient

Q_DECLARE_METATYPE(headscope::test_block_gradient::Options)

namespace headscope::test_block_gradient {

void TestBlockGradient::options() {
  QTest::addColumn<Options>("options");
  const auto row = [](const char* name, const std::function<void(Options&)>& change) {
    Options options = small();
    change(options);
    QTest::newRow(name) << options;
  };
  const auto config = [&row](const char* name, auto&& change) {
    row(name, [&change](Options& options) { change(options.config); });
  };
  row("pre-norm", [](Options&) {});
  config("post-norm", [](BlockConfig& c) { c.placement = NormPlacement::post; });
  config("no norm", [](BlockConfig& c) { c.placement = NormPlacement::none; });
  config("RMS norm", [](BlockConfig& c) { c.norm = NormKind::rmsNorm; });
  config("RMS norm after", [](BlockConfig& c) {
    c.norm = NormKind::rmsNorm;
    c.placement = NormPlacement::post;
  });
  config("no residual", [](BlockConfig& c) { c.residual = Residual::no; });
  config("no feed-forward network", [](BlockConfig& c) { c.dFeedForward = 0; });
  config("ReLU", [](BlockConfig& c) { c.activation = Activation::relu; });
  config("tanh GELU", [](BlockConfig& c) { c.activation = Activation::geluTanh; });
  config("SiLU", [](BlockConfig& c) { c.activation = Activation::silu; });
  config("gated", [](BlockConfig& c) {
    c.activation = Activation::silu;
    c.feedForward = FeedForward::gated;
  });
  config("branches side by side", [](BlockConfig& c) { c.branches = Branches::sideBySide; });
  config("dot", [](BlockConfig& c) { c.score.kind = ScoreKind::dot; });
  config("cosine", [](BlockConfig& c) { c.score.kind = ScoreKind::cosine; });
  config("a scale of its own", [](BlockConfig& c) { c.score.scale = 0.3F; });
  config("capped scores", [](BlockConfig& c) { c.score.cap = 0.2F; });
  config("within reach", [](BlockConfig& c) { c.score.reach = {.back = 1, .ahead = 2}; });
  config("shared keys", [](BlockConfig& c) { c.keyValueHeads = 1; });
  config("one head", [](BlockConfig& c) { c.heads = 1; });
  config("d_k of 1", [](BlockConfig& c) { c.dK = 1; });
  config("rotary",
         [](BlockConfig& c) { c.rotary = std::make_shared<const Rotary>(rotary(4, 10000)); });
  config("half rotary",
         [](BlockConfig& c) { c.rotary = std::make_shared<const Rotary>(rotary(2, 10000)); });
  config("ALiBi", [](BlockConfig& c) {
    c.score.bias = std::make_shared<const DistanceBias>(AlibiBias{.slopes = alibiSlopes(c.heads)});
  });
  row("no biases", [](Options& o) { o.parts.biases = false; });
  row("norms of heads", [](Options& o) { o.parts.headNorms = true; });
  row("norms of branches", [](Options& o) { o.parts.outputNorms = true; });
  row("causal", [](Options& o) {
    for (Segment& segment : o.segments) {
      segment.mask.causal = true;
    }
  });
  const std::vector<Index> some = {6, 1, 2, 1};
  row("some rows go on", [&](Options& o) { o.goOn = some; });
  row("some go on, norms after", [&](Options& o) {
    o.goOn = some;
    o.config.placement = NormPlacement::post;
  });
  row("some go on, branches side by side", [&](Options& o) {
    o.goOn = some;
    o.config.branches = Branches::sideBySide;
  });
  row("padding", [](Options& o) { o.segments[0].mask.keyVisible = {1, 1, 1, 0, 0}; });
  row("a row that sees nothing", [](Options& o) {
    o.segments[1].mask.custom.setOnes(3, 3);
    o.segments[1].mask.custom.row(1).setZero();
  });
  row("shared keys, rotary, norms of heads, gated, causal", [](Options& o) {
    o.config.keyValueHeads = 1;
    o.config.rotary = std::make_shared<const Rotary>(rotary(4, 100));
    o.config.feedForward = FeedForward::gated;
    o.parts.headNorms = true;
    o.segments[0].mask.causal = true;
  });
}

void TestBlockGradient::isTheSlopeOfEveryNumber_data() {
  options();
}

void TestBlockGradient::isTheSlopeOfEveryNumber() {
  QFETCH(const Options, options);
  Sample<double> sample(options);
  const auto [ofValues, ofInput] = sample.gradients();
  for (const Parameter& parameter : sample.layout.parameters()) {
    for (Index i = 0; i < parameter.place.size(); ++i) {
      const auto at = static_cast<std::size_t>(parameter.place.offset + i);
      QVERIFY2(
          isNear(ofValues[at], slopeAt(sample, sample.values[at]), kSlopeTolerance),
          qPrintable(
              QStringLiteral("%1, number %2").arg(QString::fromStdString(parameter.name)).arg(i)));
    }
  }
  for (Index i = 0; i < sample.x.size(); ++i) {
    QVERIFY(isNear(ofInput.data()[i], slopeAt(sample, sample.x.data()[i]), kSlopeTolerance));
  }
}

// What is trained is what the window shows afterwards.
void TestBlockGradient::forwardIsTheBlockThatIsLookedAt() {
  QFETCH(const Options, options);
  const Sample<float> sample(options);
  BlockTape<float> tape;
  const MatrixOf<float> trained = sample.forward(tape);
  const BlockWeights weights = weightsOf(sample);
  for (const Segment& segment : options.segments) {
    Matrix shown = sample.x.middleRows(segment.first, segment.length);
    Activations activations;
    activations.resize(segment.length, options.config);
    TraceObserver nobody;
    runBlock(options.config, weights, {.mask = segment.mask}, 0, shown, activations, nobody);
    for (Index row = 0; row < trained.rows(); ++row) {
      const Index of = options.goOn ? (*options.goOn)[static_cast<std::size_t>(row)] : row;
      if (of >= segment.first && of < segment.first + segment.length) {
        QVERIFY(isNear(Matrix(trained.row(row)), Matrix(shown.row(of - segment.first)), 2e-6));
      }
    }
  }
}

HEADSCOPE_TEST(TestBlockGradient)

}  // namespace headscope::test_block_gradient

#include "test_block_gradient.moc"
