#include "train/adamw.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tensor/parallel.h"

namespace headscope {
namespace {

constexpr Index kGrain = 8192;  // numbers that one thread takes at once

}  // namespace

template <typename Scalar>
AdamW<Scalar>::AdamW(const ParameterLayout& layout, AdamWOptions options)
    : options_(options),
      mean_(RowOf<Scalar>::Zero(layout.size())),
      square_(RowOf<Scalar>::Zero(layout.size())) {
  for (const Parameter& parameter : layout.parameters()) {
    const Index begin = parameter.place.offset;
    const Index end = begin + parameter.place.size();
    for (Index at = begin; at < end; at += kGrain) {
      ranges_.push_back(
          {.begin = at, .size = std::min(kGrain, end - at), .decay = parameter.decay});
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
  parallelPieces(static_cast<Index>(ranges_.size()), [&](Index piece) {
    const Range& range = ranges_[static_cast<std::size_t>(piece)];
    const auto keep = static_cast<Scalar>(
        range.decay == Decay::yes ? 1 - learningRate * options_.weightDecay : 1);
    const Place place{.offset = range.begin, .rows = 1, .cols = range.size};
    const auto g = rowAt(gradient, place).array();
    auto mean = mean_.segment(range.begin, range.size).array();
    auto square = square_.segment(range.begin, range.size).array();
    auto value = rowAt(values, place).array();
    mean += (1 - beta1) * (g - mean);
    square = beta2 * square + (1 - beta2) * g.square();
    value = keep * value - rate * mean / (square.sqrt() * squareScale + epsilon);
  });
}

template <typename Scalar>
double clipLength(double most, std::span<Scalar> gradient) {
  auto whole =
      rowAt(gradient, Place{.offset = 0, .rows = 1, .cols = static_cast<Index>(gradient.size())});
  const double length = whole.template cast<double>().norm();
  const double scale = most / (length + 1e-6);
  if (scale < 1) {
    whole *= static_cast<Scalar>(scale);
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
template double clipLength(double, std::span<float>);
template double clipLength(double, std::span<double>);

}  // namespace headscope
