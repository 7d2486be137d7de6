#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "families/family_error.h"
#include "io/tensor_store.h"
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
  // Of queries and keys that llama.cpp's converter has sorted for turns of neighbours: the
  // dimensions of a head, whose two halves alternate in the file (convert_hf_to_gguf.py,
  // LlamaModel.permute). 0: they lie as they are. Only with Weight::outIn.
  Index alternating = 0;
  // The inputs' axes in the file, of a convolution that steps by its own size: (channels, height,
  // width). Empty: (in). Only with Weight::outIn.
  std::vector<std::uint64_t> inputAxes = {};
};

// Reads a checkpoint's tensors by name into the shapes a family expects. Names are tried under
// every prefix ("bert." or none), and LayerNorms under their old names (gamma, beta). Const
// functions may be called from several threads. All give the errors of TensorStore::readable, too.
class TensorReader {
 public:
  TensorReader(std::shared_ptr<const TensorStore> store, std::vector<std::string> prefixes);

  // Whether there is such a tensor.
  bool has(const std::string& name) const { return find(name).has_value(); }
  std::optional<std::span<const std::uint64_t>> shapeOf(const std::string& name) const;

  // A matrix as the file has it (rows, columns). FamilyError::missingTensor, tensorShape.
  Result<Matrix> matrix(const std::string& name, Index rows, Index columns) const;
  // A tensor of more axes, of which all but the last are rows.
  Result<Matrix> folded(const std::string& name, std::span<const std::uint64_t> shape) const;
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

  // A function that reads rows of a matrix when they are asked for; it keeps the files open.
  Result<std::function<void(Index row, std::span<float> out)>> rows(const std::string& name,
                                                                    Index rows,
                                                                    Index columns) const;

 private:
  std::optional<StoredTensor> find(const std::string& name) const;
  // One that is there, of this shape, and can be read.
  Result<StoredTensor> require(const std::string& name, std::span<const std::uint64_t> shape) const;
  void readTurned(const StoredTensor& weight, const LinearPart& part, Index column,
                  PackedMatrix& into) const;

  std::shared_ptr<const TensorStore> store_;
  std::vector<std::string> prefixes_;
};

}  // namespace headscope
