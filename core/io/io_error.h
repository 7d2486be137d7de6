#pragma once

#include <filesystem>
#include <string>

#include "error/error.h"

namespace headscope {

enum class IoError {
  // reading
  notFound = 1,
  isFolder,
  notAFile,      // a pipe, a device, …
  noPermission,  // also when writing
  cannotOpen,    // for any other reason the system gives
  cannotRead,
  cannotMap,
  tooLarge,  // more bytes than the caller takes
  shrunk,    // cut since it was opened

  // writing
  noFolder,  // the folder to write in does not exist
  noSpace,   // full disk or exhausted quota
  cannotWrite,
};

// "cannot <what>: <the system's words for the errno value>" about a file.
Error systemError(IoError code, const std::filesystem::path& file, const std::string& what,
                  int errnoValue);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(IoError);
