#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "io/ggml_type.h"
#include "io/gguf_error.h"

namespace headscope {

// Beyond these a file is refused, as beyond kMostGgufText: one that is small, but says that it is
// large, must not fill the memory.
inline constexpr std::uint64_t kMostGgufEntries = 1 << 16;   // of metadata; as many tensors
inline constexpr std::uint64_t kMostGgufElements = 1 << 23;  // of all arrays together
inline constexpr std::uint64_t kMostGgufAlignment = 1 << 20;

// An array has elements of one kind; truth values are 0 and 1. Whole numbers beyond 63 bits become
// real ones, and in an array the largest of 63 bits.
using GgufArray =
    std::variant<std::vector<std::int64_t>, std::vector<double>, std::vector<std::string>>;
using GgufValue = std::variant<bool, std::int64_t, double, std::string, GgufArray>;

struct GgufTensor {
  std::string name;
  GgmlType type = GgmlType::f32;
  std::vector<std::uint64_t> shape;  // outermost first, which the file has last
  // Bytes of the file, end exclusive: exactly what shape and type take.
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

struct GgufHeader {
  std::unordered_map<std::string, GgufValue> metadata;
  std::vector<GgufTensor> tensors;  // in the order of their bytes
};

// The header of a whole GGUF file of version 2 or 3, of which only the header is read
// (https://github.com/ggml-org/ggml, docs/gguf.md). Everything is checked: no more is taken than
// the file has room for, every tensor's bytes lie in it, where the one before ends. `fileName` is
// for errors, which are GgufErrors.
Result<GgufHeader> parseGgufHeader(std::span<const std::byte> file, const std::string& fileName);

}  // namespace headscope
