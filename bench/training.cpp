// A step of training: forward, backward, clipping and AdamW of the playground's default model, with
// 64 texts of 14 words. training_peer.py times the same by PyTorch in the same run.

#include <benchmark/benchmark.h>
#include <random>

#include "tensor/page_reuse.h"
#include "train/learner.h"

namespace {

using namespace headscope;

constexpr Index kTexts = 64;
constexpr Index kLength = 14;
constexpr Index kWords = 30522;
constexpr Index kClasses = 1600;

MatrixOf<float> randomMatrix(Index rows, Index cols, float size) {
  std::mt19937 random(1);
  MatrixOf<float> values(rows, cols);
  for (Index i = 0; i < values.size(); ++i) {
    values.data()[i] =
        size * (2 * static_cast<float>(random()) / static_cast<float>(std::mt19937::max()) - 1);
  }
  return values;
}

ModelShape shape() {
  return {.block = {.dModel = 64,
                    .heads = 4,
                    .dK = 16,
                    .dFeedForward = 256,
                    .activation = Activation::geluErf,
                    .placement = NormPlacement::pre,
                    .normEpsilon = 1e-5F},
          .layers = 2,
          .words = kWords,
          .dGiven = 64,
          .positions = PositionKind::learned,
          .positionRows = 32,
          .finalNorm = true};
}

Learner<float> learner() {
  auto given = std::make_shared<Given<float>>();
  given->words = std::make_shared<const MatrixOf<float>>(randomMatrix(kWords, 64, 1.7F));
  given->classes.set(MatrixOf<float>(given->words->topRows(kClasses).transpose()));
  ParameterLayout layout;
  placeModel(shape(), layout);
  const MatrixOf<float> values = randomMatrix(1, layout.size(), 0.2F);
  return {shape(), given, {values.data(), values.data() + values.size()}, {}};
}

std::vector<Batch> parts(Index texts) {
  std::mt19937 random(2);
  std::vector<Batch> made(static_cast<std::size_t>(kTexts / texts));
  for (Batch& part : made) {
    for (Index text = 0; text < texts; ++text) {
      part.segments.push_back({.first = text * kLength, .length = kLength});
      part.targets.push_back(
          {.row = text * kLength + 9, .answer = static_cast<Index>(random() % 64)});
      for (Index i = 0; i < kLength; ++i) {
        part.words.push_back(static_cast<std::int32_t>(random() % kWords));
      }
    }
  }
  return made;
}

// By the number of texts that go through the model together.
void step(benchmark::State& state) {
  Learner<float> learning = learner();
  const std::vector<Batch> batch = parts(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(learning.step(batch, 1e-4));
  }
}
BENCHMARK(step)->Arg(4)->Arg(8)->Arg(16)->Arg(32)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
  headscope::reuseFreedPages();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
