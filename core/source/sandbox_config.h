#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "error/error.h"
#include "model/config.h"
#include "position/position_kind.h"
#include "tensor/matrix.h"

namespace headscope {

enum class SandboxError {
  outOfRange = 1,  // a size or a number beyond its limits
  tooLarge,        // the sizes together need more memory than the sandbox takes
  importedShape,   // an imported matrix whose shape is not the one needed
  oneHotTooNarrow,
  vectorWidth,
  maskShape,
  spec,  // a sandbox:… text with a mistake
};

// What can be chosen, inclusive.
inline constexpr int kMaxSandboxHeads = 64;
inline constexpr int kMaxSandboxDK = 256;
inline constexpr int kMaxSandboxDModel = 2048;
inline constexpr int kMaxSandboxLayers = 24;
inline constexpr int kMaxSandboxTokens = 4096;
inline constexpr std::size_t kMaxSandboxBytes = std::size_t{2} << 30;  // of weights

// A matrix or a table that came from a CSV file.
struct ImportedMatrix {
  Matrix values;
  std::vector<std::string> labels;  // one a row, or empty
  std::string file;
};

enum class EmbeddingKind {
  seeded,    // normal numbers that depend on the seed and the word alone
  oneHot,    // the i-th distinct word of the text has a 1 in dimension i
  imported,  // a table of words; a word that is not in it is seeded
};

enum class MatrixKind {
  seeded,    // uniform with variance 1 / rows, so that scores start at about variance 1
  identity,  // ones on the diagonal; with several heads, head h reads its own slice of X
  imported,
};

struct MatrixChoice {
  MatrixKind kind = MatrixKind::seeded;
  std::shared_ptr<const ImportedMatrix> imported;
};

enum class SandboxMask { none, causal, padding, custom };

struct SandboxConfig {
  int heads = 8;
  int dK = 64;
  int dModel = 512;
  int layers = 1;
  std::uint64_t seed = 1;
  ScoreKind score = ScoreKind::scaledDot;
  PositionKind positions = PositionKind::none;
  SandboxMask mask = SandboxMask::none;
  int padding = 1;  // tokens at the end that are padding, for SandboxMask::padding
  std::shared_ptr<const ImportedMatrix> customMask;  // (n, n) 1 visible, 0 masked
  EmbeddingKind embedding = EmbeddingKind::seeded;
  std::shared_ptr<const ImportedMatrix> embeddingTable;  // labels are the words
  MatrixChoice query;                                    // W_Q (d_model, heads · d_k)
  MatrixChoice key;                                      // W_K, as W_Q
  MatrixChoice value;                                    // W_V, as W_Q
  MatrixChoice output;                                   // W_O (heads · d_k, d_model)
  NormPlacement norm = NormPlacement::post;
  int dFeedForward = 0;  // 0: none

  BlockConfig block() const;
};

// Bytes of weights that these sizes need.
std::size_t sandboxWeightBytes(const SandboxConfig& config);

// Nothing, or the first thing that is wrong: SandboxError.
Result<void> checkSandbox(const SandboxConfig& config);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(SandboxError);
