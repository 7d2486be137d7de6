#include "analysis/cell_making.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace headscope {
namespace {

double activated(Activation activation, double x) {
  switch (activation) {
    case Activation::relu:
      return std::max(0.0, x);
    case Activation::geluErf:
      return 0.5 * x * (1 + std::erf(x / std::numbers::sqrt2));
    case Activation::geluTanh:
      return 0.5 * x *
             (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
    case Activation::silu:
      return x / (1 + std::exp(-x));
  }
  return x;
}

std::vector<double> rowOf(const Matrix& matrix, Index row) {
  return {matrix.row(row).begin(), matrix.row(row).end()};
}

double biasOf(const Affine& affine, Index column) {
  return affine.bias.size() > 0 ? double{affine.bias(column)} : 0.0;
}

// One column of row · weight + bias.
double affineCell(const std::vector<double>& row, const Affine& affine, Index column) {
  double sum = biasOf(affine, column);
  for (std::size_t i = 0; i < row.size(); ++i) {
    sum += row[i] * double{affine.weight(static_cast<Index>(i), column)};
  }
  return sum;
}

std::vector<double> affineCells(const std::vector<double>& row, const Affine& affine, Index first,
                                Index count) {
  std::vector<double> cells;
  for (Index c = 0; c < count; ++c) {
    cells.push_back(affineCell(row, affine, first + c));
  }
  return cells;
}

double meanOf(const std::vector<double>& row) {
  double sum = 0;
  for (const double x : row) {
    sum += x;
  }
  return sum / static_cast<double>(row.size());
}

// The root of the mean square of the row's distances from `centre`.
double spreadOf(const std::vector<double>& row, double centre, double epsilon) {
  double squares = 0;
  for (const double x : row) {
    squares += (x - centre) * (x - centre);
  }
  return std::sqrt(squares / static_cast<double>(row.size()) + epsilon);
}

// Does to a number what the block does, and keeps account of it.
class Accountant {
 public:
  void begin(CellProducts products) {
    made_.start = products.sum;
    made_.products = std::move(products);
  }
  void begin(double start) { made_.start = start; }

  void apply(CellOperation operation, double operand = 0, double addend = 0) {
    made_.changes.push_back({.operation = operation,
                             .operand = operand,
                             .addend = addend,
                             .result = resultOf(operation, operand, addend)});
  }
  void activate(Activation activation) {
    made_.changes.push_back(
        {.operation = CellOperation::activate, .result = activated(activation, now())});
  }

  double now() const { return made_.changes.empty() ? made_.start : made_.changes.back().result; }

  CellMaking end() {
    made_.value = now();
    return std::move(made_);
  }

 private:
  double resultOf(CellOperation operation, double operand, double addend) const {
    switch (operation) {
      case CellOperation::addBias:
      case CellOperation::addDistance:
        return now() + operand;
      case CellOperation::scale:
      case CellOperation::weigh:
      case CellOperation::gate:
        return now() * operand;
      case CellOperation::cap:
        return operand * std::tanh(now() / operand);
      case CellOperation::mask:
        return operand < 0 ? operand : now();
      case CellOperation::subtractGreatest:
      case CellOperation::subtractMean:
        return now() - operand;
      case CellOperation::exponentiate:
        return std::exp(now());
      case CellOperation::divideBySum:
      case CellOperation::divideByNorm:
        return now() / operand;
      case CellOperation::turn:
        return now() * operand + addend;
      case CellOperation::changeByHand:
        return operand;
      case CellOperation::activate:
        break;
    }
    return now();
  }

  CellMaking made_;
};

// One cell of one step.
class CellMaker {
 public:
  CellMaker(const BlockSteps& steps, int step, Index row, Index column)
      : steps_(steps),
        step_(steps.at(step)),
        config_(steps.block.config),
        weights_(*steps.block.weights),
        row_(row),
        column_(column) {}

  CellMaking make() {
    switch (step_.kind) {
      case StepKind::given:
      case StepKind::otherAttention:
      case StepKind::concatenation:
        account_.begin(double{step_.matrix(row_, column_)});
        break;
      case StepKind::norm:
        account_.begin(double{input().matrix(row_, column_)});
        norm(config_.norm, normWeights(), inputRow());
        break;
      case StepKind::query:
      case StepKind::key:
      case StepKind::value:
        makeProjection();
        break;
      case StepKind::scores:
        makeScore();
        break;
      case StepKind::mask:
        account_.begin(double{input().matrix(row_, column_)});
        account_.apply(CellOperation::mask,
                       step_.matrix(row_, column_) == std::numeric_limits<float>::lowest()
                           ? double{std::numeric_limits<float>::lowest()}
                           : 0.0);
        break;
      case StepKind::softmax:
        makeWeight();
        break;
      case StepKind::headOutput:
        makeHeadOutput();
        break;
      case StepKind::attentionOutput:
        makeBranch(isCross() ? weights_.cross->output : weights_.output,
                   isCross() ? std::nullopt : weights_.attentionOutputNorm);
        break;
      case StepKind::sum:
        makeSum();
        break;
      case StepKind::hidden:
        makeHidden();
        break;
      case StepKind::feedForward:
        makeBranch(weights_.down, weights_.feedForwardOutputNorm);
        break;
    }
    return account_.end();
  }

 private:
  bool isCross() const { return steps_.attention == BlockAttention::cross; }
  const BlockStep& input(std::size_t index = 0) const { return steps_.at(step_.inputs[index]); }
  std::vector<double> inputRow() const { return rowOf(input().matrix, row_); }

  void norm(NormKind kind, const NormWeights& norm, const std::vector<double>& row) {
    double centre = 0;
    if (kind == NormKind::layerNorm) {
      centre = meanOf(row);
      account_.apply(CellOperation::subtractMean, centre);
    }
    account_.apply(CellOperation::divideByNorm, spreadOf(row, centre, double{config_.normEpsilon}));
    if (norm.weight.size() > 0) {
      account_.apply(CellOperation::weigh, double{norm.weight(column_)});
    }
    if (norm.bias.size() > 0) {
      account_.apply(CellOperation::addBias, double{norm.bias(column_)});
    }
  }

  const NormWeights& normWeights() const {
    switch (step_.stage) {
      case Stage::attentionInput:
      case Stage::afterAttention:
        return *weights_.attentionNorm;
      case Stage::crossInput:
      case Stage::afterCross:
        return *weights_.cross->norm;
      default:
        return *weights_.feedForwardNorm;
    }
  }

  // The products of a row of the input with a column of weights, and the bias.
  void multiplied(const Affine& affine, Index column) {
    const std::vector<double> row = inputRow();
    std::vector<CellTerm> terms;
    for (std::size_t i = 0; i < row.size(); ++i) {
      terms.push_back({.index = static_cast<int>(i),
                       .left = row[i],
                       .right = double{affine.weight(static_cast<Index>(i), column)}});
    }
    account_.begin(cellProducts(std::move(terms)));
    if (affine.bias.size() > 0) {
      account_.apply(CellOperation::addBias, biasOf(affine, column));
    }
  }

  void makeProjection() {
    const bool isQuery = step_.kind == StepKind::query;
    const Index dK = config_.dK;
    const Index keyColumn = config_.keyHeadOf(steps_.head) * dK;
    const Affine* affine = &weights_.queryKeyValue;
    Index first = isQuery                       ? steps_.head * dK
                  : step_.kind == StepKind::key ? config_.dHeads() + keyColumn
                                                : config_.dHeads() + config_.dKeys() + keyColumn;
    if (isCross()) {
      affine = isQuery ? &weights_.cross->query : &weights_.cross->keyValue;
      first -= isQuery ? 0 : config_.dHeads();
    }
    multiplied(*affine, first + column_);
    if (step_.kind != StepKind::value && !isCross()) {
      place(isQuery ? weights_.queryNorm : weights_.keyNorm, *affine, first);
    }
  }

  // A query or a key is normed and turned by its position where the model does so, with the other
  // dimensions of its head.
  void place(const std::optional<NormWeights>& headNorm, const Affine& affine, Index first) {
    const bool turns = config_.rotary != nullptr;
    if (!headNorm && !turns) {
      return;
    }
    std::vector<double> head = affineCells(inputRow(), affine, first, config_.dK);
    if (headNorm) {
      norm(NormKind::rmsNorm, *headNorm, head);
      const double spread = spreadOf(head, 0, double{config_.normEpsilon});
      for (std::size_t c = 0; c < head.size(); ++c) {
        const bool weighs = headNorm->weight.size() > 0;
        head[c] *= (weighs ? double{headNorm->weight(static_cast<Index>(c))} : 1.0) / spread;
      }
    }
    const Index pairs = turns ? static_cast<Index>(config_.rotary->frequencies.size()) : 0;
    if (column_ >= 2 * pairs) {
      return;
    }
    const RotaryAngles angles = rotaryAngles(*config_.rotary, row_, 1);
    const bool isLow = column_ < pairs;
    const Index pair = isLow ? column_ : column_ - pairs;
    const double other = head[static_cast<std::size_t>(isLow ? column_ + pairs : pair)];
    const double sine = double{angles.sine(0, pair)};
    account_.apply(CellOperation::turn, double{angles.cosine(0, pair)},
                   isLow ? -other * sine : other * sine);
  }

  const ScoreRule& rule() const { return isCross() ? *config_.cross : config_.score; }

  void makeScore() {
    std::vector<double> query = rowOf(input(0).matrix, row_);
    std::vector<double> key = rowOf(input(1).matrix, column_);
    if (rule().kind == ScoreKind::cosine) {
      for (std::vector<double>* side : {&query, &key}) {
        double squares = 0;
        for (const double x : *side) {
          squares += x * x;
        }
        for (double& x : *side) {
          x = squares > 0 ? x / std::sqrt(squares) : x;
        }
      }
    }
    std::vector<CellTerm> terms;
    for (std::size_t c = 0; c < query.size(); ++c) {
      terms.push_back({.index = static_cast<int>(c), .left = query[c], .right = key[c]});
    }
    account_.begin(cellProducts(std::move(terms)));
    if (const double scale = double{rule().scaleFor(config_.dK)}; scale != 1) {
      account_.apply(CellOperation::scale, scale);
    }
    if (rule().cap > 0) {
      account_.apply(CellOperation::cap, double{rule().cap});
    }
    if (rule().bias != nullptr) {
      account_.apply(CellOperation::addDistance,
                     double{biasAt(*rule().bias, steps_.head, column_ - row_)});
    }
  }

  void makeWeight() {
    const std::vector<double> scores = inputRow();
    const double greatest = *std::ranges::max_element(scores);
    double sum = 0;
    for (const double score : scores) {
      sum += std::exp(score - greatest);
    }
    account_.begin(scores[static_cast<std::size_t>(column_)]);
    account_.apply(CellOperation::subtractGreatest, greatest);
    account_.apply(CellOperation::exponentiate);
    account_.apply(CellOperation::divideBySum, sum);
    constexpr double kRounding = 1e-4;  // of float32 exponentials
    const double shown{step_.matrix(row_, column_)};
    if (std::abs(account_.now() - shown) > kRounding) {
      account_.apply(CellOperation::changeByHand, shown);
    }
  }

  void makeHeadOutput() {
    const Matrix& weights = input(0).matrix;
    const Matrix& values = input(1).matrix;
    std::vector<CellTerm> terms;
    for (Index j = 0; j < values.rows(); ++j) {
      terms.push_back({.index = static_cast<int>(j),
                       .left = double{weights(row_, j)},
                       .right = double{values(j, column_)}});
    }
    account_.begin(cellProducts(std::move(terms)));
  }

  // What attention or the feed-forward network adds, normed where the block does so (Gemma 2).
  void makeBranch(const Affine& affine, const std::optional<NormWeights>& branchNorm) {
    multiplied(affine, column_);
    if (branchNorm) {
      norm(config_.norm, *branchNorm, affineCells(inputRow(), affine, 0, config_.dModel));
    }
  }

  void makeSum() {
    std::vector<CellTerm> terms;
    for (const int part : step_.inputs) {
      terms.push_back({.index = part, .left = double{steps_.at(part).matrix(row_, column_)}});
    }
    account_.begin(cellProducts(std::move(terms)));
  }

  void makeHidden() {
    multiplied(weights_.up, column_);
    account_.activate(config_.activation);
    if (config_.feedForward == FeedForward::gated) {
      account_.apply(CellOperation::gate,
                     affineCell(inputRow(), weights_.up, config_.dFeedForward + column_));
    }
  }

  const BlockSteps& steps_;
  const BlockStep& step_;
  const BlockConfig& config_;
  const BlockWeights& weights_;
  Index row_;
  Index column_;
  Accountant account_;
};

}  // namespace

CellMaking cellMaking(const BlockSteps& steps, int step, Index row, Index column) {
  return CellMaker(steps, step, row, column).make();
}

}  // namespace headscope
