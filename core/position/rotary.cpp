#include "position/rotary.h"

#include <cmath>
#include <numbers>

namespace headscope {

Rotary rotary(int dimensions, float base) {
  Rotary result;
  for (int c = 0; c < dimensions; c += 2) {
    const float exponent = static_cast<float>(c) / static_cast<float>(dimensions);
    const auto power = static_cast<float>(std::pow(double{base}, double{exponent}));
    result.frequencies.push_back(1.0F / power);
  }
  return result;
}

void stretchLinearly(Rotary& rotary, float factor) {
  for (float& frequency : rotary.frequencies) {
    frequency /= factor;
  }
}

void stretchLlama3(Rotary& rotary, const Llama3Stretch& stretch) {
  const auto original = static_cast<float>(stretch.originalPositions);
  const float lowWavelength = original / stretch.lowFrequencyFactor;
  const float highWavelength = original / stretch.highFrequencyFactor;
  for (float& frequency : rotary.frequencies) {
    const float wavelength = 2 * std::numbers::pi_v<float> / frequency;
    if (wavelength > lowWavelength) {
      frequency /= stretch.factor;
    } else if (wavelength >= highWavelength) {
      const float smooth = (original / wavelength - stretch.lowFrequencyFactor) /
                           (stretch.highFrequencyFactor - stretch.lowFrequencyFactor);
      frequency = (1 - smooth) * frequency / stretch.factor + smooth * frequency;
    }
  }
}

RotaryAngles rotaryAngles(const Rotary& rotary, Index first, Index n) {
  const auto pairs = static_cast<Index>(rotary.frequencies.size());
  RotaryAngles angles{.cosine = Matrix(n, pairs), .sine = Matrix(n, pairs)};
  for (Index i = 0; i < n; ++i) {
    for (Index c = 0; c < pairs; ++c) {
      const float angle =
          static_cast<float>(first + i) * rotary.frequencies[static_cast<std::size_t>(c)];
      angles.cosine(i, c) = static_cast<float>(std::cos(double{angle}));
      angles.sine(i, c) = static_cast<float>(std::sin(double{angle}));
    }
  }
  return angles;
}

void rotate(const RotaryAngles& angles, Index firstAngle, Index dK, MatrixRef heads) {
  const Index pairs = angles.cosine.cols();
  for (Index i = 0; i < heads.rows(); ++i) {
    const float* cosine = angles.cosine.row(firstAngle + i).data();
    const float* sine = angles.sine.row(firstAngle + i).data();
    const std::span<float> row = rowSpan(heads, i);
    for (Index head = 0; head < heads.cols(); head += dK) {
      float* low = row.data() + head;
      float* high = low + pairs;
      for (Index c = 0; c < pairs; ++c) {
        const float before = low[c];
        low[c] = before * cosine[c] - high[c] * sine[c];
        high[c] = high[c] * cosine[c] + before * sine[c];
      }
    }
  }
}

}  // namespace headscope
