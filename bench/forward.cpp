// A model's forward pass with every head viewable, at 16, 128 and 512 tokens, opening it, a
// keystroke at the end of a text, and what a view asks of the trace afterwards.
// HEADSCOPE_BENCH_MODEL names the model as --model does; without it, MiniLM of the user's store.

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "source/open_model.h"
#include "tensor/page_reuse.h"

namespace {

using namespace headscope;

std::shared_ptr<const ModelSource> openNamed() {
  const char* name = std::getenv("HEADSCOPE_BENCH_MODEL");
  auto opened = openModel(name != nullptr ? name : "all-MiniLM-L6-v2");
  if (!opened) {
    std::cerr << describe(opened.error()) << '\n';
    std::exit(2);
  }
  return *opened;
}

const ModelSource& model() {
  static const auto model = openNamed();
  return *model;
}

// What the process has had in memory at most so far, its mapped files' pages among it.
double peakMegabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) {
      return std::stod(line.substr(6)) / 1024;
    }
  }
  return 0;
}

// The ids that peers.py reads too.
IdSequence ids(std::int64_t n) {
  IdSequence sequence;
  for (std::int64_t i = 0; i < n; ++i) {
    sequence.ids.push_back(static_cast<std::int32_t>(1000 + (i * 37) % 20000));
  }
  return sequence;
}

void open(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(openNamed());
  }
}
BENCHMARK(open)->Unit(benchmark::kMillisecond)->UseRealTime();

void forward(benchmark::State& state) {
  const Input input = ids(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(model().run(input));
  }
  state.counters["peak_MB"] = peakMegabytes();
}
BENCHMARK(forward)->Arg(16)->Arg(128)->Arg(512)->Unit(benchmark::kMillisecond)->UseRealTime();

// A token more at the end of a text, with what its beginning has left.
void forwardOneMore(benchmark::State& state) {
  const auto before = std::make_shared<const Run>(*model().run(ids(state.range(0) - 1)));
  const Input input = ids(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(model().run(input, {.before = before}));
  }
}
BENCHMARK(forwardOneMore)
    ->Arg(16)
    ->Arg(128)
    ->Arg(512)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

// The same pass to the output of the last layer, which no map needs.
void forwardToOutput(benchmark::State& state) {
  const Input input = ids(state.range(0));
  TraceObserver wantsAll;
  for (auto _ : state) {
    benchmark::DoNotOptimize(model().run(input, {.observer = &wantsAll}));
  }
}
BENCHMARK(forwardToOutput)
    ->Arg(16)
    ->Arg(128)
    ->Arg(512)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void oneMap(benchmark::State& state) {
  const auto run = model().run(ids(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(run->attention->map({3, 1}));
  }
}
BENCHMARK(oneMap)->Arg(16)->Arg(128)->Arg(512)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
  headscope::reuseFreedPages();
  model();  // opened before anything is timed
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 2;
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
