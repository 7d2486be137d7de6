#include "train/block_gradient.h"

#include <algorithm>

#include "position/rotary.h"
#include "train/activation_gradient.h"

namespace headscope {
namespace {

enum class Turn { forward, back };

// Turns every head of all segments by its position, or back: the gradient of a turn.
template <typename Scalar>
void turnHeads(const Rotary& rotary, const std::vector<Segment>& segments, Index dK, Turn turn,
               RefOf<Scalar> heads) {
  Index longest = 0;
  for (const Segment& segment : segments) {
    longest = std::max(longest, segment.length);
  }
  const RotaryAngles angles = rotaryAngles(rotary, 0, longest);
  const Index half = angles.cosine.cols();
  const Scalar sign = turn == Turn::forward ? 1 : -1;
  for (const Segment& segment : segments) {
    for (Index i = 0; i < segment.length; ++i) {
      const RowOf<Scalar> cosine = angles.cosine.row(i).template cast<Scalar>();
      const RowOf<Scalar> sine = sign * angles.sine.row(i).template cast<Scalar>();
      for (Index column = 0; column < heads.cols(); column += dK) {
        auto first = heads.row(segment.first + i).segment(column, half);
        auto second = heads.row(segment.first + i).segment(column + half, half);
        const RowOf<Scalar> before = first;
        first = before.cwiseProduct(cosine) - second.cwiseProduct(sine);
        second = (second.cwiseProduct(cosine) + before.cwiseProduct(sine)).eval();
      }
    }
  }
}

// Of those rows alone, in their order.
template <typename Scalar>
void keepRows(const RowsThatGoOn& goOn, MatrixOf<Scalar>& rows) {
  if (goOn) {
    rows = rows(*goOn, Eigen::all).eval();
  }
}

// From the gradient of rows that were kept to that of all; a row may have been kept twice.
template <typename Scalar>
MatrixOf<Scalar> spreadRows(const RowsThatGoOn& goOn, const MatrixOf<Scalar>& kept, Index rows) {
  if (!goOn) {
    return kept;
  }
  MatrixOf<Scalar> spread = MatrixOf<Scalar>::Zero(rows, kept.cols());
  for (Index i = 0; i < kept.rows(); ++i) {
    spread.row((*goOn)[static_cast<std::size_t>(i)]) += kept.row(i);
  }
  return spread;
}

// The parts of one pass over a block.
template <typename Scalar>
class BlockPass {
 public:
  BlockPass(const BlockConfig& config, const BlockPlaces& places, const Weights<Scalar>& weights,
            const std::vector<Segment>& segments, const RowsThatGoOn& goOn)
      : config_(config), places_(places), weights_(weights), segments_(segments), goOn_(goOn) {}

 protected:
  auto row(Place place) const { return rowAt(weights_.values, place); }
  const Linear<Scalar>& linear(const LinearPlaces& places) const {
    return weights_.linears[places.index];
  }
  bool norms(NormPlacement placement, const NormPlaces& norm) const {
    return config_.placement == placement && !norm.empty();
  }
  Scalar epsilon() const { return static_cast<Scalar>(config_.normEpsilon); }
  bool sideBySide() const { return config_.branches == Branches::sideBySide; }
  bool hasFeedForward() const { return config_.dFeedForward > 0; }
  // A block of two branches side by side may have one norm for both.
  bool sharesInput() const { return sideBySide() && places_.feedForwardNorm.empty(); }

  const BlockConfig& config_;
  const BlockPlaces& places_;
  const Weights<Scalar>& weights_;
  const std::vector<Segment>& segments_;
  const RowsThatGoOn& goOn_;
};

template <typename Scalar>
class Forward : BlockPass<Scalar> {
 public:
  using Base = BlockPass<Scalar>;
  Forward(const BlockConfig& config, const BlockPlaces& places, const Weights<Scalar>& weights,
          const std::vector<Segment>& segments, const RowsThatGoOn& goOn, BlockTape<Scalar>& tape)
      : Base(config, places, weights, segments, goOn), tape_(tape) {}

