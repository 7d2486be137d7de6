#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "io/safetensors.h"
#include "io/safetensors_index.h"
#include "io/tensor_store.h"

namespace headscope {

// The tensors of a checkpoint that is one safetensors file, or several with an index.
class SafetensorsStore : public TensorStore {
 public:
  // The errors of SafetensorsFile::open.
  static Result<std::shared_ptr<const SafetensorsStore>> open(const std::filesystem::path& file);
  // `index` is a model.safetensors.index.json with its files beside it. SafetensorsIndexError and
  // the errors of SafetensorsFile::open.
  static Result<std::shared_ptr<const SafetensorsStore>> openIndex(
      const std::filesystem::path& index);

  const std::filesystem::path& path() const override { return path_; }
  std::optional<StoredTensor> find(std::string_view name) const override;
  Result<void> readable(const StoredTensor& tensor) const override;  // unsupportedDtype
  void read(const StoredTensor& tensor, std::size_t first, std::span<float> out) const override;
  Result<void> stillWhole() const override;
  std::string_view mismatchRemedy() const override;

 private:
  struct Place {
    std::size_t file = 0;
    const TensorInfo* info = nullptr;  // of that file
  };

  SafetensorsStore(std::filesystem::path path, std::vector<SafetensorsFile> files);
  Result<void> checkNamesDiffer(const SafetensorsIndex& index) const;
  void add(std::size_t file, const TensorInfo& info);

  std::filesystem::path path_;
  std::vector<SafetensorsFile> files_;
  std::vector<Place> places_;
  std::unordered_map<std::string_view, std::size_t> indices_;  // keys are the tensors' names
};

}  // namespace headscope
