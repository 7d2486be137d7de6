#include "io/tensor_shape.h"

#include <algorithm>
#include <limits>

namespace headscope {

std::optional<std::uint64_t> checkedProduct(std::uint64_t a, std::uint64_t b) {
  if (a != 0 && b > std::numeric_limits<std::uint64_t>::max() / a) {
    return std::nullopt;
  }
  return a * b;
}

std::optional<std::uint64_t> elementCount(std::span<const std::uint64_t> shape) {
  std::optional<std::uint64_t> count = 1;
  for (const std::uint64_t length : shape) {
    count = checkedProduct(*count, length);
    if (!count) {
      break;
    }
  }
  return count;
}

std::string shapeText(std::span<const std::uint64_t> shape) {
  constexpr std::size_t kMostLengths = 16;
  std::string text = "[";
  for (std::size_t i = 0; i < std::min(shape.size(), kMostLengths); ++i) {
    text.append(i == 0 ? "" : ", ").append(std::to_string(shape[i]));
  }
  return text + (shape.size() > kMostLengths ? ", …]" : "]");
}

}  // namespace headscope
