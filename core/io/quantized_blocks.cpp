#include "io/quantized_blocks.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "io/float_formats.h"

namespace headscope {
namespace {

constexpr std::size_t kHalf = kSmallBlock / 2;

// Reads a block field by field; the fields lie at any alignment.
class BlockFields {
 public:
  explicit BlockFields(const std::byte* block) : at_(block) {}

  float half() {
    std::uint16_t bits = 0;
    std::memcpy(&bits, at_, sizeof bits);
    at_ += sizeof bits;
    return f16ToFloat(bits);
  }
  std::uint32_t word() {
    std::uint32_t bits = 0;
    std::memcpy(&bits, at_, sizeof bits);
    at_ += sizeof bits;
    return bits;
  }
  template <std::size_t size>
  std::array<std::uint8_t, size> bytes() {
    std::array<std::uint8_t, size> bytes;
    std::memcpy(bytes.data(), at_, size);
    at_ += size;
    return bytes;
  }

 private:
  const std::byte* at_;
};

int low(std::uint8_t byte) {
  return byte & 15;
}

int high(std::uint8_t byte) {
  return byte >> 4;
}

int bitOf(std::uint32_t bits, std::size_t index) {
  return static_cast<int>(bits >> index & 1U);
}

// The 6-bit scales and minima of the eight parts of a Q4_K or Q5_K block, packed in 12 bytes.
struct PartScales {
  std::array<float, 8> scale;
  std::array<float, 8> least;
};

PartScales partScales(float d, float dLeast, const std::array<std::uint8_t, 12>& packed) {
  PartScales parts;
  for (std::size_t k = 0; k < 8; ++k) {
    const int scale = k < 4 ? packed[k] & 63 : low(packed[k + 4]) | packed[k - 4] >> 6 << 4;
    const int least = k < 4 ? packed[k + 4] & 63 : high(packed[k + 4]) | packed[k] >> 6 << 4;
    parts.scale[k] = d * static_cast<float>(scale);
    parts.least[k] = dLeast * static_cast<float>(least);
  }
  return parts;
}

}  // namespace

// The low halves of the bytes are the first half of a block, the high halves the second.

void readQ4_0(const std::byte* block, float* out) {
  BlockFields fields(block);
  const float d = fields.half();
  const auto values = fields.bytes<kHalf>();
  for (std::size_t j = 0; j < kHalf; ++j) {
    out[j] = static_cast<float>(low(values[j]) - 8) * d;
    out[j + kHalf] = static_cast<float>(high(values[j]) - 8) * d;
  }
}

void readQ4_1(const std::byte* block, float* out) {
  BlockFields fields(block);
  const float d = fields.half();
  const float least = fields.half();
  const auto values = fields.bytes<kHalf>();
  for (std::size_t j = 0; j < kHalf; ++j) {
    out[j] = static_cast<float>(low(values[j])) * d + least;
    out[j + kHalf] = static_cast<float>(high(values[j])) * d + least;
  }
}

void readQ5_0(const std::byte* block, float* out) {
  BlockFields fields(block);
  const float d = fields.half();
  const std::uint32_t fifth = fields.word();
  const auto values = fields.bytes<kHalf>();
  for (std::size_t j = 0; j < kHalf; ++j) {
    out[j] = static_cast<float>((low(values[j]) | bitOf(fifth, j) << 4) - 16) * d;
    out[j + kHalf] = static_cast<float>((high(values[j]) | bitOf(fifth, j + kHalf) << 4) - 16) * d;
  }
}

void readQ5_1(const std::byte* block, float* out) {
  BlockFields fields(block);
  const float d = fields.half();
  const float least = fields.half();
  const std::uint32_t fifth = fields.word();
  const auto values = fields.bytes<kHalf>();
  for (std::size_t j = 0; j < kHalf; ++j) {
    out[j] = static_cast<float>(low(values[j]) | bitOf(fifth, j) << 4) * d + least;
    out[j + kHalf] = static_cast<float>(high(values[j]) | bitOf(fifth, j + kHalf) << 4) * d + least;
  }
}

void readQ8_0(const std::byte* block, float* out) {
  BlockFields fields(block);
  const float d = fields.half();
  const auto values = fields.bytes<kSmallBlock>();
  for (std::size_t j = 0; j < kSmallBlock; ++j) {
    out[j] = static_cast<float>(static_cast<std::int8_t>(values[j])) * d;
  }
}

void readQ4K(const std::byte* block, float* out) {
  BlockFields fields(block);
  const float d = fields.half();
  const float dLeast = fields.half();
  const PartScales parts = partScales(d, dLeast, fields.bytes<12>());
  const auto values = fields.bytes<kSuperBlock / 2>();
  for (std::size_t part = 0; part < 8; part += 2) {
    for (std::size_t l = 0; l < 32; ++l) {
      const std::uint8_t byte = values[part * 16 + l];
      float* at = out + part * 32 + l;
      at[0] = parts.scale[part] * static_cast<float>(low(byte)) - parts.least[part];
      at[32] = parts.scale[part + 1] * static_cast<float>(high(byte)) - parts.least[part + 1];
    }
  }
}

void readQ5K(const std::byte* block, float* out) {
  BlockFields fields(block);
  const float d = fields.half();
  const float dLeast = fields.half();
  const PartScales parts = partScales(d, dLeast, fields.bytes<12>());
  const auto fifth = fields.bytes<32>();
  const auto values = fields.bytes<kSuperBlock / 2>();
  for (std::size_t part = 0; part < 8; part += 2) {
    for (std::size_t l = 0; l < 32; ++l) {
      const std::uint8_t byte = values[part * 16 + l];
      const int first = low(byte) | bitOf(fifth[l], part) << 4;
      const int second = high(byte) | bitOf(fifth[l], part + 1) << 4;
      float* at = out + part * 32 + l;
      at[0] = parts.scale[part] * static_cast<float>(first) - parts.least[part];
      at[32] = parts.scale[part + 1] * static_cast<float>(second) - parts.least[part + 1];
    }
  }
}

void readQ6K(const std::byte* block, float* out) {
  BlockFields fields(block);
  const auto lower = fields.bytes<128>();
  const auto upper = fields.bytes<64>();
  const auto scales = fields.bytes<16>();
  const float d = fields.half();
  for (std::size_t half = 0; half < 2; ++half) {
    for (std::size_t l = 0; l < 32; ++l) {
      const std::uint8_t first = lower[64 * half + l];
      const std::uint8_t second = lower[64 * half + 32 + l];
      const std::uint8_t bits = upper[32 * half + l];
      const int values[] = {low(first) | (bits & 3) << 4, low(second) | (bits >> 2 & 3) << 4,
                            high(first) | (bits >> 4 & 3) << 4, high(second) | bits >> 6 << 4};
      for (std::size_t quarter = 0; quarter < 4; ++quarter) {
        const auto scale = static_cast<std::int8_t>(scales[8 * half + 2 * quarter + l / 16]);
        out[128 * half + 32 * quarter + l] =
            d * static_cast<float>(scale) * static_cast<float>(values[quarter] - 32);
      }
    }
  }
}

}  // namespace headscope
