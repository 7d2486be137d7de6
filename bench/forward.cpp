// MiniLM's forward pass with every head viewable, at 16, 128 and 512 tokens, and what a view asks
// of its trace afterwards. HEADSCOPE_MINILM_DIR names the model's folder; without it, the user's
// store has it.

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "source/open_model.h"
#include "tensor/page_reuse.h"

namespace {

using namespace headscope;

const ModelSource& miniLm() {
  static const auto model = [] {
    const char* folder = std::getenv("HEADSCOPE_MINILM_DIR");
    auto opened = openModel(folder != nullptr ? folder : "all-MiniLM-L6-v2");
    if (!opened) {
      std::cerr << describe(opened.error()) << '\n';
      std::exit(2);
    }
    return *opened;
  }();
  return *model;
}

// The ids that peers.py reads too.
IdSequence ids(std::int64_t n) {
  IdSequence sequence;
  for (std::int64_t i = 0; i < n; ++i) {
    sequence.ids.push_back(static_cast<std::int32_t>(1000 + (i * 37) % 20000));
  }
  return sequence;
}

void forward(benchmark::State& state) {
  const Input input = ids(state.range(0));
  const ModelSource& model = miniLm();
  for (auto _ : state) {
    benchmark::DoNotOptimize(model.run(input));
  }
}
BENCHMARK(forward)->Arg(16)->Arg(128)->Arg(512)->Unit(benchmark::kMillisecond)->UseRealTime();

// The same pass to the output of the last layer, which no map needs.
void forwardToOutput(benchmark::State& state) {
  const Input input = ids(state.range(0));
  const ModelSource& model = miniLm();
  TraceObserver wantsAll;
  for (auto _ : state) {
    benchmark::DoNotOptimize(model.run(input, {.observer = &wantsAll}));
  }
}
BENCHMARK(forwardToOutput)
    ->Arg(16)
    ->Arg(128)
    ->Arg(512)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void oneMap(benchmark::State& state) {
  const auto run = miniLm().run(ids(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(run->attention->map({3, 1}));
  }
}
BENCHMARK(oneMap)->Arg(16)->Arg(128)->Arg(512)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
  headscope::reuseFreedPages();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 2;
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
