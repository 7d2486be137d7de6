#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace headscope {

// The variable's value; empty where it is not set.
std::string environmentText(const char* name);

// The home folder: HOME, or where the system says it is. Nothing where there is none.
std::optional<std::filesystem::path> homeFolder();

}  // namespace headscope
