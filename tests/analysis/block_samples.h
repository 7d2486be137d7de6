#pragma once

#include <stdexcept>

#include "analysis/block_steps.h"
#include "image/preprocess.h"
#include "source/open_checkpoint.h"
#include "source/sandbox_source.h"

namespace headscope {

// The steps of a head while a model reads something; throws where it does not, which fails the
// test.
inline BlockSteps stepsOf(const ModelSource& model, const Input& input, HeadId head,
                          Stack stack = Stack::first,
                          BlockAttention attention = BlockAttention::own) {
  LayerRecorder recorder(head.layer, head.head);
  RunOptions options;
  (stack == Stack::decoder ? options.decoderObserver : options.observer) = &recorder;
  if (const auto run = model.run(input, options); !run) {
    throw std::runtime_error(describe(run.error()));
  }
  return blockSteps(model.block(stack, head.layer).value(), recorder, head.head, attention);
}

inline std::shared_ptr<const CheckpointSource> sampleModel(const std::string& family) {
  return openCheckpoint(HEADSCOPE_TEST_DATA "/models/" + family).value();
}

inline const IdSequence kSampleIds{.ids = {3, 14, 15, 9, 2, 6, 5}};

// A sandbox of two words and four dimensions whose numbers are small and whole: test_sandbox_source
// has it, too. X is [1 0 1 0], [0 2 0 1]; Q [1 0 1], [1 2 0]; K [0 1 1], [2 1 0]; V [1 0 1],
// [0 2 0].
inline std::shared_ptr<const SandboxSource> smallSandbox(ScoreKind score = ScoreKind::dot) {
  const auto imported = [](Matrix values) {
    return MatrixChoice{.kind = MatrixKind::imported,
                        .imported = std::make_shared<const ImportedMatrix>(
                            ImportedMatrix{.values = std::move(values), .labels = {}, .file = {}})};
  };
  SandboxConfig config{
      .heads = 1, .dK = 3, .dModel = 4, .score = score, .norm = NormPlacement::none};
  config.embedding = EmbeddingKind::imported;
  config.embeddingTable = std::make_shared<const ImportedMatrix>(
      ImportedMatrix{.values = Matrix{{1, 0, 1, 0}, {0, 2, 0, 1}},
                     .labels = {"Thinking", "Machines"},
                     .file = {}});
  config.query = imported(Matrix{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 0}});
  config.key = imported(Matrix{{0, 1, 0}, {1, 0, 0}, {0, 0, 1}, {0, 1, 0}});
  config.value = imported(Matrix{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 0, 0}});
  config.output = imported(Matrix{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}});
  return SandboxSource::create(config).value();
}

inline const std::string kSmallText = "Thinking Machines";

}  // namespace headscope
