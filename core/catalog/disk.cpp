#include "catalog/disk.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace headscope {

Error writeError(const std::filesystem::path& file, const std::string& what, int errnoValue,
                 const std::string& variable) {
  const bool full = errnoValue == ENOSPC || errnoValue == EDQUOT;
  return {.code = full ? CatalogError::noSpace : CatalogError::cannotWrite,
          .kind = ErrorKind::couldNotDo,
          .file = file.string(),
          .problem = "cannot " + what + ": " + std::strerror(errnoValue),
          .remedy =
              full ? "Free some space, or let " + variable + " name a folder on another disk"
                   : "Check that you may write there, or let " + variable + " name another folder"};
}

Result<void> makeFolders(const std::filesystem::path& folder, const std::string& variable) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return failure(writeError(folder, "be made", error.value(), variable));
  }
  return {};
}

Result<void> checkFreeSpace(const std::filesystem::path& folder, std::uint64_t needed,
                            const std::string& what, const FreeSpace& freeSpace,
                            const std::string& variable) {
  std::error_code error;
  const std::uint64_t available =
      freeSpace ? freeSpace(folder) : std::filesystem::space(folder, error).available;
  if (error || available >= needed) {
    return {};
  }
  return failure(
      {.code = CatalogError::noSpace,
       .kind = ErrorKind::couldNotDo,
       .file = folder.string(),
       .problem = "has " + std::to_string(available / 1'000'000) + " MB free, fetching " + what +
                  " takes " + std::to_string(needed / 1'000'000 + 1) + " MB",
       .remedy = "Free some space, or let " + variable + " name a folder on another disk"});
}

Result<void> syncToDisk(const std::filesystem::path& path, const std::string& variable) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return failure(writeError(path, "be opened", errno, variable));
  }
  const int status = ::fsync(descriptor);
  const int reason = errno;
  ::close(descriptor);
  // Some file systems cannot sync a folder and say so with EINVAL.
  if (status != 0 && reason != EINVAL) {
    return failure(writeError(path, "be written", reason, variable));
  }
  return {};
}

}  // namespace headscope
