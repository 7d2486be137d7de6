#include "train/learner.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tensor/parallel.h"

namespace headscope {
namespace {

template <typename Scalar>
Scalar shareOf(std::span<const Batch> parts) {
  std::size_t targets = 0;
  for (const Batch& part : parts) {
    targets += part.targets.size();
  }
  return targets > 0 ? 1 / static_cast<Scalar>(targets) : 0;
}

Score sumOf(const std::vector<Score>& scores) {
  Score sum;
  for (const Score& score : scores) {
    sum += score;
  }
  return sum;
}

}  // namespace

template <typename Scalar>
Learner<Scalar>::Learner(const ModelShape& shape, std::shared_ptr<const Given<Scalar>> given,
                         std::vector<Scalar> values, LearnerOptions options)
    : shape_(shape),
      places_(placeModel(shape_, layout_)),
      given_(std::move(given)),
      values_(std::move(values)),
      options_(options),
      optimizer_(layout_, options.optimizer) {
  setLinears<Scalar>(places_, values_, linears_);
}

template <typename Scalar>
Score Learner<Scalar>::score(std::span<const Batch> parts, const Given<Scalar>& given) const {
  std::vector<Score> scores(parts.size());
  parallelPieces(static_cast<Index>(parts.size()), [&](Index i) {
    const auto part = static_cast<std::size_t>(i);
    scores[part] = scoreBatch(shape_, places_, given, weights(), parts[part]);
  });
  return sumOf(scores);
}

template <typename Scalar>
Score Learner<Scalar>::addUp(std::span<const Batch> parts) {
  const Scalar share = shareOf<Scalar>(parts);
  std::vector<Score> scores(parts.size());
  partGradients_.resize(std::max<std::size_t>(1, parts.size()));
  parallelPieces(static_cast<Index>(parts.size()), [&](Index i) {
    const auto part = static_cast<std::size_t>(i);
    partGradients_[part].assign(values_.size(), 0);
    scores[part] = addGradient<Scalar>(shape_, places_, *given_, weights(), parts[part], share,
                                       partGradients_[part]);
  });
  constexpr Index kNumbers = 8192;  // that one thread adds up at once
  parallelRanges(static_cast<Index>(values_.size()), kNumbers, [&](Index begin, Index end) {
    auto sum = rowAt(std::span<Scalar>(partGradients_.front()), {begin, 1, end - begin});
    for (std::size_t part = 1; part < parts.size(); ++part) {
      sum += rowAt(std::span<const Scalar>(partGradients_[part]), {begin, 1, end - begin});
    }
  });
  return sumOf(scores);
}

template <typename Scalar>
std::vector<Scalar> Learner<Scalar>::gradient(std::span<const Batch> parts) {
  addUp(parts);
  return partGradients_.front();
}

template <typename Scalar>
StepResult Learner<Scalar>::step(std::span<const Batch> parts, double learningRate) {
  StepResult result{.score = addUp(parts)};
  std::span<Scalar> gradient = partGradients_.front();
  result.gradientLength = clipLength<Scalar>(options_.clip, gradient);
  if (std::isfinite(result.score.loss) && std::isfinite(result.gradientLength)) {
    optimizer_.step(learningRate, gradient, values_);
    setLinears<Scalar>(places_, values_, linears_);
  }
  return result;
}

template class Learner<float>;
template class Learner<double>;

}  // namespace headscope
