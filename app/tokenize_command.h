#pragma once

namespace headscope {

class Commands;

// `headscope tokenize --tokenizer FILE (--text T | --lines F.jsonl) [--json]`: a line a text, its
// tokens or, as JSON, {"ids", "tokens", "offsets", "word_ids", "special_tokens_mask"} as the
// Hugging Face tokenizers give them, offsets in code points.
void addTokenizeCommand(Commands program);

}  // namespace headscope
