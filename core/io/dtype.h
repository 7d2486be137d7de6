#pragma once

#include <optional>
#include <string_view>

namespace headscope {

// The element types of safetensors, in the format's own order, which is also that of growing
// alignment (https://github.com/huggingface/safetensors, enum Dtype).
enum class Dtype {
  boolean,
  f4,
  f6E2m3,
  f6E3m2,
  u8,
  i8,
  f8E5m2,
  f8E4m3,
  f8E8m0,
  f8E4m3Fnuz,
  f8E5m2Fnuz,
  i16,
  u16,
  f16,
  bf16,
  i32,
  u32,
  f32,
  c64,
  f64,
  i64,
  u64,
};

// As files write it: "BF16".
std::string_view nameOf(Dtype dtype);

// Of one element; less than a byte for the smallest.
unsigned bitsOf(Dtype dtype);

// Nothing for a name that is not in the list; case counts.
std::optional<Dtype> dtypeNamed(std::string_view name);

}  // namespace headscope
