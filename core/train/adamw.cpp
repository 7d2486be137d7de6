#include "train/adamw.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace headscope {

template <typename Scalar>
AdamW<Scalar>::AdamW(const ParameterLayout& layout, AdamWOptions options)
    : options_(options),
      mean_(static_cast<std::size_t>(layout.size())),
      square_(static_cast<std::size_t>(layout.size())) {
  for (const Parameter& parameter : layout.parameters()) {
    const auto begin = static_cast<std::size_t>(parameter.place.offset);
    const std::size_t end = begin + static_cast<std::size_t>(parameter.place.size());
    if (!ranges_.empty() && ranges_.back().decay == parameter.decay) {
      ranges_.back().end = end;
    } else {
      ranges_.push_back({.begin = begin, .end = end, .decay = parameter.decay});
    }
  }
}

template <typename Scalar>
void AdamW<Scalar>::step(double learningRate, std::span<const Scalar> gradient,
                         std::span<Scalar> values) {
  ++steps_;
  const auto beta1 = static_cast<Scalar>(options_.beta1);
  const auto beta2 = static_cast<Scalar>(options_.beta2);
  const auto epsilon = static_cast<Scalar>(options_.epsilon);
  // Both averages begin at 0 and are scaled for it.
  const auto rate = static_cast<Scalar>(learningRate / (1 - std::pow(options_.beta1, steps_)));
  const auto squareScale = static_cast<Scalar>(1 / std::sqrt(1 - std::pow(options_.beta2, steps_)));
  for (const Range& range : ranges_) {
    const auto keep = static_cast<Scalar>(
        range.decay == Decay::yes ? 1 - learningRate * options_.weightDecay : 1);
    for (std::size_t i = range.begin; i < range.end; ++i) {
      const Scalar g = gradient[i];
      mean_[i] += (1 - beta1) * (g - mean_[i]);
      square_[i] = beta2 * square_[i] + (1 - beta2) * g * g;
      const Scalar length = std::sqrt(square_[i]) * squareScale + epsilon;
      values[i] = keep * values[i] - rate * mean_[i] / length;
    }
  }
}

template <typename Scalar>
double lengthOf(std::span<const Scalar> gradient) {
  double sum = 0;
  for (const Scalar g : gradient) {
    sum += static_cast<double>(g) * static_cast<double>(g);
  }
  return std::sqrt(sum);
}

template <typename Scalar>
double clipLength(double most, std::span<Scalar> gradient) {
  const double length = lengthOf<Scalar>(gradient);
  const double scale = most / (length + 1e-6);
  if (scale < 1) {
    for (Scalar& g : gradient) {
      g *= static_cast<Scalar>(scale);
    }
  }
  return length;
}

double Schedule::rateAt(int step) const {
  if (step < warmUp) {
    return highest * (step + 1) / warmUp;
  }
  const int rest = std::max(1, steps - warmUp);
  const double done = std::min(1.0, static_cast<double>(step - warmUp) / rest);
  return highest * (last + (1 - last) * (1 + std::cos(std::numbers::pi * done)) / 2);
}

template class AdamW<float>;
template class AdamW<double>;
template double lengthOf(std::span<const float>);
template double lengthOf(std::span<const double>);
template double clipLength(double, std::span<float>);
template double clipLength(double, std::span<double>);

}  // namespace headscope
