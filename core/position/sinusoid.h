#pragma once

#include <vector>

#include "position/position_kind.h"
#include "tensor/matrix.h"

namespace headscope {

enum class Wave {
  zero,  // 0 at every position: the column tensor2tensor pads an odd width with
  sine,
  cosine,
};

// One dimension of a sinusoidal encoding: wave(position * frequency).
struct SinusoidColumn {
  Wave wave = Wave::zero;
  double frequency = 0;  // radians per position
  int partner = -1;      // the other wave of this frequency; -1 where there is none

  // Positions until the wave repeats, 2π / frequency; infinite for Wave::zero.
  double wavelength() const;
  bool operator==(const SinusoidColumn&) const = default;
};

// The formulas of both layouts, one entry for each dimension; empty for kinds without a formula.
// Interleaved (Vaswani et al. 2017, 3.5): columns 2i and 2i+1 are the sine and the cosine of
// position / 10000^(2i / d); an odd width ends with a sine.
// Concatenated (tensor2tensor get_timing_signal_1d): of n = d / 2 frequencies
// exp(-i ln 10000 / max(n - 1, 1)) first all sines, then all cosines; an odd width ends with zeros.
std::vector<SinusoidColumn> sinusoidColumns(PositionKind kind, Index dModel);

// The encoding of positions 0 … length - 1: (length, d_model). Computed in double, then rounded:
// within 1e-7 of the formulas at any position below 2^20. Kinds without a formula add nothing:
// zeros. Negative sizes count as 0.
Matrix sinusoidTable(PositionKind kind, Index length, Index dModel);

}  // namespace headscope
