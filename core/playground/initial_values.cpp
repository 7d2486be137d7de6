#include "playground/initial_values.h"

#include <cmath>
#include <string_view>

#include <Eigen/QR>

#include "tensor/seeded.h"

namespace headscope {
namespace {

// How strong positions are beside words, what heads copy beside the residual stream, and the first
// answers: chosen by trying (docs/playground.md).
constexpr float kPositions = 0.1F;
constexpr float kCopies = 0.7F;
constexpr float kAnswers = 0.2F;

Matrix normalMatrix(std::uint64_t key, Index rows, Index cols, float deviation) {
  Matrix values(rows, cols);
  for (Index i = 0; i < values.size(); ++i) {
    values.data()[i] = deviation * normalAt(key, static_cast<std::uint64_t>(i));
  }
  return values;
}

// Orthonormal columns, or rows where those are fewer.
Matrix orthonormal(std::uint64_t key, Index rows, Index cols) {
  if (cols > rows) {
    return orthonormal(key, cols, rows).transpose();
  }
  const Eigen::MatrixXf normal = normalMatrix(key, rows, cols, 1);
  return Eigen::HouseholderQR<Eigen::MatrixXf>(normal).householderQ() *
         Eigen::MatrixXf::Identity(rows, cols);
}

class Initializer {
 public:
  Initializer(const ModelShape& shape, std::uint64_t seed, const ParameterLayout& layout)
      : shape_(shape), seed_(seed), values_(static_cast<std::size_t>(layout.size())) {}

  std::vector<float> fill(const ModelPlaces& places) {
    const Index dModel = shape_.block.dModel;
    if (shape_.wordsAreGiven()) {
      at(places.wordsIn.weight) = orthonormal(key("words_in"), shape_.dGiven, dModel);
      at(places.answers.weight) = kAnswers * at(places.wordsIn.weight).transpose();
    } else {
      at(places.words) = normalMatrix(key("words"), shape_.words, dModel, 1);
      at(places.answers.weight) = kAnswers * at(places.words).transpose();
    }
    if (!places.positions.empty()) {
      at(places.positions) =
          normalMatrix(key("positions"), shape_.positionRows, dModel, kPositions);
    }
    for (std::size_t layer = 0; layer < places.blocks.size(); ++layer) {
      fillBlock(places.blocks[layer], std::to_string(layer));
    }
    fillNorm(places.finalNorm);
    return std::move(values_);
  }

 private:
  void fillBlock(const BlockPlaces& block, const std::string& layer) {
    fillNormal(block.queryKeyValue.weight, "query_key" + layer, 1);
    const Place output = block.output.weight;
    const Matrix copy = orthonormal(key("output" + layer), output.rows, output.cols);
    at(output) = kCopies * copy;
    if (shape_.block.dKeys() == shape_.block.dHeads()) {
      at(block.queryKeyValue.weight).rightCols(output.rows) = copy.transpose();
    }
    fillNormal(block.up.weight, "up" + layer, 1);
    fillNormal(block.down.weight, "down" + layer,
               1 / std::sqrt(2 * static_cast<float>(shape_.layers)));
    for (const NormPlaces* norm :
         {&block.attentionNorm, &block.attentionOutputNorm, &block.feedForwardNorm,
          &block.feedForwardOutputNorm, &block.queryNorm, &block.keyNorm}) {
      fillNorm(*norm);
    }
  }
  void fillNormal(Place weight, const std::string& name, float gain) {
    if (!weight.empty()) {
      at(weight) = normalMatrix(key(name), weight.rows, weight.cols,
                                gain / std::sqrt(static_cast<float>(weight.rows)));
    }
  }
  void fillNorm(const NormPlaces& norm) {
    if (!norm.empty()) {
      at(norm.weight).setOnes();
    }
  }

  Eigen::Map<MatrixOf<float>> at(Place place) { return matrixAt(std::span<float>(values_), place); }
  std::uint64_t key(std::string_view name) const { return keyOf(seed_, name); }

  const ModelShape& shape_;
  std::uint64_t seed_;
  std::vector<float> values_;
};

}  // namespace

std::vector<float> initialValues(const ModelShape& shape, std::uint64_t seed) {
  ParameterLayout layout;
  const ModelPlaces places = placeModel(shape, layout);
  return Initializer(shape, seed, layout).fill(places);
}

}  // namespace headscope
