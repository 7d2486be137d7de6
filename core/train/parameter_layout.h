#pragma once

#include <span>
#include <string>
#include <vector>

#include "train/scalar_matrix.h"

namespace headscope {

// Where a matrix lies among all numbers of a model, row by row. Empty for what the model does not
// have.
struct Place {
  Index offset = 0;
  Index rows = 0;
  Index cols = 0;

  Index size() const { return rows * cols; }
  bool empty() const { return size() == 0; }
};

// Whether AdamW draws a parameter to 0 (Loshchilov & Hutter 2019): matrices, and not biases, norms.
enum class Decay { no, yes };

struct Parameter {
  std::string name;  // as in the safetensors file: "blocks.0.output.weight"
  Place place;
  Decay decay = Decay::no;
};

// All numbers that a model learns, side by side, so that a step, a copy or a sum over parts of a
// batch is one loop.
class ParameterLayout {
 public:
  Place add(std::string name, Index rows, Index cols, Decay decay);

  Index size() const { return size_; }
  const std::vector<Parameter>& parameters() const { return parameters_; }

 private:
  std::vector<Parameter> parameters_;
  Index size_ = 0;
};

template <typename Scalar>
Eigen::Map<MatrixOf<Scalar>> matrixAt(std::span<Scalar> values, Place place) {
  return {values.data() + place.offset, place.rows, place.cols};
}
template <typename Scalar>
Eigen::Map<const MatrixOf<Scalar>> matrixAt(std::span<const Scalar> values, Place place) {
  return {values.data() + place.offset, place.rows, place.cols};
}
template <typename Scalar>
Eigen::Map<RowOf<Scalar>> rowAt(std::span<Scalar> values, Place place) {
  return {values.data() + place.offset, place.size()};
}
template <typename Scalar>
Eigen::Map<const RowOf<Scalar>> rowAt(std::span<const Scalar> values, Place place) {
  return {values.data() + place.offset, place.size()};
}

}  // namespace headscope
