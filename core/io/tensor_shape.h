#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace headscope {

// a · b, or nothing where it does not fit in 64 bits.
std::optional<std::uint64_t> checkedProduct(std::uint64_t a, std::uint64_t b);

// The product of a shape, 1 for a scalar; nothing where it does not fit in 64 bits, found factor by
// factor from the left as the reference does.
std::optional<std::uint64_t> elementCount(std::span<const std::uint64_t> shape);

// "[2, 3]"
std::string shapeText(std::span<const std::uint64_t> shape);

}  // namespace headscope
