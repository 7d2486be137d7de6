#pragma once

#include <string>
#include <string_view>

namespace headscope {

// A to Z as a to z, whatever the locale; all else stays.
std::string lowerCased(std::string_view text);

}  // namespace headscope
