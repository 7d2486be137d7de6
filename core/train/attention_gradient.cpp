#include "train/attention_gradient.h"

#include <cmath>
#include <limits>

#include "tensor/softmax.h"
#include "train/small_product.h"

namespace headscope {
namespace {

bool seesAll(const ScoreRule& rule, const Mask& mask) {
  return !mask.causal && mask.keyVisible.empty() && mask.custom.size() == 0 &&
         rule.reach == Reach{};
}

// Empty where all is seen.
template <typename Scalar>
MatrixOf<Scalar> seenBy(const ScoreRule& rule, const Segment& segment) {
  if (seesAll(rule, segment.mask)) {
    return {};
  }
  MatrixOf<Scalar> seen(segment.length, segment.length);
  for (Index query = 0; query < segment.length; ++query) {
    for (Index key = 0; key < segment.length; ++key) {
      seen(query, key) = segment.mask.visible(query, key) && rule.reach.sees(query, key) ? 1 : 0;
    }
  }
  return seen;
}

// Rows of length 1, and what they were divided by; a row of zeros stays zero.
template <typename Scalar>
MatrixOf<Scalar> unitRowsOf(const ConstRefOf<Scalar>& rows, ColumnOf<Scalar>& lengths) {
  lengths = rows.rowwise().norm();
  MatrixOf<Scalar> unit = rows;
  for (Index i = 0; i < unit.rows(); ++i) {
    if (lengths[i] > 0) {
      unit.row(i) /= lengths[i];
    }
  }
  return unit;
}

// From the gradient of unit rows to that of the rows, in place.
template <typename Scalar>
void unitRowsBackward(const MatrixOf<Scalar>& unit, const ColumnOf<Scalar>& lengths,
                      MatrixOf<Scalar>& gradient) {
  for (Index i = 0; i < unit.rows(); ++i) {
    const Scalar along = gradient.row(i).dot(unit.row(i));
    gradient.row(i) -= along * unit.row(i);
    gradient.row(i) /= lengths[i] > 0 ? lengths[i] : 1;
  }
}

void softmaxInPlace(MatrixOf<float>& scores) {
  softmaxRows(scores);
}

void softmaxInPlace(MatrixOf<double>& scores) {
  for (Index i = 0; i < scores.rows(); ++i) {
    auto row = scores.row(i);
    row = (row.array() - row.maxCoeff()).exp();
    row /= row.sum();
  }
}

// Where the parts of one head of one segment lie in the rows of the projections.
struct HeadPlace {
  Index first;
  Index length;
  Index query;
  Index key;
  Index value;
  Index dK;

  HeadPlace(const BlockConfig& config, const Segment& segment, int head)
      : first(segment.first),
        length(segment.length),
        query(static_cast<Index>(head) * config.dK),
        key(config.dHeads() + static_cast<Index>(config.keyHeadOf(head)) * config.dK),
        value(key + config.dKeys()),
        dK(config.dK) {}

