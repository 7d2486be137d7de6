#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/safetensors_writer.h"
#include "io/tensor_store.h"

namespace headscope {

// Tensors that are no file's: of a model that is being trained, or that came with the program.
class MemoryStore : public TensorStore {
 public:
  // `name` is what errors call it.
  explicit MemoryStore(std::string name) : path_(std::move(name)) {}

  // values: row-major, as many as the shape says; `owner` keeps them alive. Names must differ.
  void add(std::string name, std::vector<std::uint64_t> shape, std::span<const float> values,
           std::shared_ptr<const void> owner);
  void add(std::string name, std::vector<std::uint64_t> shape, std::vector<float> values);
  // All tensors of a safetensors file in memory, which must be F32, F16 or BF16. SafetensorsError.
  Result<void> addSafetensors(std::string_view bytes);

  // To be written by writeSafetensors().
  std::vector<OutgoingTensor> outgoing() const;

  const std::filesystem::path& path() const override { return path_; }
  std::optional<StoredTensor> find(std::string_view name) const override;
  Result<void> readable(const StoredTensor&) const override { return {}; }
  void read(const StoredTensor& tensor, std::size_t first, std::span<float> out) const override;
  Result<void> stillWhole() const override { return {}; }
  std::string_view mismatchRemedy() const override { return "Train the model again"; }

 private:
  struct Tensor {
    std::string name;
    std::vector<std::uint64_t> shape;
    std::span<const float> values;
    std::shared_ptr<const void> owner;
  };

  std::filesystem::path path_;
  std::vector<Tensor> tensors_;
};

}  // namespace headscope
