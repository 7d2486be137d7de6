#include "fuzz/memory_file.h"

#include <cerrno>
#include <string>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

namespace headscope {

MemoryFile::MemoryFile(std::span<const std::byte> bytes)
    : descriptor_(::memfd_create("headscope", MFD_CLOEXEC)),
      path_("/proc/self/fd/" + std::to_string(descriptor_.get())) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_.get(), bytes.data(), bytes.size());
    if (written <= 0) {
      throw std::system_error(errno, std::generic_category(), "cannot write a file in memory");
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

}  // namespace headscope
