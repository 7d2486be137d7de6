#pragma once

#include <cstdint>
#include <string_view>

namespace headscope {

// Numbers that depend on nothing but a seed and a place: the value at (row, column) of a matrix
// stays the same when the matrix grows, so that a head keeps its picture when others are added.

// A well-mixed 64-bit number (the finaliser of Steele, Lea & Flood 2014, "SplitMix").
std::uint64_t mix(std::uint64_t x);

// A key for a named thing under a seed.
std::uint64_t keyOf(std::uint64_t seed, std::string_view name);

// Uniform in [-1, 1) at a place.
float uniformAt(std::uint64_t key, std::uint64_t row, std::uint64_t column);

// Standard normal at a place (Box & Muller 1958).
float normalAt(std::uint64_t key, std::uint64_t column);

}  // namespace headscope
