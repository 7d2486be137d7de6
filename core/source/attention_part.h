#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "source/model_source.h"

namespace headscope {

// Which attention of an encoder-decoder. A model of one stack, whatever it is, has the first alone.
enum class AttentionPart {
  encoder,  // of the source's tokens to each other
  decoder,  // of the target's
  cross,    // of the target's (queries) to the source's (keys)
};

// "encoder", "decoder", "cross".
std::string_view attentionPartName(AttentionPart part);

// What is changed by hand in that part.
const AttentionEdits& editsOf(const RunEdits& edits, AttentionPart part);
AttentionEdits& editsOf(RunEdits& edits, AttentionPart part);
// The same to keep; null where there are none.
std::shared_ptr<const AttentionEdits> editsOf(const std::shared_ptr<const RunEdits>& edits,
                                              AttentionPart part);

// One attention of a run with the tokens that its rows and columns are.
struct AttentionView {
  std::shared_ptr<const AttentionSource> attention;
  const std::vector<Token>* queries = nullptr;  // of the run
  const std::vector<Token>* keys = nullptr;
};

// The first part where the run has no decoder.
AttentionView viewOf(const Run& run, AttentionPart part);

}  // namespace headscope
