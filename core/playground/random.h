#pragma once

#include <cassert>
#include <cstdint>

#include "tensor/seeded.h"

namespace headscope {

// A stream of numbers that is the same on every machine for a seed (SplitMix64).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() { return mix(state_ += 0x9E3779B97F4A7C15U); }
  // One of 0 … count - 1, count > 0. The bias is below count / 2^32.
  std::int64_t below(std::int64_t count) {
    assert(count > 0 && count < (std::int64_t{1} << 31));
    return static_cast<std::int64_t>(((next() >> 32) * static_cast<std::uint64_t>(count)) >> 32);
  }
  // One of first … last.
  std::int64_t between(std::int64_t first, std::int64_t last) {
    return first + below(last - first + 1);
  }
  template <typename Values>
  const auto& oneOf(const Values& values) {
    return values[static_cast<std::size_t>(below(static_cast<std::int64_t>(values.size())))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace headscope
