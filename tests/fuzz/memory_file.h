#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "io/open_file.h"

namespace headscope {

// Bytes as a file that is on no disk, for readers that take a path.
class MemoryFile {
 public:
  explicit MemoryFile(std::span<const std::byte> bytes);

  // Leads to the file as long as this lives.
  const std::filesystem::path& path() const { return path_; }

 private:
  FileDescriptor descriptor_;
  std::filesystem::path path_;
};

}  // namespace headscope
