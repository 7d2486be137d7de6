#include "io/ggml_type.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "io/float_formats.h"
#include "io/quantized_blocks.h"

namespace headscope {
namespace {

struct KnownType {
  std::uint32_t number;
  GgmlLayout layout;
  void (*readBlock)(const std::byte* block, float* out) = nullptr;  // of one block
};

constexpr KnownType kTypes[] = {
    {0, {"F32", 1, 4}},
    {1, {"F16", 1, 2}},
    {2, {"Q4_0", 32, 18}, readQ4_0},
    {3, {"Q4_1", 32, 20}, readQ4_1},
    {6, {"Q5_0", 32, 22}, readQ5_0},
    {7, {"Q5_1", 32, 24}, readQ5_1},
    {8, {"Q8_0", 32, 34}, readQ8_0},
    {9, {"Q8_1", 32, 36}},
    {10, {"Q2_K", 256, 84}},
    {11, {"Q3_K", 256, 110}},
    {12, {"Q4_K", 256, 144}, readQ4K},
    {13, {"Q5_K", 256, 176}, readQ5K},
    {14, {"Q6_K", 256, 210}, readQ6K},
    {15, {"Q8_K", 256, 292}},
    {16, {"IQ2_XXS", 256, 66}},
    {17, {"IQ2_XS", 256, 74}},
    {18, {"IQ3_XXS", 256, 98}},
    {19, {"IQ1_S", 256, 50}},
    {20, {"IQ4_NL", 32, 18}},
    {21, {"IQ3_S", 256, 110}},
    {22, {"IQ2_S", 256, 82}},
    {23, {"IQ4_XS", 256, 136}},
    {24, {"I8", 1, 1}},
    {25, {"I16", 1, 2}},
    {26, {"I32", 1, 4}},
    {27, {"I64", 1, 8}},
    {28, {"F64", 1, 8}},
    {29, {"IQ1_M", 256, 56}},
    {30, {"BF16", 1, 2}},
    {34, {"TQ1_0", 256, 54}},
    {35, {"TQ2_0", 256, 66}},
    {39, {"MXFP4", 32, 17}},
    {40, {"NVFP4", 64, 36}},
    {41, {"Q1_0", 128, 18}},
};

const KnownType* find(GgmlType type) {
  const auto found = std::find_if(
      std::begin(kTypes), std::end(kTypes),
      [type](const KnownType& known) { return known.number == static_cast<std::uint32_t>(type); });
  return found == std::end(kTypes) ? nullptr : found;
}

}  // namespace

std::optional<GgmlLayout> layoutOf(GgmlType type) {
  const KnownType* known = find(type);
  return known == nullptr ? std::nullopt : std::optional(known->layout);
}

bool isReadable(GgmlType type) {
  switch (type) {
    case GgmlType::f32:
    case GgmlType::f16:
    case GgmlType::bf16:
      return true;
    default:
      const KnownType* known = find(type);
      return known != nullptr && known->readBlock != nullptr;
  }
}

std::string readableGgmlTypes() {
  std::string names;
  for (const KnownType& known : kTypes) {
    if (isReadable(static_cast<GgmlType>(known.number))) {
      names.append(names.empty() ? "" : ", ").append(known.layout.name);
    }
  }
  return names;
}

void readGgmlFloats(GgmlType type, std::span<const std::byte> source, std::span<float> out) {
  switch (type) {
    case GgmlType::f32:
      assert(source.size() == out.size_bytes());
      if (!out.empty()) {
        std::memcpy(out.data(), source.data(), out.size_bytes());
      }
      return;
    case GgmlType::f16:
      f16ToFloats(source, out);
      return;
    case GgmlType::bf16:
      bf16ToFloats(source, out);
      return;
    default:
      break;
  }
  const KnownType* known = find(type);
  assert(known != nullptr && known->readBlock != nullptr);
  const std::size_t blocks = out.size() / known->layout.elements;
  assert(source.size() == blocks * known->layout.bytes);
  for (std::size_t block = 0; block < blocks; ++block) {
    known->readBlock(source.data() + block * known->layout.bytes,
                     out.data() + block * known->layout.elements);
  }
}

}  // namespace headscope
