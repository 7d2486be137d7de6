#include "io/dtype.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace headscope {

namespace {

struct Row {
  Dtype dtype;
  std::string_view name;
  unsigned bits;
};

constexpr std::array kRows{
    Row{Dtype::boolean, "BOOL", 8},
    Row{Dtype::f4, "F4", 4},
    Row{Dtype::f6E2m3, "F6_E2M3", 6},
    Row{Dtype::f6E3m2, "F6_E3M2", 6},
    Row{Dtype::u8, "U8", 8},
    Row{Dtype::i8, "I8", 8},
    Row{Dtype::f8E5m2, "F8_E5M2", 8},
    Row{Dtype::f8E4m3, "F8_E4M3", 8},
    Row{Dtype::f8E8m0, "F8_E8M0", 8},
    Row{Dtype::f8E4m3Fnuz, "F8_E4M3FNUZ", 8},
    Row{Dtype::f8E5m2Fnuz, "F8_E5M2FNUZ", 8},
    Row{Dtype::i16, "I16", 16},
    Row{Dtype::u16, "U16", 16},
    Row{Dtype::f16, "F16", 16},
    Row{Dtype::bf16, "BF16", 16},
    Row{Dtype::i32, "I32", 32},
    Row{Dtype::u32, "U32", 32},
    Row{Dtype::f32, "F32", 32},
    Row{Dtype::c64, "C64", 64},
    Row{Dtype::f64, "F64", 64},
    Row{Dtype::i64, "I64", 64},
    Row{Dtype::u64, "U64", 64},
};

constexpr bool rowsStandInOrder() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (kRows[i].dtype != static_cast<Dtype>(i)) {
      return false;
    }
  }
  return kRows.back().dtype == Dtype::u64;
}
static_assert(rowsStandInOrder());

}  // namespace

std::string_view nameOf(Dtype dtype) {
  return kRows[static_cast<std::size_t>(dtype)].name;
}

unsigned bitsOf(Dtype dtype) {
  return kRows[static_cast<std::size_t>(dtype)].bits;
}

std::optional<Dtype> dtypeNamed(std::string_view name) {
  const auto row = std::find_if(kRows.begin(), kRows.end(),
                                [name](const Row& each) { return each.name == name; });
  return row == kRows.end() ? std::nullopt : std::optional(row->dtype);
}

}  // namespace headscope
