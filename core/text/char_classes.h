#pragma once

namespace headscope {

bool isWhiteSpace(char32_t c);  // Unicode White_Space

// \w of UTS 18, letters, marks, digits, connectors and joiners, by Unicode 16 as the Hugging Face
// tokenizers have it.
bool isWordCharacter(char32_t c);

// A combining mark, Mn, Mc or Me, of Unicode 9: what the Hugging Face tokenizers strip.
bool isOlderMark(char32_t c);

// Digits, letters that are numbers, and other numbers: Nd, Nl and No.
bool isNumeric(char32_t c);

}  // namespace headscope
