#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "families/family_plan.h"
#include "families/tensor_reader.h"
#include "model/weights.h"

namespace headscope {

// Reads part after part and remembers the first error, so that a whole model is read in one go.
// After an error, parts are empty.
class PartReader {
 public:
  PartReader(const FamilyPlan& plan, const TensorReader& tensors)
      : plan_(plan), tensors_(tensors) {}

  Affine linear(const std::vector<LinearPart>& parts, Index in, LinearForm form) {
    return take(tensors_.linear(parts, in, form));
  }
  Affine linearByHead(const std::string& name, const BlockConfig& block, LinearForm form) {
    return take(tensors_.linearByHead(name, block.dModel, block.heads, block.dK, form));
  }
  NormWeights norm(const std::string& name, Index size) {
    NormWeights norm = take(tensors_.norm(name, size, plan_.normBias));
    norm.weight.array() += plan_.normShift;
    return norm;
  }
  std::optional<NormWeights> normIfNamed(const std::string& name, Index size,
                                         const std::string& prefix = "") {
    if (name.empty()) {
      return std::nullopt;
    }
    return norm(prefix + name, size);
  }
  Matrix matrix(const std::string& name, Index rows, Index columns) {
    return take(tensors_.matrix(name + ".weight", rows, columns));
  }
  // A tensor (1, rows, columns), by its whole name.
  Matrix batch(const std::string& name, Index rows, Index columns) {
    const std::array shape = {std::uint64_t{1}, static_cast<std::uint64_t>(rows),
                              static_cast<std::uint64_t>(columns)};
    return take(tensors_.folded(name, shape));
  }
  Eigen::RowVectorXf vector(const std::string& name, Index size) {
    return take(tensors_.vector(name, size));
  }
  std::function<void(Index, std::span<float>)> rows(const std::string& name, Index rows,
                                                    Index columns) {
    return take(tensors_.rows(name + ".weight", rows, columns));
  }
  // A vector, or a matrix of one row.
  Eigen::RowVectorXf row(const std::string& name, Index size) {
    const auto found = tensors_.shapeOf(name);
    return found && found->size() == 2 ? Eigen::RowVectorXf(take(tensors_.matrix(name, 1, size)))
                                       : vector(name, size);
  }
  bool has(const std::string& name) const { return tensors_.has(name); }

  Result<void> result() const { return result_; }

 private:
  template <typename T>
  T take(Result<T> read) {
    if (read) {
      return std::move(*read);
    }
    if (result_) {
      result_ = failure(read.error());
    }
    return {};
  }

  const FamilyPlan& plan_;
  const TensorReader& tensors_;
  Result<void> result_;
};

}  // namespace headscope
