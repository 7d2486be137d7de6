#include "text/text_error.h"

#include <string>

#include "io/utf8.h"

namespace headscope {

Result<void> checkUtf8(std::string_view text) {
  if (const auto byte = firstInvalidUtf8(text)) {
    return failure({.code = TextError::invalidUtf8,
                    .place = "text",
                    .problem = "it is not valid UTF-8 at byte " + std::to_string(*byte),
                    .remedy = "Save or type it as UTF-8"});
  }
  return {};
}

}  // namespace headscope
