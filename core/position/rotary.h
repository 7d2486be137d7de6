#pragma once

#include <vector>

#include "tensor/matrix.h"

namespace headscope {

// Rotary positions (Su et al. 2021, section 3.4.2): queries and keys are turned by an angle that
// grows with their position, so that q·k depends on the distance. Dimension c of a head turns with
// dimension c + d/2, as at Hugging Face (the paper's pairs are neighbours: 2c and 2c + 1).
struct Rotary {
  std::vector<float> frequencies;  // (d/2) radians per position; of d <= d_k dimensions, the first
};

// base^(-2c / d) for c = 0 … d/2 - 1, in float32 like Hugging Face. d is even.
Rotary rotary(int dimensions, float base);

// Positions are told apart as if the text were `factor` times shorter (Chen et al. 2023).
void stretchLinearly(Rotary& rotary, float factor);

// Llama 3: low frequencies are divided by `factor`, high ones kept, and those between blended
// (transformers, modeling_rope_utils.py, _compute_llama3_parameters).
struct Llama3Stretch {
  float factor = 1;
  float lowFrequencyFactor = 1;
  float highFrequencyFactor = 4;
  int originalPositions = 8192;
};
void stretchLlama3(Rotary& rotary, const Llama3Stretch& stretch);

// The turns of positions first … first + n - 1.
struct RotaryAngles {
  Matrix cosine;  // (n, d/2)
  Matrix sine;    // (n, d/2)
};
RotaryAngles rotaryAngles(const Rotary& rotary, Index first, Index n);

// Turns every head of every row in place. heads (n, h · d_k); row i is turned by row firstAngle + i
// of the angles.
void rotate(const RotaryAngles& angles, Index firstAngle, Index dK, MatrixRef heads);

}  // namespace headscope