  template <typename Rows>
  auto at(Rows& rows, Index column) const {
    return rows.block(first, column, length, dK);
  }
};

std::size_t indexOf(const BlockConfig& config, std::size_t segment, int head) {
  return segment * static_cast<std::size_t>(config.heads) + static_cast<std::size_t>(head);
}

// scale · q·k, of unit rows for the cosine.
template <typename Scalar>
void plainScores(const ScoreRule& rule, const ConstRefOf<Scalar>& query,
                 const ConstRefOf<Scalar>& key, SmallProduct<Scalar>& product,
                 MatrixOf<Scalar>& scores) {
  const auto scale = static_cast<Scalar>(rule.scaleFor(static_cast<int>(query.cols())));
  scores.resize(query.rows(), key.rows());
  if (rule.kind != ScoreKind::cosine) {
    product.multiplyTransposed(query, key, scale, scores);
    return;
  }
  ColumnOf<Scalar> lengths;
  product.multiplyTransposed(unitRowsOf<Scalar>(query, lengths), unitRowsOf<Scalar>(key, lengths),
                             scale, scores);
}

// From the gradient of plainScores, which it overwrites, to those of query and key; the latter is
// added to.
template <typename Scalar>
void plainScoresBackward(const ScoreRule& rule, const ConstRefOf<Scalar>& query,
                         const ConstRefOf<Scalar>& key, MatrixOf<Scalar>& scores,
                         SmallProduct<Scalar>& product, RefOf<Scalar> queryGradient,
                         RefOf<Scalar> keyGradient) {
  scores *= static_cast<Scalar>(rule.scaleFor(static_cast<int>(query.cols())));
  if (rule.kind != ScoreKind::cosine) {
    product.multiply(scores, key, queryGradient);
    product.addTransposed(scores, query, keyGradient);
    return;
  }
  ColumnOf<Scalar> queryLengths;
  ColumnOf<Scalar> keyLengths;
  const MatrixOf<Scalar> unitQuery = unitRowsOf<Scalar>(query, queryLengths);
  const MatrixOf<Scalar> unitKey = unitRowsOf<Scalar>(key, keyLengths);
  MatrixOf<Scalar> ofQuery = scores * unitKey;
  MatrixOf<Scalar> ofKey = scores.transpose() * unitQuery;
  unitRowsBackward(unitQuery, queryLengths, ofQuery);
  unitRowsBackward(unitKey, keyLengths, ofKey);
  queryGradient = ofQuery;
  keyGradient += ofKey;
}

template <typename Scalar>
void addBiasTo(const DistanceBias& bias, int head, MatrixOf<Scalar>& scores) {
  for (Index query = 0; query < scores.rows(); ++query) {
    for (Index key = 0; key < scores.cols(); ++key) {
      scores(query, key) += static_cast<Scalar>(biasAt(bias, head, key - query));
    }
  }
}

}  // namespace

template <typename Scalar>
void attentionForward(const BlockConfig& config, const std::vector<Segment>& segments,
                      const ConstRefOf<Scalar>& projections, AttentionTape<Scalar>& tape,
                      RefOf<Scalar> concatenated) {
  const ScoreRule& rule = config.score;
  const std::size_t maps = segments.size() * static_cast<std::size_t>(config.heads);
  tape.weights.resize(maps);
  tape.capped.resize(rule.cap > 0 ? maps : 0);
  tape.seen.resize(segments.size());
  SmallProduct<Scalar> product;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    tape.seen[s] = seenBy<Scalar>(rule, segments[s]);
    for (int head = 0; head < config.heads; ++head) {
      const HeadPlace place(config, segments[s], head);
      MatrixOf<Scalar>& weights = tape.weights[indexOf(config, s, head)];
      plainScores<Scalar>(rule, place.at(projections, place.query),
                          place.at(projections, place.key), product, weights);
      if (rule.cap > 0) {
        const auto cap = static_cast<Scalar>(rule.cap);
        weights = cap * (weights.array() / cap).tanh();
        tape.capped[indexOf(config, s, head)] = weights;
      }
      if (rule.bias != nullptr) {
        addBiasTo(*rule.bias, head, weights);
      }
      if (tape.seen[s].size() > 0) {
        weights = (tape.seen[s].array() > 0).select(weights, std::numeric_limits<Scalar>::lowest());
      }
      softmaxInPlace(weights);
      product.multiply(weights, place.at(projections, place.value),
                       concatenated.block(place.first, place.query, place.length, place.dK));
    }
  }
}

// With P the weights: dV = Pᵀ dO, dP = dO Vᵀ, and of the softmax dS = P (dP - Σ_j P_j dP_j).
template <typename Scalar>
void attentionBackward(const BlockConfig& config, const std::vector<Segment>& segments,
                       const ConstRefOf<Scalar>& projections, const AttentionTape<Scalar>& tape,
                       const ConstRefOf<Scalar>& gradient, RefOf<Scalar> projectionsGradient) {
  const ScoreRule& rule = config.score;
  projectionsGradient.setZero();  // heads that share keys add to them
  SmallProduct<Scalar> product;
  MatrixOf<Scalar> scores;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    for (int head = 0; head < config.heads; ++head) {
      const HeadPlace place(config, segments[s], head);
      const MatrixOf<Scalar>& weights = tape.weights[indexOf(config, s, head)];
      const auto output = gradient.block(place.first, place.query, place.length, place.dK);
      product.addTransposed(weights, output, place.at(projectionsGradient, place.value));
      scores.resize(place.length, place.length);
      product.multiplyTransposed(output, place.at(projections, place.value), 1, scores);
      const ColumnOf<Scalar> sums = (weights.array() * scores.array()).rowwise().sum();
      scores = weights.array() * (scores.colwise() - sums).array();
      if (tape.seen[s].size() > 0) {
        // What a mask hides has no score of its own, even where its row is uniform.
        scores.array() *= tape.seen[s].array();
      }
      if (rule.cap > 0) {
        const auto cap = static_cast<Scalar>(rule.cap);
        scores.array() *= 1 - (tape.capped[indexOf(config, s, head)].array() / cap).square();
      }
      plainScoresBackward<Scalar>(rule, place.at(projections, place.query),
                                  place.at(projections, place.key), scores, product,
                                  place.at(projectionsGradient, place.query),
                                  place.at(projectionsGradient, place.key));
    }
  }
}

template void attentionForward(const BlockConfig&, const std::vector<Segment>&,
                               const ConstRefOf<float>&, AttentionTape<float>&, RefOf<float>);
template void attentionForward(const BlockConfig&, const std::vector<Segment>&,
                               const ConstRefOf<double>&, AttentionTape<double>&, RefOf<double>);
template void attentionBackward(const BlockConfig&, const std::vector<Segment>&,
                                const ConstRefOf<float>&, const AttentionTape<float>&,
                                const ConstRefOf<float>&, RefOf<float>);
template void attentionBackward(const BlockConfig&, const std::vector<Segment>&,
                                const ConstRefOf<double>&, const AttentionTape<double>&,
                                const ConstRefOf<double>&, RefOf<double>);

}  // namespace headscope
