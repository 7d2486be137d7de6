#pragma once

#include <array>
#include <string_view>

#include "error/error.h"

namespace headscope {

// How a model is told where in the sequence a token stands: what is added to its embedding.
enum class PositionKind {
  none,                  // nothing is added
  sinusoidInterleaved,   // Vaswani et al. 2017, section 3.5: sine, cosine, sine, cosine, …
  sinusoidConcatenated,  // tensor2tensor get_timing_signal_1d: all sines, then all cosines
  sinusoidSorted,        // the first one's numbers, all sines before all cosines (Marian)
  learned,               // a table that is part of the weights
  rotary,                // nothing: queries and keys are turned (Su et al. 2021)
  alibi,                 // nothing: scores fall with the distance (Press et al. 2022)
  buckets,               // nothing: scores change with the distance (Raffel et al. 2020)
};

// Those that add something to the embedding, or nothing at all: what a sandbox can be given.

inline constexpr std::array kPositionKinds = {PositionKind::none, PositionKind::sinusoidInterleaved,
                                              PositionKind::sinusoidConcatenated,
                                              PositionKind::learned};

enum class PositionError { unknownKind = 1 };

// The name on the command line and in files: "none", "sinusoid", "sinusoid-halves",
// "sinusoid-sorted", "learned", "rotary", "alibi", "buckets".
std::string_view positionKindName(PositionKind kind);

// The one of kPositionKinds of that name; PositionError::unknownKind, which lists the names, for
// any other.
Result<PositionKind> parsePositionKind(std::string_view name);

// Whether sinusoidTable has a formula for it.
bool isSinusoid(PositionKind kind);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(PositionError);