  void run(MatrixOf<Scalar>& x) {
    readInput(places_.attentionNorm, x, tape_.attentionInput, tape_.attentionNorm);
    MatrixOf<Scalar> branch = attention();
    keepRows(goOn_, x);
    if (this->sideBySide()) {
      if (this->sharesInput()) {
        tape_.feedForwardInput = tape_.attentionInput;
        keepRows(goOn_, tape_.feedForwardInput);
      } else {
        readInput(places_.feedForwardNorm, x, tape_.feedForwardInput, tape_.feedForwardNorm);
      }
      branch += feedForward();
      addBranch(branch, x);
      return;
    }
    addBranch(branch, x);
    normAfter(places_.attentionNorm, x, tape_.attentionNorm);
    if (this->hasFeedForward()) {
      readInput(places_.feedForwardNorm, x, tape_.feedForwardInput, tape_.feedForwardNorm);
      addBranch(feedForward(), x);
      normAfter(places_.feedForwardNorm, x, tape_.feedForwardNorm);
    }
  }

 private:
  using Base::config_;
  using Base::goOn_;
  using Base::places_;
  using Base::segments_;

  void norm(NormKind kind, const NormPlaces& places, RefOf<Scalar> rows, NormTape<Scalar>& tape) {
    normForward<Scalar>(kind, this->epsilon(), rows, this->row(places.weight),
                        this->row(places.bias), tape, rows);
  }
  void readInput(const NormPlaces& places, const ConstRefOf<Scalar>& x, MatrixOf<Scalar>& input,
                 NormTape<Scalar>& tape) {
    input = x;
    if (this->norms(NormPlacement::pre, places)) {
      norm(config_.norm, places, input, tape);
    }
  }
  void normAfter(const NormPlaces& places, RefOf<Scalar> x, NormTape<Scalar>& tape) {
    if (this->norms(NormPlacement::post, places)) {
      norm(config_.norm, places, x, tape);
    }
  }
  void addBranch(const MatrixOf<Scalar>& branch, RefOf<Scalar> x) {
    if (config_.residual == Residual::yes) {
      x += branch;
    } else {
      x = branch;
    }
  }
  void affine(const LinearPlaces& places, const ConstRefOf<Scalar>& rows,
              MatrixOf<Scalar>& result) {
    result.resize(rows.rows(), places.weight.cols);
    this->linear(places).apply(rows, result);
    if (!places.bias.empty()) {
      result.rowwise() += this->row(places.bias);
    }
  }

  void normHeads() {
    if (places_.queryNorm.empty()) {
      return;
    }
    const int heads = config_.heads + config_.keyHeads();
    tape_.headNorms.resize(static_cast<std::size_t>(heads));
    for (int head = 0; head < heads; ++head) {
      norm(NormKind::rmsNorm, head < config_.heads ? places_.queryNorm : places_.keyNorm,
           tape_.projections.middleCols(static_cast<Index>(head) * config_.dK, config_.dK),
           tape_.headNorms[static_cast<std::size_t>(head)]);
    }
  }

  MatrixOf<Scalar> attention() {
    affine(places_.queryKeyValue, tape_.attentionInput, tape_.projections);
    normHeads();
    if (config_.rotary != nullptr) {
      turnHeads<Scalar>(*config_.rotary, segments_, config_.dK, Turn::forward,
                        tape_.projections.leftCols(config_.dHeads() + config_.dKeys()));
    }
    tape_.concatenated.resize(tape_.projections.rows(), config_.dHeads());
    attentionForward<Scalar>(config_, segments_, tape_.projections, tape_.attention,
                             tape_.concatenated);
    keepRows(goOn_, tape_.concatenated);
    MatrixOf<Scalar> branch;
    affine(places_.output, tape_.concatenated, branch);
    if (!places_.attentionOutputNorm.empty()) {
      norm(config_.norm, places_.attentionOutputNorm, branch, tape_.attentionOutputNorm);
    }
    return branch;
  }

  MatrixOf<Scalar> feedForward() {
    affine(places_.up, tape_.feedForwardInput, tape_.hiddenInput);
    const Index width = config_.dFeedForward;
    tape_.hidden.resize(tape_.hiddenInput.rows(), width);
    activationForward<Scalar>(config_.activation, tape_.hiddenInput.leftCols(width), tape_.hidden);
    if (config_.feedForward == FeedForward::gated) {
      tape_.hidden.array() *= tape_.hiddenInput.rightCols(width).array();
    }
    MatrixOf<Scalar> branch;
    affine(places_.down, tape_.hidden, branch);
    if (!places_.feedForwardOutputNorm.empty()) {
      norm(config_.norm, places_.feedForwardOutputNorm, branch, tape_.feedForwardOutputNorm);
    }
    return branch;
  }

