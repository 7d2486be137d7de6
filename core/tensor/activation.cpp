#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tensor/activation.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
// clang-format off
#include <hwy/highway.h>
#include <hwy/contrib/math/math-inl.h>
// clang-format on

#include <algorithm>
#include <cassert>

#include "tensor/activation.h"
#include "tensor/parallel.h"

HWY_BEFORE_NAMESPACE();
namespace headscope::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// erf(x) = x P(x²) / Q(x²) on |x| <= 3.92, beyond which it is ±1 in float32. The coefficients are
// a minimax fit by fit_erf.py; relative error 4.3e-7 in float32.
template <class D, class V>
HWY_INLINE V erf(D d, V x) {
  const V edge = hn::Set(d, 3.92F);
  x = hn::Min(hn::Max(x, hn::Neg(edge)), edge);
  const V t = hn::Mul(x, x);
  V p = hn::Set(d, 2.050088141913875e-06F);
  p = hn::MulAdd(p, t, hn::Set(d, 2.8487981762737036e-4F));
  p = hn::MulAdd(p, t, hn::Set(d, 3.765531349927187e-3F));
  p = hn::MulAdd(p, t, hn::Set(d, 5.274845287203789e-2F));
  p = hn::MulAdd(p, t, hn::Set(d, 0.19040460884571075F));
  p = hn::MulAdd(p, t, hn::Set(d, 1.1283791065216064F));
  V q = hn::Set(d, 3.809157351497561e-05F);
  q = hn::MulAdd(q, t, hn::Set(d, 1.1625129263848066e-3F));
  q = hn::MulAdd(q, t, hn::Set(d, 1.4969044364988804e-2F));
  q = hn::MulAdd(q, t, hn::Set(d, 0.11410832405090332F));
  q = hn::MulAdd(q, t, hn::Set(d, 0.5020744204521179F));
  q = hn::MulAdd(q, t, hn::Set(d, 1.0F));
  const V one = hn::Set(d, 1.0F);
  return hn::Max(hn::Min(hn::Div(hn::Mul(x, p), q), one), hn::Neg(one));
}

template <class D, class V>
HWY_INLINE V sigmoid(D d, V x) {
  const V one = hn::Set(d, 1.0F);
  // Highway's Exp is defined up to 104; beyond 88 the sigmoid is below the smallest normal float.
  const V exponent = hn::Min(hn::Neg(x), hn::Set(d, 88.0F));
  return hn::Div(one, hn::Add(one, hn::Exp(d, exponent)));
}

struct Relu {
  template <class D, class V>
  HWY_INLINE V operator()(D d, V x) const {
    return hn::Max(x, hn::Zero(d));
  }
  template <class D, class V>
  static HWY_INLINE V slope(D d, V x) {
    return hn::IfThenElseZero(hn::Gt(x, hn::Zero(d)), hn::Set(d, 1.0F));
  }
};

// The slope is Φ(x) + x φ(x), φ the density of the normal distribution.
struct GeluErf {
  template <class D, class V>
  HWY_INLINE V operator()(D d, V x) const {
    const V half = hn::Mul(x, hn::Set(d, 0.5F));
    return hn::MulAdd(half, erf(d, hn::Mul(x, hn::Set(d, 0.70710678F))), half);
  }
  template <class D, class V>
  static HWY_INLINE V slope(D d, V x) {
    const V half = hn::Set(d, 0.5F);
    const V distribution = hn::MulAdd(half, erf(d, hn::Mul(x, hn::Set(d, 0.70710678F))), half);
    // Below -88 the density is 0 beside the distribution.
    const V exponent = hn::Max(hn::Mul(hn::Mul(x, x), hn::Set(d, -0.5F)), hn::Set(d, -88.0F));
    const V density = hn::Mul(hn::Exp(d, exponent), hn::Set(d, 0.39894228F));
    return hn::MulAdd(x, density, distribution);
  }
};

// 0.5 x (1 + tanh u) = x sigmoid(2u), u = sqrt(2/π) (x + 0.044715 x³).
struct GeluTanh {
  template <class D, class V>
  HWY_INLINE V operator()(D d, V x) const {
    const V cubic = hn::MulAdd(hn::Mul(x, x), hn::Set(d, 0.044715F), hn::Set(d, 1.0F));
    return hn::Mul(x, sigmoid(d, hn::Mul(hn::Mul(x, cubic), hn::Set(d, 1.5957691216F))));
  }
  // With s = sigmoid(2u): s + x s (1 - s) 2u'.
  template <class D, class V>
  static HWY_INLINE V slope(D d, V x) {
    const V one = hn::Set(d, 1.0F);
    // From there on it is 0 or 1, and the square of a larger one would not be finite.
    const V edge = hn::Set(d, 30.0F);
    x = hn::Min(hn::Max(x, hn::Neg(edge)), edge);
    const V square = hn::Mul(x, x);
    const V twice = hn::Set(d, 1.5957691216F);
    const V cubic = hn::MulAdd(square, hn::Set(d, 0.044715F), one);
    const V s = sigmoid(d, hn::Mul(hn::Mul(x, cubic), twice));
    const V inner = hn::Mul(hn::MulAdd(square, hn::Set(d, 3 * 0.044715F), one), twice);
    return hn::MulAdd(hn::Mul(hn::Mul(x, s), hn::Sub(one, s)), inner, s);
  }
};

