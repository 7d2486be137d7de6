#include "train/model_gradient.h"

#include <cmath>
#include <utility>

#include "tensor/parallel.h"

namespace headscope {
namespace {

// One batch through a model and back. Forward first.
template <typename Scalar>
class ModelPass {
 public:
  ModelPass(const ModelShape& shape, const ModelPlaces& places, const Given<Scalar>& given,
            const Weights<Scalar>& weights, const Batch& batch)
      : shape_(shape), places_(places), given_(given), weights_(weights), batch_(batch) {}

  Score forward() {
    MatrixOf<Scalar> x = embed();
    tapes_.resize(places_.blocks.size());
    for (std::size_t layer = 0; layer < tapes_.size(); ++layer) {
      blockForward<Scalar>(shape_.block, places_.blocks[layer], weights_, batch_.segments,
                           goOn(layer), x, tapes_[layer]);
    }
    asked_ = std::move(x);
    if (!places_.finalNorm.empty()) {
      normForward<Scalar>(shape_.block.norm, static_cast<Scalar>(shape_.block.normEpsilon), asked_,
                          rowAt(weights_.values, places_.finalNorm.weight),
                          rowAt(weights_.values, places_.finalNorm.bias), finalNorm_, asked_);
    }
    return choose();
  }

  void backward(Scalar share, std::span<Scalar> of) {
    MatrixOf<Scalar> gradient = chooseBackward(share, of);
    if (!places_.finalNorm.empty()) {
      normBackward<Scalar>(shape_.block.norm, finalNorm_,
                           rowAt(weights_.values, places_.finalNorm.weight), gradient,
                           rowAt(of, places_.finalNorm.weight), rowAt(of, places_.finalNorm.bias));
    }
    for (std::size_t layer = tapes_.size(); layer-- > 0;) {
      blockBackward<Scalar>(shape_.block, places_.blocks[layer], weights_, batch_.segments,
                            goOn(layer), tapes_[layer], gradient, of);
    }
    embedBackward(gradient, of);
  }

 private:
  const Linear<Scalar>& linear(const LinearPlaces& places) const {
    return weights_.linears[places.index];
  }

  MatrixOf<Scalar> embed() {
    MatrixOf<Scalar> x(batch_.rows(), shape_.block.dModel);
    if (shape_.wordsAreGiven()) {
      words_.resize(batch_.rows(), shape_.dGiven);
      takeWords(*given_.words, words_);
      linear(places_.wordsIn).apply(words_, x);
    } else {
      takeWords(matrixAt(weights_.values, places_.words), x);
    }
    if (!places_.positions.empty()) {
      addPositions(matrixAt(weights_.values, places_.positions), x);
    } else if (given_.positions.size() > 0) {
      addPositions(given_.positions, x);
    }
    return x;
  }
  void takeWords(const ConstRefOf<Scalar>& table, RefOf<Scalar> rows) const {
    for (Index row = 0; row < rows.rows(); ++row) {
      rows.row(row) = table.row(batch_.words[static_cast<std::size_t>(row)]);
    }
  }
  void addPositions(const ConstRefOf<Scalar>& table, RefOf<Scalar> x) const {
    for (const Segment& segment : batch_.segments) {
      x.middleRows(segment.first, segment.length) += table.topRows(segment.length);
    }
  }

  void embedBackward(const MatrixOf<Scalar>& gradient, std::span<Scalar> of) const {
    if (!places_.positions.empty()) {
      auto positions = matrixAt(of, places_.positions);
      for (const Segment& segment : batch_.segments) {
        positions.topRows(segment.length) += gradient.middleRows(segment.first, segment.length);
      }
    }
    if (shape_.wordsAreGiven()) {
      addWeightGradient(words_, gradient, matrixAt(of, places_.wordsIn.weight));
      return;
    }
    auto words = matrixAt(of, places_.words);
    for (Index row = 0; row < gradient.rows(); ++row) {
      words.row(batch_.words[static_cast<std::size_t>(row)]) += gradient.row(row);
    }
  }

  // From the last block only rows that are asked.
  RowsThatGoOn goOn(std::size_t layer) const {
    if (layer + 1 < tapes_.size()) {
      return std::nullopt;
    }
    std::vector<Index> rows;
    rows.reserve(batch_.targets.size());
    for (const Target& target : batch_.targets) {
      rows.push_back(target.row);
    }
    return rows;
  }

