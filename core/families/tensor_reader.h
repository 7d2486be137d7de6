#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "families/family_error.h"
#include "io/safetensors.h"
#include "model/weights.h"

namespace headscope {

enum class Bias { none, present };

// How a file holds a linear layer.
struct LinearForm {
  enum class Weight { outIn, inOut };  // (out, in) as in torch's Linear, or as in GPT-2's Conv1D
  Weight weight = Weight::outIn;
  Bias bias = Bias::present;
};

struct LinearPart {
  std::string name;
  Index out = 0;
};

// Reads a checkpoint's tensors by name into the shapes a family expects. Names are tried under
// every prefix ("bert." or none), and LayerNorms under their old names (gamma, beta). Const
// functions may be called from several threads.
class TensorReader {
 public:
  TensorReader(std::shared_ptr<const SafetensorsFile> file, std::vector<std::string> prefixes);

  // Whether there is such a tensor.
  bool has(const std::string& name) const { return find(name) != nullptr; }

  // A matrix as the file has it (rows, columns). FamilyError::missingTensor, tensorShape.
  Result<Matrix> matrix(const std::string& name, Index rows, Index columns) const;
  Result<Eigen::RowVectorXf> vector(const std::string& name, Index size) const;

  // Linear layers of one input side by side, NAME.weight and NAME.bias (out) each, as one
  // (in, Σ out).
  Result<Affine> linear(std::span<const LinearPart> parts, Index in, LinearForm form) const;
  // One linear layer of which every head has its query, key and value beside each other
  // (heads, 3, d_k): turned into all queries, all keys, all values.
  Result<Affine> linearByHead(const std::string& name, Index in, Index heads, Index dK,
                              LinearForm form) const;
  // NAME.weight and NAME.bias, or NAME.gamma and NAME.beta.
  Result<NormWeights> norm(const std::string& name, Index size, Bias bias = Bias::present) const;

  // A function that reads rows of a matrix when they are asked for; it keeps the file open.
  Result<std::function<void(Index row, std::span<float> out)>> rows(const std::string& name,
                                                                    Index rows,
                                                                    Index columns) const;

 private:
  const TensorInfo* find(const std::string& name) const;
  Result<const TensorInfo*> require(const std::string& name,
                                    std::span<const std::uint64_t> shape) const;

  std::shared_ptr<const SafetensorsFile> file_;
  std::vector<std::string> prefixes_;
};

}  // namespace headscope
