#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace headscope {

// bfloat16 is the upper half of a float32.
constexpr float bf16ToFloat(std::uint16_t bits) {
  return std::bit_cast<float>(std::uint32_t{bits} << 16U);
}

// IEEE 754 binary16, exactly: subnormals, infinities and the payload of NaNs included.
constexpr float f16ToFloat(std::uint16_t bits) {
  constexpr std::uint32_t kExponent = 0x7C00U << 13U;  // binary16's, in float32's place
  constexpr std::uint32_t kRebias = std::uint32_t{127 - 15} << 23U;
  constexpr float kSmallestNormal = 0x1p-14F;
  const std::uint32_t sign = (bits & 0x8000U) << 16U;
  const std::uint32_t magnitude = (bits & 0x7FFFU) << 13U;
  const std::uint32_t normal = magnitude + kRebias;
  // A subnormal is its fraction times 2^-24: put a leading one before it, and take it away again.
  const float fraction = std::bit_cast<float>(normal + (1U << 23U)) - kSmallestNormal;
  const std::uint32_t exponent = magnitude & kExponent;
  // All ones or all zeros, drawn from a sign bit: of a comparison the compiler makes a branch,
  // and then no vector code.
  const std::uint32_t isSubnormal = -((exponent - 1) >> 31U);
  const std::uint32_t isSpecial = -((kExponent - 1 - exponent) >> 31U);
  const std::uint32_t value = (std::bit_cast<std::uint32_t>(fraction) & isSubnormal) |
                              ((normal + (isSpecial & kRebias)) & ~isSubnormal);
  return std::bit_cast<float>(value | sign);
}

// Little-endian values of two bytes each, at any address; 2 · out.size() bytes are read, and
// `source` must have them.
void f16ToFloats(std::span<const std::byte> source, std::span<float> out);
void bf16ToFloats(std::span<const std::byte> source, std::span<float> out);

}  // namespace headscope
