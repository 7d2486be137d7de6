#pragma once

#include <compare>
#include <optional>
#include <vector>

#include "model/score_rule.h"
#include "tensor/matrix.h"

namespace headscope {

// Which head; both count from 0. Written L3·H1 wherever a person reads it.
struct HeadId {
  int layer = 0;
  int head = 0;
  auto operator<=>(const HeadId&) const = default;
};

struct AttentionShape {
  int layers = 0;
  int heads = 0;  // query heads of each layer
  int nQuery = 0;
  int nKey = 0;
  bool operator==(const AttentionShape&) const = default;
};

// How one softmax weight came about. score = dot * scale, or cap · tanh of that over the cap; with
// bias and mask added it goes into the softmax over the row:
// weight = exp(score + bias + mask - rowMax) / sum over keys.
struct CellArithmetic {
  ScoreKind kind = ScoreKind::scaledDot;
  // (d_k) as the score takes them: turned by their positions where the model does so, of length 1
  // for the cosine.
  std::vector<float> query;
  std::vector<float> key;
  bool isTurned = false;        // by their positions (Su et al. 2021, section 3.2)
  std::vector<float> products;  // (d_k) q_c * k_c; they sum to dot
  float dot = 0;
  float scale = 1;  // 1/sqrt(d_k) for scaled dot products
  float cap = 0;    // 0: none
  float score = 0;
  std::optional<float> bias;  // for the distance, where the model adds one (ALiBi, T5)
  BiasOrigin biasOrigin;      // of that bias
  float mask = 0;             // 0 where the key is visible, lowest float where not
  float weight = 0;
  std::optional<float> unedited;  // what the softmax gave, where the weight was changed by hand
};

// What the numbers of a map are.
enum class MapValues {
  weights,      // in [0, 1]; rows sum to 1, or to less where keys are left out
  anyWeights,   // in [0, 1], and that is all
  differences,  // of two weights, in [-1, 1]
};

// Attention weights that something computed or recorded: what every view asks. Maps are made on
// demand, so a source may hold 512 tokens x 144 heads in a few megabytes. What it once tells does
// not change; safe to use from several threads.
class AttentionSource {
 public:
  virtual ~AttentionSource() = default;

  virtual AttentionShape shape() const = 0;
  virtual MapValues values() const { return MapValues::weights; }
  // Maps may be asked of layers 0 … knownLayers() - 1: a pass that is under way knows the first.
  virtual int knownLayers() const { return shape().layers; }

  // Writes the values of rows firstQuery … firstQuery + out.rows() - 1.
  // out is (rows, n_key). The head and the rows must lie within shape().
  virtual void weights(HeadId head, int firstQuery, MatrixRef out) const = 0;  // (rows, n_key)

  // Nothing where the source holds no queries and keys (a recording of weights alone).
  virtual std::optional<CellArithmetic> arithmetic(HeadId head, int query, int key) const = 0;

  // What goes into the softmax of a row: the scores with bias and mask, the lowest float where a
  // key is hidden (n_key). Empty where the source holds no queries and keys.
  virtual std::vector<float> scores(HeadId /*head*/, int /*query*/) const { return {}; }

  Matrix map(HeadId head) const;                         // (n_query, n_key)
  std::vector<float> row(HeadId head, int query) const;  // (n_key)

  // The map with blocks of 2^level x 2^level cells replaced by their maximum, so that one hot
  // cell never vanishes: (ceil(n_query / 2^level), ceil(n_key / 2^level)).
  Matrix pooledMap(HeadId head, int level) const;
};

}  // namespace headscope
