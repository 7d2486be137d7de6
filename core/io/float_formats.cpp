#include "io/float_formats.h"

#include <cassert>
#include <cstring>

namespace headscope {

namespace {

static_assert(std::endian::native == std::endian::little);

std::uint16_t loadAt(const std::byte* source, std::size_t index) {
  std::uint16_t bits = 0;
  std::memcpy(&bits, source + 2 * index, sizeof bits);
  return bits;
}

}  // namespace

// Loops without branches: the compiler makes SSE2 of them.
void f16ToFloats(std::span<const std::byte> source, std::span<float> out) {
  assert(source.size() / 2 >= out.size());
  const std::byte* from = source.data();
  float* to = out.data();
  for (std::size_t i = 0, n = out.size(); i < n; ++i) {
    to[i] = f16ToFloat(loadAt(from, i));
  }
}

void bf16ToFloats(std::span<const std::byte> source, std::span<float> out) {
  assert(source.size() / 2 >= out.size());
  const std::byte* from = source.data();
  float* to = out.data();
  for (std::size_t i = 0, n = out.size(); i < n; ++i) {
    to[i] = bf16ToFloat(loadAt(from, i));
  }
}

}  // namespace headscope
