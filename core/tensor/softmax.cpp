#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tensor/softmax.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
// clang-format off
#include <hwy/highway.h>
// clang-format on

#include <algorithm>

#include "tensor/softmax.h"

HWY_BEFORE_NAMESPACE();
namespace headscope::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

// e^x for x <= 0, within 2 units in the last place; 0 below -87.3, where floats end. x is split
// into n ln 2 + r, |r| <= ln 2 / 2, and e^r is its Taylor series, whose ninth term is below 1e-8.
HWY_INLINE V expOfNegative(V x) {
  const D d;
  const hn::RebindToSigned<D> di;
  constexpr float kLn2High = 0.693359375F;  // few bits: n times it is exact
  constexpr float kLn2Low = -2.12194440e-4F;
  const V n = hn::Round(hn::Mul(x, hn::Set(d, 1.44269504F)));
  V r = hn::NegMulAdd(n, hn::Set(d, kLn2High), x);
  r = hn::NegMulAdd(n, hn::Set(d, kLn2Low), r);
  V y = hn::Set(d, 1.0F / 5040);
  y = hn::MulAdd(y, r, hn::Set(d, 1.0F / 720));
  y = hn::MulAdd(y, r, hn::Set(d, 1.0F / 120));
  y = hn::MulAdd(y, r, hn::Set(d, 1.0F / 24));
  y = hn::MulAdd(y, r, hn::Set(d, 1.0F / 6));
  y = hn::MulAdd(y, r, hn::Set(d, 0.5F));
  y = hn::MulAdd(y, r, hn::Set(d, 1.0F));
  y = hn::MulAdd(y, r, hn::Set(d, 1.0F));
  // Times 2^n by the exponent's bits.
  const auto bits = hn::Add(hn::BitCast(di, y), hn::ShiftLeft<23>(hn::ConvertTo(di, n)));
  return hn::IfThenElseZero(hn::Ge(x, hn::Set(d, -87.3F)), hn::BitCast(d, bits));
}

float exponentiateInPlace(float* HWY_RESTRICT x, size_t n) {
  const D d;
  const size_t lanes = hn::Lanes(d);
  const size_t whole = n - n % lanes;
  const size_t rest = n - whole;
  V maxima = hn::Set(d, hwy::LowestValue<float>());
  // What comes after the row is another thread's, or nobody's: without masks in hardware, masked
  // loads and stores touch it.
  HWY_ALIGN float end[hn::MaxLanes(d)];
  std::fill_n(end, lanes, hwy::LowestValue<float>());
  std::copy_n(x + whole, rest, end);
  for (size_t j = 0; j < whole; j += lanes) {
    maxima = hn::Max(maxima, hn::LoadU(d, x + j));
  }
  if (rest != 0) {
    maxima = hn::Max(maxima, hn::Load(d, end));
  }
  const V rowMax = hn::MaxOfLanes(d, maxima);

  V sums = hn::Zero(d);
  for (size_t j = 0; j < whole; j += lanes) {
    const V e = expOfNegative(hn::Sub(hn::LoadU(d, x + j), rowMax));
    hn::StoreU(e, d, x + j);
    sums = hn::Add(sums, e);
  }
  if (rest != 0) {
    const V shifted = hn::Sub(hn::Load(d, end), rowMax);
    const V e = hn::IfThenElseZero(hn::FirstN(d, rest), expOfNegative(shifted));
    hn::Store(e, d, end);
    std::copy_n(end, rest, x + whole);
    sums = hn::Add(sums, e);
  }
  return hn::GetLane(hn::SumOfLanes(d, sums));
}

void scaleInPlace(float* HWY_RESTRICT x, size_t n, float factor) {
  const D d;
  const size_t lanes = hn::Lanes(d);
  const V factors = hn::Set(d, factor);
  size_t j = 0;
  for (; j + lanes <= n; j += lanes) {
    hn::StoreU(hn::Mul(hn::LoadU(d, x + j), factors), d, x + j);
  }
  for (; j < n; ++j) {
    x[j] *= factor;
  }
}

void softmaxInPlace(float* HWY_RESTRICT x, size_t n) {
  scaleInPlace(x, n, 1.0F / exponentiateInPlace(x, n));
}

}  // namespace headscope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace headscope {

HWY_EXPORT(softmaxInPlace);
HWY_EXPORT(exponentiateInPlace);

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

void exponentiateRows(MatrixRef matrix, Eigen::Ref<Eigen::VectorXf> sums) {
  const auto kernel = HWY_DYNAMIC_DISPATCH(exponentiateInPlace);
  for (Index i = 0; i < matrix.rows() && matrix.cols() > 0; ++i) {
    const std::span<float> row = rowSpan(matrix, i);
    sums(i) = kernel(row.data(), row.size());
  }
}

}  // namespace headscope
#endif  // HWY_ONCE
