#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "io/io_error.h"

namespace headscope {

// All bytes of a regular file. IoError::tooLarge where it has more than maxBytes, found out before
// anything is read; the errors of openForReading; cannotRead.
Result<std::string> readFile(const std::filesystem::path& path, std::size_t maxBytes);

}  // namespace headscope