  BlockTape<Scalar>& tape_;
};

template <typename Scalar>
class Backward : BlockPass<Scalar> {
 public:
  using Base = BlockPass<Scalar>;
  Backward(const BlockConfig& config, const BlockPlaces& places, const Weights<Scalar>& weights,
           const std::vector<Segment>& segments, const RowsThatGoOn& goOn,
           const BlockTape<Scalar>& tape, std::span<Scalar> parameterGradient)
      : Base(config, places, weights, segments, goOn), tape_(tape), of_(parameterGradient) {}

  void run(MatrixOf<Scalar>& gradient) {
    if (this->sideBySide()) {
      runSideBySide(gradient);
      return;
    }
    if (this->hasFeedForward()) {
      normAfter(places_.feedForwardNorm, tape_.feedForwardNorm, gradient);
      MatrixOf<Scalar> input = feedForward(gradient);
      normBefore(places_.feedForwardNorm, tape_.feedForwardNorm, input);
      addToResidual(input, gradient);
    }
    normAfter(places_.attentionNorm, tape_.attentionNorm, gradient);
    MatrixOf<Scalar> input = attention(gradient);
    normBefore(places_.attentionNorm, tape_.attentionNorm, input);
    gradient = spread(gradient);
    addToResidual(input, gradient);
  }

 private:
  using Base::config_;
  using Base::goOn_;
  using Base::places_;
  using Base::segments_;

  MatrixOf<Scalar> spread(const MatrixOf<Scalar>& kept) const {
    return spreadRows(goOn_, kept, tape_.attentionInput.rows());
  }

  void runSideBySide(MatrixOf<Scalar>& gradient) {
    MatrixOf<Scalar> ofFeedForward = feedForward(gradient);
    MatrixOf<Scalar> input = attention(gradient);
    if (!this->sharesInput()) {
      normBefore(places_.feedForwardNorm, tape_.feedForwardNorm, ofFeedForward);
      normBefore(places_.attentionNorm, tape_.attentionNorm, input);
      input += spread(ofFeedForward);
    } else {
      input += spread(ofFeedForward);
      normBefore(places_.attentionNorm, tape_.attentionNorm, input);
    }
    gradient = spread(gradient);
    addToResidual(input, gradient);
  }

  void norm(NormKind kind, const NormPlaces& places, const NormTape<Scalar>& tape,
            RefOf<Scalar> gradient) {
    normBackward<Scalar>(kind, tape, this->row(places.weight), gradient, rowAt(of_, places.weight),
                         rowAt(of_, places.bias));
  }
  void normBefore(const NormPlaces& places, const NormTape<Scalar>& tape, RefOf<Scalar> gradient) {
    if (this->norms(NormPlacement::pre, places)) {
      norm(config_.norm, places, tape, gradient);
    }
  }
  void normAfter(const NormPlaces& places, const NormTape<Scalar>& tape, RefOf<Scalar> gradient) {
    if (this->norms(NormPlacement::post, places)) {
      norm(config_.norm, places, tape, gradient);
    }
  }
  void addToResidual(const MatrixOf<Scalar>& input, RefOf<Scalar> gradient) {
    if (config_.residual == Residual::yes) {
      gradient += input;
    } else {
      gradient = input;
    }
  }
  // Of rows · weight + bias: adds to the gradients of weight and bias, gives that of the rows.
  MatrixOf<Scalar> affine(const LinearPlaces& places, const ConstRefOf<Scalar>& rows,
                          const ConstRefOf<Scalar>& gradient) {
    addWeightGradient(rows, gradient, matrixAt(of_, places.weight));
    if (!places.bias.empty()) {
      rowAt(of_, places.bias) += gradient.colwise().sum();
    }
    MatrixOf<Scalar> ofRows(rows.rows(), rows.cols());
    this->linear(places).applyTransposed(gradient, ofRows);
    return ofRows;
  }

