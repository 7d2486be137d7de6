#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "tensor/matrix.h"

namespace headscope {

// ALiBi (Press et al. 2022, section 3): slope · (key position - query position), a slope a head.
struct AlibiBias {
  std::vector<float> slopes;  // (heads)
};

// 2^(-8 (h + 1) / heads) where heads is a power of two; else those of the power below, and between
// them every second of the power above (the authors' code, and BLOOM).
std::vector<float> alibiSlopes(int heads);

// T5 (Raffel et al. 2020, section 2.1): distances fall into buckets, each with a number a head.
enum class BucketKind {
  bothDirections,  // half of the buckets for keys after the query
  backwards,       // keys after the query all fall into bucket 0
};
struct BucketBias {
  Matrix values;  // (buckets, heads)
  BucketKind kind = BucketKind::bothDirections;
  int maxDistance = 128;  // from there on all distances share a bucket
};

// The bucket of key position - query position, 0 … buckets - 1 (Mesh TensorFlow,
// _relative_position_bucket: half of the buckets hold one distance each, the rest grow with it).
int relativeBucket(Index distance, BucketKind kind, int buckets, int maxDistance);

// What is added to a head's score for the distance from query to key; monostate for nothing.
using DistanceBias = std::variant<std::monostate, AlibiBias, BucketBias>;

float biasAt(const DistanceBias& bias, int head, Index distance);

// Where the bias of one distance comes from, for who explains it.
struct BiasOrigin {
  Index distance = 0;          // key position - query position
  std::optional<float> slope;  // ALiBi: the bias is slope · distance
  std::optional<int> bucket;   // T5: the bias is what the head has for this bucket
  bool operator==(const BiasOrigin&) const = default;
};
BiasOrigin biasOrigin(const DistanceBias& bias, int head, Index distance);

// Adds it to the scores of rows firstQuery …: (rows, n_key).
void addBias(const DistanceBias& bias, int head, Index firstQuery, MatrixRef scores);

}  // namespace headscope
