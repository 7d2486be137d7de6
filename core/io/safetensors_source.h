#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "io/safetensors_error.h"

namespace headscope {

// A file being checked, and how its errors are worded.
struct SafetensorsSource {
  std::span<const std::byte> file;
  std::string name;

  // With a remedy that fits what the file looks like.
  Error error(SafetensorsError code, std::string place, std::string problem) const;
};

// "tensor 'x'"
std::string tensorPlace(const std::string& name);

}  // namespace headscope
