#include "text/bert_pre_tokenizer.h"

#include "text/bert_charsets.h"
#include "text/char_classes.h"

namespace headscope {

std::vector<AlignedText> BertPreTokenizer::split(AlignedText text) const {
  std::vector<AlignedText> pieces;
  bool open = false;  // whether the next character joins the last piece
  for (const AlignedChar& character : text) {
    if (isWhiteSpace(character.c)) {
      open = false;
    } else if (isBertPunctuation(character.c)) {
      pieces.push_back({character});
      open = false;
    } else {
      if (!open) {
        pieces.emplace_back();
        open = true;
      }
      pieces.back().push_back(character);
    }
  }
  return pieces;
}

Result<std::unique_ptr<PreTokenizer>> readBertPreTokenizer(const JsonPart& /*part*/) {
  return std::make_unique<BertPreTokenizer>();
}

}  // namespace headscope
