#include "io/safetensors_source.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "io/git_lfs.h"
#include "io/text_place.h"

namespace headscope {

namespace {

// What people have under the name of a safetensors file when it is none.
std::string remedyFor(std::span<const std::byte> file) {
  const std::string_view start(reinterpret_cast<const char*>(file.data()),
                               std::min<std::size_t>(file.size(), 64));
  if (isGitLfsPointer(file)) {
    return kGitLfsRemedy;
  }
  if (start.starts_with("PK\x03\x04")) {
    return "This looks like a PyTorch checkpoint or another zip file: convert it to safetensors";
  }
  if (start.starts_with("GGUF")) {
    return "This is a GGUF file: give it the ending .gguf";
  }
  return "It is damaged or not a safetensors file: get it again";
}

}  // namespace

Error SafetensorsSource::error(SafetensorsError code, std::string place,
                               std::string problem) const {
  return {.code = code,
          .file = name,
          .place = std::move(place),
          .problem = std::move(problem),
          .remedy = remedyFor(file)};
}

std::string tensorPlace(const std::string& name) {
  return "tensor " + inQuotes(name);
}

}  // namespace headscope
