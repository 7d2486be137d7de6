#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace headscope {

// The bytes that base64 text stands for (RFC 4648, section 4), padded with '='; nothing where it is
// not such a text.
std::optional<std::string> decodeBase64(std::string_view text);

std::string encodeBase64(std::string_view bytes);

}  // namespace headscope
