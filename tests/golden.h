#pragma once

#include <string>

#include "io/safetensors.h"
#include "tensor/matrix.h"

namespace headscope {

// A golden tensor's leading axes folded into rows: (…, columns). Throws on anything unexpected,
// which fails the test.
inline Matrix goldenMatrix(const SafetensorsFile& file, const std::string& name) {
  const TensorInfo* info = file.find(name);
  if (info == nullptr || info->shape.empty()) {
    throw std::runtime_error("the golden has no matrix " + name);
  }
  const auto columns = static_cast<Index>(info->shape.back());
  const auto values = static_cast<Index>(*elementCount(info->shape));
  Matrix matrix(values / columns, columns);
  if (!file.readFloats(*info, {matrix.data(), static_cast<std::size_t>(values)})) {
    throw std::runtime_error("cannot read " + name);
  }
  return matrix;
}

inline std::vector<std::int32_t> goldenIds(const SafetensorsFile& file, const std::string& name) {
  const auto ids = file.readIntegers(*file.find(name)).value();
  return {ids.begin(), ids.end()};
}

}  // namespace headscope