  Score choose() {
    const Index targets = asked_.rows();
    MatrixOf<Scalar>& logits = probabilities_;
    if (shape_.wordsAreGiven()) {
      answers_.resize(targets, shape_.dGiven);
      linear(places_.answers).apply(asked_, answers_);
      logits.resize(targets, given_.classes.outputs());
      given_.classes.apply(answers_, logits);
    } else {
      logits.resize(targets, shape_.words);
      linear(places_.answers).apply(asked_, logits);
    }
    Score score{.targets = static_cast<int>(targets)};
    for (Index i = 0; i < targets; ++i) {
      const Index answer = batch_.targets[static_cast<std::size_t>(i)].answer;
      auto row = probabilities_.row(i);
      const Scalar highest = row.maxCoeff();
      const Scalar ofAnswer = row[answer] - highest;
      // Of several that are highest the first one is taken.
      const bool right = ofAnswer == 0 && (row.head(answer).array() < highest).all();
      row = (row.array() - highest).exp();
      const Scalar sum = row.sum();
      row /= sum;
      // Of the logits and not of the probability, which may round to 0.
      score.loss += static_cast<double>(std::log(sum) - ofAnswer);
      score.right += right ? 1 : 0;
    }
    return score;
  }

  // To the gradient of the rows that are asked.
  MatrixOf<Scalar> chooseBackward(Scalar share, std::span<Scalar> of) {
    MatrixOf<Scalar>& logits = probabilities_;
    for (Index i = 0; i < logits.rows(); ++i) {
      logits(i, batch_.targets[static_cast<std::size_t>(i)].answer) -= 1;
    }
    logits *= share;
    MatrixOf<Scalar> gradient(asked_.rows(), asked_.cols());
    if (!shape_.wordsAreGiven()) {
      addWeightGradient(asked_, logits, matrixAt(of, places_.answers.weight));
      linear(places_.answers).applyTransposed(logits, gradient);
      return gradient;
    }
    MatrixOf<Scalar> ofAnswers(answers_.rows(), answers_.cols());
    given_.classes.applyTransposed(logits, ofAnswers);
    addWeightGradient(asked_, ofAnswers, matrixAt(of, places_.answers.weight));
    linear(places_.answers).applyTransposed(ofAnswers, gradient);
    return gradient;
  }

  const ModelShape& shape_;
  const ModelPlaces& places_;
  const Given<Scalar>& given_;
  const Weights<Scalar>& weights_;
  const Batch& batch_;
  MatrixOf<Scalar> words_;  // (rows, d_given), where words are given
  std::vector<BlockTape<Scalar>> tapes_;
  MatrixOf<Scalar> asked_;  // (targets, d_model), normed
  NormTape<Scalar> finalNorm_;
  MatrixOf<Scalar> answers_;        // (targets, d_given), where words are given
  MatrixOf<Scalar> probabilities_;  // (targets, classes)
};

}  // namespace

Score& Score::operator+=(const Score& other) {
  loss += other.loss;
  right += other.right;
  targets += other.targets;
  return *this;
}

template <typename Scalar>
Score scoreBatch(const ModelShape& shape, const ModelPlaces& places, const Given<Scalar>& given,
                 const Weights<Scalar>& weights, const Batch& batch) {
  return ModelPass<Scalar>(shape, places, given, weights, batch).forward();
}

template <typename Scalar>
Score addGradient(const ModelShape& shape, const ModelPlaces& places, const Given<Scalar>& given,
                  const Weights<Scalar>& weights, const Batch& batch, Scalar share,
                  std::span<Scalar> parameterGradient) {
  ModelPass<Scalar> pass(shape, places, given, weights, batch);
  const Score score = pass.forward();
  pass.backward(share, parameterGradient);
  return score;
}

template <typename Scalar>
void setLinears(const ModelPlaces& places, std::span<const Scalar> values,
                std::vector<Linear<Scalar>>& linears) {
  linears.resize(places.linears.size());
  parallelPieces(static_cast<Index>(linears.size()), [&](Index i) {
    const auto at = static_cast<std::size_t>(i);
    linears[at].set(matrixAt(values, places.linears[at]));
  });
}

template Score scoreBatch(const ModelShape&, const ModelPlaces&, const Given<float>&,
                          const Weights<float>&, const Batch&);
template Score scoreBatch(const ModelShape&, const ModelPlaces&, const Given<double>&,
                          const Weights<double>&, const Batch&);
template Score addGradient(const ModelShape&, const ModelPlaces&, const Given<float>&,
                           const Weights<float>&, const Batch&, float, std::span<float>);
template Score addGradient(const ModelShape&, const ModelPlaces&, const Given<double>&,
                           const Weights<double>&, const Batch&, double, std::span<double>);
template void setLinears(const ModelPlaces&, std::span<const float>, std::vector<Linear<float>>&);
template void setLinears(const ModelPlaces&, std::span<const double>, std::vector<Linear<double>>&);

}  // namespace headscope
