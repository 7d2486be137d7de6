#pragma once

#include <memory>
#include <optional>

#include "text/components.h"
#include "text/regex.h"

namespace headscope {

class JsonPart;

// The character that stands for a byte in a byte-level vocabulary: a printable one for each of the
// 256 (Radford et al. 2019, encoder.py bytes_to_unicode). A space is Ġ.
char32_t byteCharacter(unsigned char byte);
inline constexpr char32_t kByteSpace = U'Ġ';

// {"add_prefix_space", "use_regex"}: cuts a text as GPT-2 does, where asked to, and gives the model
// its bytes. use_regex may be missing: true. Errors: missingField, wrongType.
Result<std::unique_ptr<PreTokenizer>> readByteLevel(const JsonPart& part);

}  // namespace headscope
