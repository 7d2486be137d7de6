#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace headscope {

// Whether a file is what a checkout without Git LFS has in place of a large one
// (https://github.com/git-lfs/git-lfs, docs/spec.md).
inline bool isGitLfsPointer(std::span<const std::byte> file) {
  return std::string_view(reinterpret_cast<const char*>(file.data()), file.size())
      .starts_with("version https://git-lfs");
}

inline constexpr const char* kGitLfsRemedy =
    "This is a Git LFS pointer, not the file itself: run git lfs pull, or download it";

}  // namespace headscope
