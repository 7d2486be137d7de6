#include "catalog/environment.h"

#include <cstdlib>
#include <pwd.h>
#include <unistd.h>

namespace headscope {

std::string environmentText(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::optional<std::filesystem::path> homeFolder() {
  std::filesystem::path home = environmentText("HOME");
  if (!home.is_absolute()) {
    const passwd* user = ::getpwuid(::getuid());
    home = user == nullptr || user->pw_dir == nullptr ? "" : user->pw_dir;
  }
  return home.is_absolute() ? std::optional(home) : std::nullopt;
}

}  // namespace headscope