struct Silu {
  template <class D, class V>
  HWY_INLINE V operator()(D d, V x) const {
    return hn::Mul(x, sigmoid(d, x));
  }
  // s (1 + x (1 - s)).
  template <class D, class V>
  static HWY_INLINE V slope(D d, V x) {
    const V one = hn::Set(d, 1.0F);
    const V s = sigmoid(d, x);
    return hn::Mul(s, hn::MulAdd(x, hn::Sub(one, s), one));
  }
};

template <class Function>
HWY_INLINE void apply(Function function, const float* HWY_RESTRICT bias, float* HWY_RESTRICT x,
                      size_t n) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  size_t j = 0;
  for (; j + lanes <= n; j += lanes) {
    auto v = hn::LoadU(d, x + j);
    if (bias != nullptr) {
      v = hn::Add(v, hn::LoadU(d, bias + j));
    }
    hn::StoreU(function(d, v), d, x + j);
  }
  if (j < n) {
    // What comes after the row is another thread's, or nobody's: without masks in hardware, masked
    // loads and stores touch it.
    HWY_ALIGN float rest[hn::MaxLanes(d)] = {};
    std::copy_n(x + j, n - j, rest);
    auto v = hn::Load(d, rest);
    if (bias != nullptr) {
      HWY_ALIGN float restOfBias[hn::MaxLanes(d)] = {};
      std::copy_n(bias + j, n - j, restOfBias);
      v = hn::Add(v, hn::Load(d, restOfBias));
    }
    hn::Store(function(d, v), d, rest);
    std::copy_n(rest, n - j, x + j);
  }
}

template <class Function>
HWY_INLINE void applySlope(Function, const float* HWY_RESTRICT x, float* HWY_RESTRICT gradient,
                           size_t n) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  size_t j = 0;
  for (; j + lanes <= n; j += lanes) {
    const auto slope = Function::slope(d, hn::LoadU(d, x + j));
    hn::StoreU(hn::Mul(slope, hn::LoadU(d, gradient + j)), d, gradient + j);
  }
  if (j < n) {
    HWY_ALIGN float rest[hn::MaxLanes(d)] = {};
    std::copy_n(x + j, n - j, rest);
    hn::Store(Function::slope(d, hn::Load(d, rest)), d, rest);
    for (size_t i = 0; j + i < n; ++i) {
      gradient[j + i] *= rest[i];
    }
  }
}

void multiplyRowBySlope(Activation activation, const float* HWY_RESTRICT x,
                        float* HWY_RESTRICT gradient, size_t n) {
  switch (activation) {
    case Activation::relu:
      return applySlope(Relu{}, x, gradient, n);
    case Activation::geluErf:
      return applySlope(GeluErf{}, x, gradient, n);
    case Activation::geluTanh:
      return applySlope(GeluTanh{}, x, gradient, n);
    case Activation::silu:
      return applySlope(Silu{}, x, gradient, n);
  }
}

void activateRow(Activation activation, const float* HWY_RESTRICT bias, float* HWY_RESTRICT x,
                 size_t n) {
  switch (activation) {
    case Activation::relu:
      return apply(Relu{}, bias, x, n);
    case Activation::geluErf:
      return apply(GeluErf{}, bias, x, n);
    case Activation::geluTanh:
      return apply(GeluTanh{}, bias, x, n);
    case Activation::silu:
      return apply(Silu{}, bias, x, n);
  }
}

}  // namespace headscope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace headscope {

HWY_EXPORT(activateRow);
HWY_EXPORT(multiplyRowBySlope);

void activate(Activation activation, std::span<float> values) {
  HWY_DYNAMIC_DISPATCH(activateRow)(activation, nullptr, values.data(), values.size());
}

void multiplyBySlope(Activation activation, std::span<const float> input,
                     std::span<float> gradient) {
  assert(input.size() == gradient.size());
  HWY_DYNAMIC_DISPATCH(multiplyRowBySlope)
  (activation, input.data(), gradient.data(), input.size());
}

void addBiasAndActivate(Activation activation, const Eigen::Ref<const Eigen::RowVectorXf>& bias,
                        MatrixRef values) {
  assert(bias.size() == 0 || bias.size() == values.cols());
  const auto kernel = HWY_DYNAMIC_DISPATCH(activateRow);
  const Index n = values.cols() == 0 ? 0 : values.rows();
  parallelRanges(n, rowsAtOnce(values.cols()), [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      kernel(activation, bias.size() == 0 ? nullptr : bias.data(), rowSpan(values, i).data(),
             static_cast<size_t>(values.cols()));
    }
  });
}

void addBiasAndGate(Activation activation, const Eigen::Ref<const Eigen::RowVectorXf>& bias,
                    MatrixRef values) {
  assert(bias.size() == 0 || bias.size() == values.cols());
  const auto kernel = HWY_DYNAMIC_DISPATCH(activateRow);
  const Index half = values.cols() / 2;
  parallelRanges(half == 0 ? 0 : values.rows(), rowsAtOnce(half), [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      kernel(activation, bias.size() == 0 ? nullptr : bias.data(), rowSpan(values, i).data(),
             static_cast<size_t>(half));
      auto gate = values.row(i).head(half).array();
      const auto up = values.row(i).tail(half).array();
      if (bias.size() == 0) {
        gate *= up;
      } else {
        gate *= up + bias.tail(half).array();
      }
    }
  });
}

}  // namespace headscope
#endif  // HWY_ONCE
