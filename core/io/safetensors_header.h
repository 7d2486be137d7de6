#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "io/dtype.h"
#include "io/safetensors_error.h"
#include "io/tensor_shape.h"

namespace headscope {

inline constexpr std::uint64_t kMaxSafetensorsHeader = 100'000'000;  // bytes
inline constexpr const char* kSafetensorsMetadata = "__metadata__";  // the key that is no tensor

struct TensorInfo {
  std::string name;
  Dtype dtype = Dtype::f32;
  std::vector<std::uint64_t> shape;  // outermost first, row-major; empty for a scalar
  // Bytes from the start of the data, end exclusive: exactly what shape and dtype take.
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  bool operator==(const TensorInfo&) const = default;
};

struct SafetensorsHeader {
  std::vector<TensorInfo> tensors;  // in the order of their bytes, which leave no gaps
  std::map<std::string, std::string> metadata;
  std::uint64_t dataStart = 0;  // byte of the file
};

// The header of a whole safetensors file, of which only the header is read. Everything is checked:
// every tensor's bytes lie in the file, are as many as its shape and dtype take, and belong to no
// other; nothing in the file belongs to none. `fileName` is for errors, which are
// SafetensorsErrors.
Result<SafetensorsHeader> parseSafetensorsHeader(std::span<const std::byte> file,
                                                 const std::string& fileName);

}  // namespace headscope
