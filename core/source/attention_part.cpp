#include "source/attention_part.h"

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
