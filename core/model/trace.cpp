#include "model/trace.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "model/attention.h"
#include "tensor/parallel.h"
#include "tensor/threads.h"

namespace headscope {
namespace {

// The first rows of what was before, then `rows`. By all threads: most of the time goes into pages
// that are touched for the first time.
Matrix joined(const Matrix* before, Index length, const ConstMatrixRef& rows) {
  Matrix both(length + rows.rows(), rows.cols());
  parallelRanges(both.rows(), rowsAtOnce(both.cols()), [&](Index begin, Index end) {
    const Index cut = std::clamp(length, begin, end);
    if (begin < cut) {
      both.middleRows(begin, cut - begin) = before->middleRows(begin, cut - begin);
    }
    both.middleRows(cut, end - cut) = rows.middleRows(cut - length, end - cut);
  });
  return both;
}

}  // namespace

Trace::Trace(const Transformer& transformer, Mask mask, Index n,
             std::shared_ptr<const AttentionEdits> edits)
    : config_(transformer.config()),
      firstBlock_(transformer.sharedLayer(0)),
      mask_(std::move(mask)),
      edits_(std::move(edits)),
      nQuery_(n),
      nKey_(n),
      layers_(static_cast<std::size_t>(transformer.layerCount())) {
  for (int layer = 0; layer < transformer.layerCount(); ++layer) {
    rules_.push_back(transformer.config(layer).score);
    turned_.push_back(transformer.config(layer).rotary != nullptr);
  }
}

std::shared_ptr<Trace> Trace::ofCross(const Transformer& decoder, Mask mask, Index nQuery,
                                      Index nKey, std::shared_ptr<const AttentionEdits> edits) {
  auto cross = std::make_shared<Trace>(decoder, std::move(mask), nQuery, std::move(edits));
  cross->nKey_ = nKey;
  for (int layer = 0; layer < decoder.layerCount(); ++layer) {
    cross->rules_[static_cast<std::size_t>(layer)] = *decoder.config(layer).cross;
    cross->turned_[static_cast<std::size_t>(layer)] = false;
  }
  return cross;
}

void Trace::append(Layer layer) {
  const int known = known_.load(std::memory_order_relaxed);
  layers_[static_cast<std::size_t>(known)] = std::move(layer);
  known_.store(known + 1, std::memory_order_release);
}

bool Trace::canBegin(const Transformer& transformer) const {
  return keepsValues() && edits_ == nullptr && knownLayers() == static_cast<int>(layers_.size()) &&
         firstBlock_ == transformer.sharedLayer(0);
}

AttentionShape Trace::shape() const {
  return {.layers = static_cast<int>(layers_.size()),
          .heads = config_.heads,
          .nQuery = static_cast<int>(nQuery_),
          .nKey = static_cast<int>(nKey_)};
}

auto Trace::query(HeadId head) const {
  const int dK = config_.dK;
  return layers_[static_cast<std::size_t>(head.layer)].query.middleCols(head.head * dK, dK);
}

auto Trace::key(HeadId head) const {
  const int dK = config_.dK;
  const int keyHead = config_.keyHeadOf(head.head);
  return layers_[static_cast<std::size_t>(head.layer)].key.middleCols(keyHead * dK, dK);
}

void Trace::weights(HeadId head, int firstQuery, MatrixRef out) const {
  uneditedWeights(head, firstQuery, out);
  if (edits_ != nullptr) {
    applyEdits(*edits_, head, firstQuery, out);
  }
}

void Trace::uneditedWeights(HeadId head, int firstQuery, MatrixRef out) const {
  // A view asks from the window's thread: no team of threads for one head.
  const ScopedThreads one(1);
  const ScoreRule& rule = this->rule(head.layer);
  const HeadSight sight(mask_, rule.reach, {.edits = edits_.get(), .layer = head.layer});
  attentionWeights(rule, sight, {.head = head.head, .firstQuery = firstQuery},
                   query(head).middleRows(firstQuery, out.rows()), key(head), out);
}

std::vector<float> Trace::scores(HeadId head, int query) const {
  const ScopedThreads one(1);
  std::vector<float> scores(static_cast<std::size_t>(nKey_));
  MatrixView row(scores.data(), 1, nKey_, Eigen::OuterStride<>(nKey_));
  attentionScores(rule(head.layer), {.head = head.head, .firstQuery = query},
                  this->query(head).row(query), key(head), row);
  applyMask(mask_, rule(head.layer).reach, query, row);
  return scores;
}

std::optional<CellArithmetic> Trace::arithmetic(HeadId head, int query, int key) const {
  Matrix q = this->query(head).row(query);
  Matrix k = this->key(head).row(key);
  const ScoreRule& rule = this->rule(head.layer);
  if (rule.kind == ScoreKind::cosine) {
    q = unitRows(q);
    k = unitRows(k);
  }
  CellArithmetic cell;
  cell.kind = rule.kind;
  cell.query.assign(q.data(), q.data() + q.size());
  cell.key.assign(k.data(), k.data() + k.size());
  cell.isTurned = turned_[static_cast<std::size_t>(head.layer)];
  cell.products.assign(static_cast<std::size_t>(config_.dK), 0.0F);
  double dot = 0;
  for (int c = 0; c < config_.dK; ++c) {
    const float product = q(0, c) * k(0, c);
    cell.products[static_cast<std::size_t>(c)] = product;
    dot += product;
  }
  cell.dot = static_cast<float>(dot);
  cell.scale = rule.scaleFor(config_.dK);
  cell.score = cell.dot * cell.scale;
  if (rule.cap > 0) {
    cell.score = rule.cap * std::tanh(cell.score / rule.cap);
    cell.cap = rule.cap;
  }
  if (rule.bias != nullptr) {
    cell.bias = biasAt(*rule.bias, head.head, key - query);
    cell.biasOrigin = biasOrigin(*rule.bias, head.head, key - query);
  }
  const HeadSight sight(mask_, rule.reach, {.edits = edits_.get(), .layer = head.layer});
  const bool visible =
      sight.mask(head.head).visible(query, key) && sight.reach(head.head).sees(query, key);
  cell.mask = visible ? 0.0F : std::numeric_limits<float>::lowest();
  cell.weight = row(head, query)[static_cast<std::size_t>(key)];
  if (edits_ != nullptr && changesMap(*edits_, head)) {
    Matrix computed(1, nKey_);
    uneditedWeights(head, query, computed);
    if (computed(0, key) != cell.weight) {
      cell.unedited = computed(0, key);
    }
  }
  return cell;
}

std::size_t Trace::byteCount() const {
  return std::accumulate(layers_.begin(), layers_.begin() + knownLayers(), std::size_t{0},
                         [](std::size_t sum, const Layer& layer) {
                           const Index floats =
                               layer.query.size() + layer.key.size() + layer.value.size();
                           return sum + static_cast<std::size_t>(floats) * sizeof(float);
                         });
}

void TraceRecorder::onProjections(int layer, const Projections& projections) {
  const Trace::Layer nothing;
  const Trace::Layer& before = beginning_.length > 0 ? beginning_.trace->layer(layer) : nothing;
  Trace::Layer whole{.query = joined(&before.query, beginning_.length, projections.query),
                     .key = joined(&before.key, beginning_.length, projections.key)};
  if (trace_->keepsValues() && projections.value.cols() > 0) {
    whole.value = joined(&before.value, beginning_.length, projections.value);
  }
  trace_->append(std::move(whole));
}

void CrossRecorder::onCrossProjections(int /*layer*/, const Projections& projections) {
  cross_->append(
      {.query = joined(nullptr, 0, projections.query), .key = joined(nullptr, 0, projections.key)});
}

}  // namespace headscope
