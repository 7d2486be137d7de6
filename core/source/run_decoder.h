#pragma once

#include "families/family.h"
#include "source/model_source.h"

namespace headscope {

// What an encoder-decoder runs: the texts as tokens, and what of the first is padding.
struct EncoderDecoderInput {
  Encoding source;
  Encoding target;  // the start token among them
  Mask sourceMask;
};

// Both halves: the encoder over the source, then the decoder over the target, which attends to what
// the encoder has made. Ids must be below the word tables' rows. Error: SourceError::stopped.
Result<Run> runEncoderDecoder(const FamilyModel& model, EncoderDecoderInput input,
                              const RunOptions& options);

}  // namespace headscope
