#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tensor/softmax.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
// clang-format off
#include <hwy/highway.h>
#include <hwy/contrib/math/math-inl.h>
// clang-format on

#include "tensor/softmax.h"

HWY_BEFORE_NAMESPACE();
namespace headscope::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void softmaxInPlace(float* HWY_RESTRICT x, size_t n) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  const size_t whole = n - n % lanes;
  const size_t rest = n - whole;
  const auto lowest = hn::Set(d, hwy::LowestValue<float>());
  const auto tail = hn::FirstN(d, rest);

  auto maxima = lowest;
  for (size_t j = 0; j < whole; j += lanes) {
    maxima = hn::Max(maxima, hn::LoadU(d, x + j));
  }
  if (rest != 0) {
    maxima = hn::Max(maxima, hn::IfThenElse(tail, hn::MaskedLoad(tail, d, x + whole), lowest));
  }
  const auto rowMax = hn::MaxOfLanes(d, maxima);

  auto sums = hn::Zero(d);
  for (size_t j = 0; j < whole; j += lanes) {
    const auto e = hn::Exp(d, hn::Sub(hn::LoadU(d, x + j), rowMax));
    hn::StoreU(e, d, x + j);
    sums = hn::Add(sums, e);
  }
  if (rest != 0) {
    const auto shifted = hn::Sub(hn::MaskedLoad(tail, d, x + whole), rowMax);
    const auto e = hn::IfThenElseZero(tail, hn::Exp(d, shifted));
    hn::BlendedStore(e, tail, d, x + whole);
    sums = hn::Add(sums, e);
  }
  const auto inverse = hn::Div(hn::Set(d, 1.0F), hn::SumOfLanes(d, sums));
  for (size_t j = 0; j < whole; j += lanes) {
    hn::StoreU(hn::Mul(hn::LoadU(d, x + j), inverse), d, x + j);
  }
  if (rest != 0) {
    hn::BlendedStore(hn::Mul(hn::MaskedLoad(tail, d, x + whole), inverse), tail, d, x + whole);
  }
}

}  // namespace headscope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace headscope {

HWY_EXPORT(softmaxInPlace);

void softmax(std::span<float> row) {
  if (!row.empty()) {
    HWY_DYNAMIC_DISPATCH(softmaxInPlace)(row.data(), row.size());
  }
}

void softmaxRows(MatrixRef matrix) {
  const auto kernel = HWY_DYNAMIC_DISPATCH(softmaxInPlace);
  for (Index i = 0; i < matrix.rows() && matrix.cols() > 0; ++i) {
    const std::span<float> row = rowSpan(matrix, i);
    kernel(row.data(), row.size());
  }
}

}  // namespace headscope
#endif  // HWY_ONCE
