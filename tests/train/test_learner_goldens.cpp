#include <filesystem>
#include <vector>

#include <QTest>

#include "io/safetensors_store.h"
#include "near.h"
#include "test_class.h"
#include "train/learner.h"

namespace headscope::test_learner_goldens {

// Gradients, and 20 steps of AdamW, against PyTorch's own encoder layers and transformers' Llama:
// tests/data/train/make_train_goldens.py.
class TestLearnerGoldens : public QObject {
  Q_OBJECT
 private slots:
  void learnsAsTheOthersDo_data();
  void learnsAsTheOthersDo();
};

namespace {

ModelShape normsAfterGivenWords() {
  return {.block = {.dModel = 8,
                    .heads = 2,
                    .dK = 4,
                    .dFeedForward = 12,
                    .placement = NormPlacement::post,
                    .normEpsilon = 1e-5F},
          .layers = 2,
          .words = 10,
          .dGiven = 5,
          .positions = PositionKind::learned,
          .positionRows = 6};
}

ModelShape normsFirst() {
  ModelShape shape = normsAfterGivenWords();
  shape.block.placement = NormPlacement::pre;
  shape.dGiven = 0;
  shape.finalNorm = true;
  return shape;
}

ModelShape llama() {
  return {.block = {.dModel = 8,
                    .heads = 4,
                    .keyValueHeads = 2,
                    .dK = 4,
                    .dFeedForward = 12,
                    .rotary = std::make_shared<const Rotary>(rotary(4, 10000)),
                    .feedForward = FeedForward::gated,
                    .activation = Activation::silu,
                    .norm = NormKind::rmsNorm,
                    .placement = NormPlacement::pre,
                    .normEpsilon = 1e-6F},
          .parts = {.biases = false},
          .layers = 2,
          .words = 10,
          .finalNorm = true};
}

// A tensor of the file as rows of so many numbers; nothing where it has another size.
MatrixOf<double> read(const TensorStore& file, const std::string& name, Index rows, Index cols) {
  Matrix values = Matrix::Zero(rows, cols);
  const auto tensor = file.find(name);
  if (!tensor || !file.readable(*tensor)) {
    qWarning("%s is missing", name.c_str());
    return {};
  }
  Index size = 1;
  for (const std::uint64_t axis : tensor->shape) {
    size *= static_cast<Index>(axis);
  }
  if (size != values.size()) {
    qWarning("%s has %d numbers", name.c_str(), static_cast<int>(size));
    return {};
  }
  file.read(*tensor, 0, {values.data(), static_cast<std::size_t>(values.size())});
  return values.cast<double>();
}

// All numbers of a layout under "before/", "gradient/" or "after/".
std::vector<double> readAll(const TensorStore& file, const std::string& when,
                            const ParameterLayout& layout) {
  std::vector<double> values(static_cast<std::size_t>(layout.size()));
  for (const Parameter& parameter : layout.parameters()) {
    const Place place = parameter.place;
    const auto found = read(file, when + parameter.name, place.rows, place.cols);
    if (found.size() == place.size()) {
      matrixAt(std::span<double>(values), place) = found;
    }
  }
  return values;
}

// The second text in the rows after the first one's.
std::vector<Batch> parts(bool causal) {
  Batch batch{
      .words = {3, 1, 4, 1, 5, 9, 2, 6},
      .segments = {{.first = 0, .length = 5}, {.first = 5, .length = 3}},
      .targets = {{.row = 4, .answer = 2}, {.row = 1, .answer = 6}, {.row = 7, .answer = 0}}};
  for (Segment& segment : batch.segments) {
    segment.mask.causal = causal;
  }
  return {batch};
}

template <typename Scalar>
bool areNear(std::span<const Scalar> actual, const std::vector<double>& expected,
             const ParameterLayout& layout, double tolerance) {
  for (const Parameter& parameter : layout.parameters()) {
    for (Index i = 0; i < parameter.place.size(); ++i) {
      const auto at = static_cast<std::size_t>(parameter.place.offset + i);
      if (!isNear(static_cast<double>(actual[at]), expected[at], tolerance)) {
        qWarning("%s, number %d", parameter.name.c_str(), static_cast<int>(i));
        return false;
      }
    }
  }
  return true;
}

template <typename Scalar>
Learner<Scalar> learnerFrom(const TensorStore& file, const ModelShape& shape,
                            const std::vector<double>& values) {
  auto given = std::make_shared<Given<Scalar>>();
  if (shape.wordsAreGiven()) {
    given->words = std::make_shared<const MatrixOf<Scalar>>(
        read(file, "given", shape.words, shape.dGiven).template cast<Scalar>());
    given->classes.set(MatrixOf<Scalar>(given->words->topRows(7).transpose()));
  }
  return {shape, given, std::vector<Scalar>(values.begin(), values.end()), {}};
}

// Files are rounded to float32, and transformers has Llama's turns and norms in it.
constexpr double kRounded = 1e-6;
constexpr double kLearnt = 2e-6;
constexpr double kInFloat = 5e-6;

// Whether the gradients and the losses of all steps are those of the file.
template <typename Scalar>
bool learnsAlike(const TensorStore& file, bool causal, double tolerance, Learner<Scalar>& learner) {
  const std::vector<Batch> batch = parts(causal);
  const std::vector<Scalar> gradient = learner.gradient(batch);
  if (!areNear<Scalar>(gradient, readAll(file, "gradient/", learner.layout()), learner.layout(),
                       tolerance)) {
    return false;
  }
  const MatrixOf<double> losses = read(file, "losses", 1, 20);
  for (Index step = 0; step < losses.cols(); ++step) {
    const StepResult result = learner.step(batch, 3e-3);
    if (!isNear(result.score.meanLoss(), losses(0, step), 10 * tolerance)) {
      return false;
    }
  }
  return losses.cols() == 20;
}

}  // namespace

}  // namespace headscope::test_learner_goldens

Q_DECLARE_METATYPE(headscope::ModelShape)

namespace headscope::test_learner_goldens {

void TestLearnerGoldens::learnsAsTheOthersDo_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<ModelShape>("shape");
  QTest::addColumn<bool>("causal");
  QTest::newRow("torch, norms after, given words, padding")
      << "norms_after_given_words" << normsAfterGivenWords() << false;
  QTest::newRow("torch, norms first, causal") << "norms_first_causal" << normsFirst() << true;
  QTest::newRow("transformers, Llama") << "llama" << llama() << true;
}

void TestLearnerGoldens::learnsAsTheOthersDo() {
  QFETCH(const QString, file);
  QFETCH(const ModelShape, shape);
  QFETCH(const bool, causal);
  const auto store = SafetensorsStore::open(std::filesystem::path(HEADSCOPE_TEST_DATA) / "train" /
                                            (file.toStdString() + ".safetensors"));
  QVERIFY(store);
  ParameterLayout layout;
  placeModel(shape, layout);
  const std::vector<double> before = readAll(**store, "before/", layout);
  auto exact = learnerFrom<double>(**store, shape, before);
  QVERIFY(learnsAlike(**store, causal, kRounded, exact));
  QVERIFY(areNear(exact.values(), readAll(**store, "after/", layout), layout, kLearnt));
  // Here the numbers are not compared: what moves no score, as the bias of keys, has a gradient of
  // nothing but rounding, which Adam makes as large as any other.
  auto fast = learnerFrom<float>(**store, shape, before);
  QVERIFY(learnsAlike(**store, causal, kInFloat, fast));
}

HEADSCOPE_TEST(TestLearnerGoldens)

}  // namespace headscope::test_learner_goldens

#include "test_learner_goldens.moc"
