#include "source/run_blocks.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "source/attention_part.h"
#include "source/borrowed_activations.h"
#include "source/run_recorder.h"

namespace headscope {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<Past> pastOf(const Beginning& beginning) {
  std::vector<Past> past;
  for (int layer = 0; beginning.length > 0 && layer < beginning.trace->knownLayers(); ++layer) {
    const Trace::Layer& before = beginning.trace->layer(layer);
    past.push_back({.length = beginning.length, .key = &before.key, .value = &before.value});
  }
  return past;
}

}  // namespace

Beginning reusableBeginning(const Transformer& transformer, const Mask& mask,
                            std::span<const Token> tokens, const RunOptions& options) {
  const Run* before = options.before.get();
  const bool plainlyCausal = mask.causal && mask.keyVisible.empty() && mask.custom.size() == 0;
  if (before == nullptr || options.observer != nullptr || options.edits != nullptr ||
      !plainlyCausal) {
    return {};
  }
  const auto trace = std::dynamic_pointer_cast<const Trace>(before->attention);
  if (trace == nullptr || !trace->canBegin(transformer)) {
    return {};
  }
  const auto apart =
      std::mismatch(tokens.begin(), tokens.end(), before->tokens.begin(), before->tokens.end(),
                    [](const Token& a, const Token& b) { return a.id == b.id; });
  const auto alike = apart.first - tokens.begin();
  const auto most = static_cast<std::ptrdiff_t>(tokens.size()) - 1;
  return {.trace = trace, .length = std::min(alike, most)};
}

Result<Run> runBlocks(const Transformer& transformer, const Matrix& x, const Mask& mask,
                      Encoding encoding, const RunOptions& options, const Beginning& beginning) {
  BorrowedActivations activations;
  const auto edits = editsOf(options.edits, AttentionPart::encoder);
  const auto trace = std::make_shared<Trace>(transformer, mask, x.rows(), edits);
  Run run{.tokens = std::move(encoding.tokens), .cut = encoding.cut, .attention = trace};
  Clock::duration taking{};
  RunRecorder recorder(trace, beginning, options.observer);
  if (options.early.take && options.early.layer + 1 < transformer.layerCount()) {
    recorder.setEarly(options.early.layer, [&] {
      const auto from = Clock::now();
      options.early.take(run);
      taking = Clock::now() - from;
    });
  }
  const auto start = Clock::now();
  const std::vector<Past> past = pastOf(beginning);
  Matrix end = x.bottomRows(x.rows() - beginning.length);
  if (!transformer.forward(end, mask, *activations, recorder, options.forward,
                           {.past = past, .edits = edits.get()})) {
    return failure({.code = SourceError::stopped,
                    .kind = ErrorKind::couldNotDo,
                    .problem = "the forward pass was stopped"});
  }
  const std::chrono::duration<double, std::milli> took = Clock::now() - start - taking;
  run.forwardMilliseconds = took.count();
  return run;
}

}  // namespace headscope
