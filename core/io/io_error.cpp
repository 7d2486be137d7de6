#include "io/io_error.h"

#include <system_error>

namespace headscope {

Error systemError(IoError code, const std::filesystem::path& file, const std::string& what,
                  int errnoValue) {
  return {.code = code,
          .kind = ErrorKind::couldNotDo,
          .file = file.string(),
          .problem = "cannot " + what + ": " + std::system_category().message(errnoValue)};
}

}  // namespace headscope
