#include "source/run_decoder.h"

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "source/attention_part.h"
#include "source/borrowed_activations.h"
#include "source/run_recorder.h"

namespace headscope {
namespace {

std::vector<std::int32_t> idsOf(const std::vector<Token>& tokens) {
  std::vector<std::int32_t> ids;
  for (const Token& token : tokens) {
    ids.push_back(token.id);
  }
  return ids;
}

}  // namespace

Result<Run> runEncoderDecoder(const FamilyModel& model, EncoderDecoderInput input,
                              const RunOptions& options) {
  BorrowedActivations activations;
  const auto stopped = failure({.code = SourceError::stopped,
                                .kind = ErrorKind::couldNotDo,
                                .problem = "the forward pass was stopped"});
  const Decoder& decoder = *model.decoder;
  const auto sources = static_cast<Index>(input.source.tokens.size());
  const auto targets = static_cast<Index>(input.target.tokens.size());
  const Mask targetMask{.causal = true};
  Memory memory{.hidden = std::get<TokenEmbedding>(model.embedding)
                              .embed(idsOf(input.source.tokens), input.sourceMask.keyVisible),
                .mask = input.sourceMask};
  Matrix written = decoder.embedding.embed(idsOf(input.target.tokens));
  const auto encoderEdits = editsOf(options.edits, AttentionPart::encoder);
  const auto decoderEdits = editsOf(options.edits, AttentionPart::decoder);
  const auto crossEdits = editsOf(options.edits, AttentionPart::cross);
  const auto encoderTrace =
      std::make_shared<Trace>(model.transformer, input.sourceMask, sources, encoderEdits);
  const auto decoderTrace =
      std::make_shared<Trace>(decoder.transformer, targetMask, targets, decoderEdits);
  const auto cross =
      Trace::ofCross(decoder.transformer, input.sourceMask, targets, sources, crossEdits);
  RunRecorder encoderRecorder(encoderTrace, {}, options.observer);
  encoderRecorder.setWantsOutput();
  RunRecorder decoderRecorder(decoderTrace, {}, options.decoderObserver);
  decoderRecorder.setCross(cross);

  const auto start = std::chrono::steady_clock::now();
  if (!model.transformer.forward(memory.hidden, input.sourceMask, *activations, encoderRecorder,
                                 options.forward, {.edits = encoderEdits.get()}) ||
      !decoder.transformer.forward(
          written, targetMask, *activations, decoderRecorder, options.forward,
          {.memory = &memory, .edits = decoderEdits.get(), .crossEdits = crossEdits.get()})) {
    return stopped;
  }
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  return Run{.tokens = std::move(input.source.tokens),
             .cut = input.source.cut,
             .attention = encoderTrace,
             .decoder = DecoderRun{.tokens = std::move(input.target.tokens),
                                   .cut = input.target.cut,
                                   .attention = decoderTrace,
                                   .cross = cross},
             .forwardMilliseconds = took.count()};
}

}  // namespace headscope
