#include "position/distance_bias.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace headscope {
namespace {

int bucketOf(const BucketBias& buckets, Index distance) {
  return relativeBucket(distance, buckets.kind, static_cast<int>(buckets.values.rows()),
                        buckets.maxDistance);
}

struct BiasAt {
  int head;
  Index distance;

  float operator()(std::monostate) const { return 0; }
  float operator()(const AlibiBias& alibi) const {
    return alibi.slopes[static_cast<std::size_t>(head)] * static_cast<float>(distance);
  }
  float operator()(const BucketBias& buckets) const {
    return buckets.values(bucketOf(buckets, distance), head);
  }
};

struct OriginAt {
  int head;
  Index distance;

  BiasOrigin operator()(std::monostate) const { return {.distance = distance}; }
  BiasOrigin operator()(const AlibiBias& alibi) const {
    return {.distance = distance, .slope = alibi.slopes[static_cast<std::size_t>(head)]};
  }
  BiasOrigin operator()(const BucketBias& buckets) const {
    return {.distance = distance, .bucket = bucketOf(buckets, distance)};
  }
};

}  // namespace

std::vector<float> alibiSlopes(int heads) {
  const int power = static_cast<int>(std::bit_floor(static_cast<unsigned>(heads)));
  std::vector<float> slopes;
  for (int h = 1; h <= power; ++h) {
    slopes.push_back(static_cast<float>(std::exp2(-8.0 * h / power)));
  }
  for (int h = 1; static_cast<int>(slopes.size()) < heads; h += 2) {
    slopes.push_back(static_cast<float>(std::exp2(-8.0 * h / (2 * power))));
  }
  return slopes;
}

int relativeBucket(Index distance, BucketKind kind, int buckets, int maxDistance) {
  int first = 0;
  Index away = -distance;
  if (kind == BucketKind::bothDirections) {
    buckets /= 2;
    first = distance > 0 ? buckets : 0;
    away = std::abs(distance);
  }
  away = std::max<Index>(away, 0);
  const int exact = buckets / 2;
  if (away < exact) {
    return first + static_cast<int>(away);
  }
  // In float32, as it was trained: 64 tokens away is exactly on the edge of a bucket.
  const float grown = std::log(static_cast<float>(away) / static_cast<float>(exact)) /
                      static_cast<float>(std::log(static_cast<double>(maxDistance) / exact)) *
                      static_cast<float>(buckets - exact);
  return first + std::min(exact + static_cast<int>(grown), buckets - 1);
}

float biasAt(const DistanceBias& bias, int head, Index distance) {
  return std::visit(BiasAt{head, distance}, bias);
}

BiasOrigin biasOrigin(const DistanceBias& bias, int head, Index distance) {
  return std::visit(OriginAt{head, distance}, bias);
}

void addBias(const DistanceBias& bias, int head, Index firstQuery, MatrixRef scores) {
  if (std::holds_alternative<std::monostate>(bias) || scores.rows() == 0) {
    return;
  }
  // Every row reads a stretch of the same values.
  const Index lastQuery = firstQuery + scores.rows() - 1;
  Eigen::RowVectorXf values(scores.rows() - 1 + scores.cols());
  for (Index place = 0; place < values.size(); ++place) {
    values(place) = biasAt(bias, head, place - lastQuery);
  }
  for (Index i = 0; i < scores.rows(); ++i) {
    scores.row(i) += values.segment(scores.rows() - 1 - i, scores.cols());
  }
}

}  // namespace headscope
