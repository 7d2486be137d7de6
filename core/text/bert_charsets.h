#pragma once

namespace headscope {

// The sets of characters that BERT's normalizer and pre-tokenizer use, exactly as the Hugging Face
// tokenizers have them: categories of Unicode 8, quirks included (a data file in data/ has them as
// measured). ICU's categories are of a newer Unicode and differ.

bool isBertRemoved(char32_t c);      // dropped by clean_text: most of Cc, Cf, Co, U+0000, U+FFFD
bool isBertChinese(char32_t c);      // gets spaces around it
bool isBertAccent(char32_t c);       // dropped by strip_accents after NFD (Mn)
bool isBertPunctuation(char32_t c);  // a token of its own

}  // namespace headscope
