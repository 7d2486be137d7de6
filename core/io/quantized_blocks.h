#pragma once

#include <cstddef>

namespace headscope {

// One block each of GGUF's quantized types to floats, with the arithmetic in float32 as the
// reference has it (https://github.com/ggml-org/ggml, ggml-quants.c and ggml-common.h).

inline constexpr std::size_t kSmallBlock = 32;   // elements
inline constexpr std::size_t kSuperBlock = 256;  // of the K types

void readQ4_0(const std::byte* block, float* out);
void readQ4_1(const std::byte* block, float* out);
void readQ5_0(const std::byte* block, float* out);
void readQ5_1(const std::byte* block, float* out);
void readQ8_0(const std::byte* block, float* out);
void readQ4K(const std::byte* block, float* out);
void readQ5K(const std::byte* block, float* out);
void readQ6K(const std::byte* block, float* out);

}  // namespace headscope
