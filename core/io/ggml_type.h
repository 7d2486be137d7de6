#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace headscope {

// How a GGUF file holds numbers: one by one, or in blocks that share scales. The numbers of the
// types are the format's own (https://github.com/ggml-org/ggml, enum ggml_type).
enum class GgmlType : std::uint32_t {
  f32 = 0,
  f16 = 1,
  q4_0 = 2,
  q4_1 = 3,
  q5_0 = 6,
  q5_1 = 7,
  q8_0 = 8,
  q4K = 12,
  q5K = 13,
  q6K = 14,
  bf16 = 30,
};

struct GgmlLayout {
  std::string_view name;       // "Q4_K"
  std::uint32_t elements = 1;  // of a block
  std::uint32_t bytes = 0;
};

// Of any type the format knows, also of those that are not read here; nothing for other numbers.
std::optional<GgmlLayout> layoutOf(GgmlType type);

// Whether readGgmlFloats() takes it.
bool isReadable(GgmlType type);
// "F32, F16, …", all that are.
std::string readableGgmlTypes();

// The values of whole blocks of a readable type: source has exactly those that `out` takes.
void readGgmlFloats(GgmlType type, std::span<const std::byte> source, std::span<float> out);

}  // namespace headscope
