#include "io/read_file.h"

#include <cerrno>
#include <unistd.h>

#include "io/open_file.h"

namespace headscope {

Result<std::string> readFile(const std::filesystem::path& path, std::size_t maxBytes) {
  const Result<OpenFile> file = openForReading(path);
  if (!file) {
    return failure(file.error());
  }
  if (file->size > maxBytes) {
    return failure({.code = IoError::tooLarge,
                    .file = path.string(),
                    .problem = "has " + std::to_string(file->size) + " bytes; at most " +
                               std::to_string(maxBytes) + " are read",
                    .remedy = "Check that it is the file you meant"});
  }
  std::string bytes(static_cast<std::size_t>(file->size), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(file->descriptor.get(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return failure(systemError(IoError::cannotRead, path, "read this file", errno));
    }
    if (got == 0) {
      break;  // it was cut while being read: what is left is what it has
    }
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace headscope
