#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tensor/norm.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
// clang-format off
#include <hwy/highway.h>
// clang-format on

#include <cassert>
#include <cmath>

#include "tensor/norm.h"
#include "tensor/parallel.h"

HWY_BEFORE_NAMESPACE();
namespace headscope::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

float sum(const float* HWY_RESTRICT x, size_t n) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  auto a = hn::Zero(d);
  auto b = hn::Zero(d);
  size_t j = 0;
  for (; j + 2 * lanes <= n; j += 2 * lanes) {
    a = hn::Add(a, hn::LoadU(d, x + j));
    b = hn::Add(b, hn::LoadU(d, x + j + lanes));
  }
  float total = hn::GetLane(hn::SumOfLanes(d, hn::Add(a, b)));
  for (; j < n; ++j) {
    total += x[j];
  }
  return total;
}

// Sum of (x - mean)².
float squares(const float* HWY_RESTRICT x, float mean, size_t n) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  const auto m = hn::Set(d, mean);
  auto a = hn::Zero(d);
  auto b = hn::Zero(d);
  size_t j = 0;
  for (; j + 2 * lanes <= n; j += 2 * lanes) {
    const auto u = hn::Sub(hn::LoadU(d, x + j), m);
    const auto v = hn::Sub(hn::LoadU(d, x + j + lanes), m);
    a = hn::MulAdd(u, u, a);
    b = hn::MulAdd(v, v, b);
  }
  float total = hn::GetLane(hn::SumOfLanes(d, hn::Add(a, b)));
  for (; j < n; ++j) {
    total += (x[j] - mean) * (x[j] - mean);
  }
  return total;
}

// y = (x - mean) * factor * weight + bias; null weight is 1, null bias 0.
void rescale(const float* x, float mean, float factor, const float* HWY_RESTRICT weight,
             const float* HWY_RESTRICT bias, size_t n, float* y) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  const auto m = hn::Set(d, mean);
  const auto f = hn::Set(d, factor);
  size_t j = 0;
  for (; j + lanes <= n; j += lanes) {
    auto v = hn::Mul(hn::Sub(hn::LoadU(d, x + j), m), f);
    if (weight != nullptr) {
      v = hn::Mul(v, hn::LoadU(d, weight + j));
    }
    if (bias != nullptr) {
      v = hn::Add(v, hn::LoadU(d, bias + j));
    }
    hn::StoreU(v, d, y + j);
  }
  for (; j < n; ++j) {
    y[j] = (x[j] - mean) * factor * (weight != nullptr ? weight[j] : 1.0F) +
           (bias != nullptr ? bias[j] : 0.0F);
  }
}

void add(const float* a, const float* b, size_t n, float* out) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  size_t j = 0;
  for (; j + lanes <= n; j += lanes) {
    hn::StoreU(hn::Add(hn::LoadU(d, a + j), hn::LoadU(d, b + j)), d, out + j);
  }
  for (; j < n; ++j) {
    out[j] = a[j] + b[j];
  }
}

void layerNormRow(const float* x, const float* residual, const float* HWY_RESTRICT weight,
                  const float* HWY_RESTRICT bias, float epsilon, size_t n, float* y) {
  const float* source = x;
  if (residual != nullptr) {
    add(x, residual, n, y);
    source = y;
  }
  const float mean = sum(source, n) / static_cast<float>(n);
  const float variance = squares(source, mean, n) / static_cast<float>(n);
  rescale(source, mean, 1.0F / std::sqrt(variance + epsilon), weight, bias, n, y);
}

void rmsNormRow(const float* x, const float* HWY_RESTRICT weight, float epsilon, size_t n,
                float* y) {
  const float meanSquare = squares(x, 0.0F, n) / static_cast<float>(n);
  rescale(x, 0.0F, 1.0F / std::sqrt(meanSquare + epsilon), weight, nullptr, n, y);
}

}  // namespace headscope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace headscope {

HWY_EXPORT(layerNormRow);
HWY_EXPORT(rmsNormRow);

namespace {

const float* dataOrNull(const ConstRowRef& row) {
  return row.size() == 0 ? nullptr : row.data();
}

void layerNormRows(const ConstMatrixRef& input, const ConstMatrixRef* residual,
                   const ConstRowRef& weight, const ConstRowRef& bias, float epsilon,
                   MatrixRef output) {
  assert(input.rows() == output.rows() && input.cols() == output.cols());
  const auto kernel = HWY_DYNAMIC_DISPATCH(layerNormRow);
  const Index n = input.cols() == 0 ? 0 : input.rows();
  parallelRanges(n, rowsAtOnce(input.cols()), [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      kernel(rowSpan(input, i).data(), residual == nullptr ? nullptr : rowSpan(*residual, i).data(),
             dataOrNull(weight), dataOrNull(bias), epsilon, static_cast<size_t>(input.cols()),
             rowSpan(output, i).data());
    }
  });
}

}  // namespace

void layerNorm(const ConstMatrixRef& input, const ConstRowRef& weight, const ConstRowRef& bias,
               float epsilon, MatrixRef output) {
  layerNormRows(input, nullptr, weight, bias, epsilon, output);
}

void addLayerNorm(const ConstMatrixRef& input, const ConstMatrixRef& residual,
                  const ConstRowRef& weight, const ConstRowRef& bias, float epsilon,
                  MatrixRef output) {
  assert(input.rows() == residual.rows() && input.cols() == residual.cols());
  layerNormRows(input, &residual, weight, bias, epsilon, output);
}

void rmsNorm(const ConstMatrixRef& input, const ConstRowRef& weight, float epsilon,
             MatrixRef output) {
  assert(input.rows() == output.rows() && input.cols() == output.cols());
  const auto kernel = HWY_DYNAMIC_DISPATCH(rmsNormRow);
  const Index n = input.cols() == 0 ? 0 : input.rows();
  parallelRanges(n, rowsAtOnce(input.cols()), [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      kernel(rowSpan(input, i).data(), dataOrNull(weight), epsilon,
             static_cast<size_t>(input.cols()), rowSpan(output, i).data());
    }
  });
}

}  // namespace headscope
#endif  // HWY_ONCE
