#include "tensor/seeded.h"

#include <cmath>
#include <numbers>

namespace headscope {

std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

std::uint64_t keyOf(std::uint64_t seed, std::string_view name) {
  std::uint64_t key = mix(seed);
  for (const char c : name) {
    key = mix(key ^ static_cast<unsigned char>(c));
  }
  return key;
}

float uniformAt(std::uint64_t key, std::uint64_t row, std::uint64_t column) {
  const std::uint64_t bits = mix(key ^ mix((row << 32) | column)) >> 40;
  return static_cast<float>(bits) * 0x1p-23F - 1.0F;
}

float normalAt(std::uint64_t key, std::uint64_t column) {
  const std::uint64_t bits = mix(key ^ mix(column));
  // The first is never 0, whose logarithm is not finite.
  const double first = (static_cast<double>(bits >> 32) + 1.0) * 0x1p-32;
  const double second = static_cast<double>(bits & 0xFFFFFFFFU) * 0x1p-32;
  return static_cast<float>(std::sqrt(-2.0 * std::log(first)) *
                            std::cos(2.0 * std::numbers::pi * second));
}

}  // namespace headscope
