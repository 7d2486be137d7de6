#include "source/attention_part.h"

#include <utility>

namespace headscope {

std::string_view attentionPartName(AttentionPart part) {
  switch (part) {
    case AttentionPart::decoder:
      return "decoder";
    case AttentionPart::cross:
      return "cross";
    case AttentionPart::encoder:
      break;
  }
  return "encoder";
}

const AttentionEdits& editsOf(const RunEdits& edits, AttentionPart part) {
  switch (part) {
    case AttentionPart::decoder:
      return edits.decoder;
    case AttentionPart::cross:
      return edits.cross;
    case AttentionPart::encoder:
      break;
  }
  return edits.encoder;
}

AttentionEdits& editsOf(RunEdits& edits, AttentionPart part) {
  return const_cast<AttentionEdits&>(editsOf(std::as_const(edits), part));
}

std::shared_ptr<const AttentionEdits> editsOf(const std::shared_ptr<const RunEdits>& edits,
                                              AttentionPart part) {
  if (edits == nullptr || editsOf(*edits, part).empty()) {
    return nullptr;
  }
  return {edits, &editsOf(*edits, part)};
}

AttentionView viewOf(const Run& run, AttentionPart part) {
  if (run.decoder && part != AttentionPart::encoder) {
    const DecoderRun& decoder = *run.decoder;
    return part == AttentionPart::decoder
               ? AttentionView{decoder.attention, &decoder.tokens, &decoder.tokens}
               : AttentionView{decoder.cross, &decoder.tokens, &run.tokens};
  }
  return {run.attention, &run.tokens, &run.tokens};
}

}  // namespace headscope