  MatrixOf<Scalar> attention(const ConstRefOf<Scalar>& gradient) {
    MatrixOf<Scalar> branch = gradient;
    if (!places_.attentionOutputNorm.empty()) {
      norm(config_.norm, places_.attentionOutputNorm, tape_.attentionOutputNorm, branch);
    }
    const MatrixOf<Scalar> concatenated =
        spread(affine(places_.output, tape_.concatenated, branch));
    MatrixOf<Scalar> projections(tape_.projections.rows(), tape_.projections.cols());
    attentionBackward<Scalar>(config_, segments_, tape_.projections, tape_.attention, concatenated,
                              projections);
    if (config_.rotary != nullptr) {
      turnHeads<Scalar>(*config_.rotary, segments_, config_.dK, Turn::back,
                        projections.leftCols(config_.dHeads() + config_.dKeys()));
    }
    for (std::size_t head = 0; head < tape_.headNorms.size(); ++head) {
      const bool isQuery = head < static_cast<std::size_t>(config_.heads);
      norm(NormKind::rmsNorm, isQuery ? places_.queryNorm : places_.keyNorm, tape_.headNorms[head],
           projections.middleCols(static_cast<Index>(head) * config_.dK, config_.dK));
    }
    return affine(places_.queryKeyValue, tape_.attentionInput, projections);
  }

  MatrixOf<Scalar> feedForward(const ConstRefOf<Scalar>& gradient) {
    MatrixOf<Scalar> branch = gradient;
    if (!places_.feedForwardOutputNorm.empty()) {
      norm(config_.norm, places_.feedForwardOutputNorm, tape_.feedForwardOutputNorm, branch);
    }
    MatrixOf<Scalar> hidden = affine(places_.down, tape_.hidden, branch);
    const Index width = config_.dFeedForward;
    MatrixOf<Scalar> hiddenInput(hidden.rows(), config_.dHidden());
    if (config_.feedForward == FeedForward::gated) {
      auto ofUp = hiddenInput.rightCols(width);
      activationForward<Scalar>(config_.activation, tape_.hiddenInput.leftCols(width), ofUp);
      ofUp.array() *= hidden.array();
      hidden.array() *= tape_.hiddenInput.rightCols(width).array();
    }
    hiddenInput.leftCols(width) = hidden;
    activationBackward<Scalar>(config_.activation, tape_.hiddenInput.leftCols(width),
                               hiddenInput.leftCols(width));
    return affine(places_.up, tape_.feedForwardInput, hiddenInput);
  }

  const BlockTape<Scalar>& tape_;
  std::span<Scalar> of_;  // the gradients of the parameters
};

}  // namespace

template <typename Scalar>
void blockForward(const BlockConfig& config, const BlockPlaces& places,
                  const Weights<Scalar>& weights, const std::vector<Segment>& segments,
                  const RowsThatGoOn& goOn, MatrixOf<Scalar>& x, BlockTape<Scalar>& tape) {
  Forward<Scalar>(config, places, weights, segments, goOn, tape).run(x);
}

template <typename Scalar>
void blockBackward(const BlockConfig& config, const BlockPlaces& places,
                   const Weights<Scalar>& weights, const std::vector<Segment>& segments,
                   const RowsThatGoOn& goOn, const BlockTape<Scalar>& tape,
                   MatrixOf<Scalar>& gradient, std::span<Scalar> parameterGradient) {
  Backward<Scalar>(config, places, weights, segments, goOn, tape, parameterGradient).run(gradient);
}

template void blockForward(const BlockConfig&, const BlockPlaces&, const Weights<float>&,
                           const std::vector<Segment>&, const RowsThatGoOn&, MatrixOf<float>&,
                           BlockTape<float>&);
template void blockForward(const BlockConfig&, const BlockPlaces&, const Weights<double>&,
                           const std::vector<Segment>&, const RowsThatGoOn&, MatrixOf<double>&,
                           BlockTape<double>&);
template void blockBackward(const BlockConfig&, const BlockPlaces&, const Weights<float>&,
                            const std::vector<Segment>&, const RowsThatGoOn&,
                            const BlockTape<float>&, MatrixOf<float>&, std::span<float>);
template void blockBackward(const BlockConfig&, const BlockPlaces&, const Weights<double>&,
                            const std::vector<Segment>&, const RowsThatGoOn&,
                            const BlockTape<double>&, MatrixOf<double>&, std::span<double>);

}  // namespace headscope
