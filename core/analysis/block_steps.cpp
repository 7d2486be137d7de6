#include "analysis/block_steps.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace headscope {
namespace {

// What the recorder calls the stages of one of a block's attentions.
struct AttentionStages {
  Stage query, key, value, scores, masked, weights, headOutput, concatenated, output, sum, after;
};
constexpr AttentionStages kOwnStages{
    Stage::query,           Stage::key,          Stage::value,         Stage::scores,
    Stage::maskedScores,    Stage::weights,      Stage::headOutput,    Stage::concatenated,
    Stage::attentionOutput, Stage::attentionSum, Stage::afterAttention};
constexpr AttentionStages kCrossStages{
    Stage::crossQuery,        Stage::crossKey,     Stage::crossValue,      Stage::crossScores,
    Stage::crossMaskedScores, Stage::crossWeights, Stage::crossHeadOutput, Stage::crossConcatenated,
    Stage::crossOutput,       Stage::crossSum,     Stage::afterCross};

// Puts one step behind the other; each gives its place.
class StepMaker {
 public:
  StepMaker(const LayerRecorder& record, BlockSteps& made)
      : record_(record), made_(made), config_(made.block.config) {}

  void makeOwn() {
    const BlockWeights& weights = *made_.block.weights;
    const int x = add(Stage::input, StepKind::given, {});
    const int input = normedBefore(weights.attentionNorm, Stage::attentionInput, x);
    const int branch = attend(kOwnStages, input, input);
    if (config_.branches == Branches::sideBySide) {
      const int read = weights.feedForwardNorm
                           ? normedBefore(weights.feedForwardNorm, Stage::feedForwardInput, x)
                           : input;
      const int other = feedForward(read);
      std::vector<int> summed{branch, other};
      if (config_.residual == Residual::yes) {
        summed.insert(summed.begin(), x);
      }
      add(Stage::feedForwardSum, StepKind::sum, std::move(summed));
      return;
    }
    int stream = added(x, branch, kOwnStages.sum);
    stream = normedAfter(weights.attentionNorm, kOwnStages.after, stream);
    if (config_.cross) {
      const int other = add(Stage::crossOutput, StepKind::otherAttention, {stream});
      stream = added(stream, other, kCrossStages.sum);
      stream = normedAfter(weights.cross->norm, kCrossStages.after, stream);
    }
    end(stream);
  }

  void makeCross() {
    const CrossWeights& weights = *made_.block.weights->cross;
    const int x = add(Stage::afterAttention, StepKind::given, {});
    const int memory = add(Stage::crossMemory, StepKind::given, {});
    const int input = normedBefore(weights.norm, Stage::crossInput, x);
    const int stream = added(x, attend(kCrossStages, input, memory), kCrossStages.sum);
    end(normedAfter(weights.norm, kCrossStages.after, stream));
  }

 private:
  int add(Stage stage, StepKind kind, std::vector<int> inputs, int head = kAllHeads) {
    return add(stage, kind, std::move(inputs), *record_.find(stage, head));
  }
  int add(Stage stage, StepKind kind, std::vector<int> inputs, const ConstMatrixRef& matrix) {
    made_.steps.push_back(
        {.stage = stage, .kind = kind, .inputs = std::move(inputs), .matrix = matrix});
    return made_.count() - 1;
  }

  // What leaves its input as it is (the identity for W_Q, the only head's Z) is no step.
  int addChange(Stage stage, StepKind kind, int input, const ConstMatrixRef& matrix) {
    const Matrix& before = made_.at(input).matrix;
    const bool isSame =
        before.rows() == matrix.rows() && before.cols() == matrix.cols() && before == matrix;
    return isSame ? input : add(stage, kind, {input}, matrix);
  }

  int normedBefore(const std::optional<NormWeights>& norm, Stage stage, int input) {
    const bool norms = config_.placement == NormPlacement::pre && norm;
    return norms ? add(stage, StepKind::norm, {input}) : input;
  }
  int normedAfter(const std::optional<NormWeights>& norm, Stage stage, int sum) {
    const bool norms = config_.placement == NormPlacement::post && norm;
    return norms ? add(stage, StepKind::norm, {sum}) : sum;
  }
  int added(int stream, int branch, Stage stage) {
    return config_.residual == Residual::yes ? add(stage, StepKind::sum, {stream, branch}) : branch;
  }

  // From what queries and what keys and values are made of to what attention adds.
  int attend(const AttentionStages& stages, int queries, int keys) {
    const int head = made_.head;
    const auto ofHead = [&](Stage stage, StepKind kind, int input, int index) {
      return addChange(stage, kind, input,
                       record_.find(stage)->middleCols(index * config_.dK, config_.dK));
    };
    const int query = ofHead(stages.query, StepKind::query, queries, head);
    const int key = ofHead(stages.key, StepKind::key, keys, config_.keyHeadOf(head));
    const int value = ofHead(stages.value, StepKind::value, keys, config_.keyHeadOf(head));
    int scores = add(stages.scores, StepKind::scores, {query, key}, head);
    const Matrix& masked = *record_.find(stages.masked, head);
    if ((masked.array() == std::numeric_limits<float>::lowest()).any()) {
      scores = add(stages.masked, StepKind::mask, {scores}, masked);
    }
    const int weights = add(stages.weights, StepKind::softmax, {scores}, head);
    const int output = add(stages.headOutput, StepKind::headOutput, {weights, value}, head);
    const int all = addChange(stages.concatenated, StepKind::concatenation, output,
                              *record_.find(stages.concatenated));
    return addChange(stages.output, StepKind::attentionOutput, all, *record_.find(stages.output));
  }

  int feedForward(int input) {
    const int hidden = add(Stage::feedForwardHidden, StepKind::hidden, {input});
    return add(Stage::feedForwardOutput, StepKind::feedForward, {hidden});
  }

  void end(int stream) {
    if (config_.dFeedForward == 0) {
      return;
    }
    const BlockWeights& weights = *made_.block.weights;
    const int input = normedBefore(weights.feedForwardNorm, Stage::feedForwardInput, stream);
    const int sum = added(stream, feedForward(input), Stage::feedForwardSum);
    normedAfter(weights.feedForwardNorm, Stage::output, sum);
  }

  const LayerRecorder& record_;
  BlockSteps& made_;
  const BlockConfig& config_;
};

}  // namespace

bool hasKeyRows(const BlockStep& step) {
  return step.kind == StepKind::key || step.kind == StepKind::value ||
         step.stage == Stage::crossMemory;
}

bool hasKeyColumns(const BlockStep& step) {
  return step.kind == StepKind::scores || step.kind == StepKind::mask ||
         step.kind == StepKind::softmax;
}

int BlockSteps::find(Stage stage) const {
  const auto found =
      std::ranges::find_if(steps, [stage](const BlockStep& step) { return step.stage == stage; });
  return found == steps.end() ? -1 : static_cast<int>(found - steps.begin());
}

BlockSteps blockSteps(Layer block, const LayerRecorder& record, int head,
                      BlockAttention attention) {
  BlockSteps made{.block = std::move(block), .head = head, .attention = attention, .steps = {}};
  StepMaker maker(record, made);
  if (attention == BlockAttention::cross) {
    maker.makeCross();
  } else {
    maker.makeOwn();
  }
  return made;
}

}  // namespace headscope
