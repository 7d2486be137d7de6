#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "io/gguf_header.h"
#include "io/mapped_file.h"
#include "io/tensor_store.h"

namespace headscope {

// A GGUF file, mapped: opening reads the header only.
class GgufFile : public TensorStore {
 public:
  // The errors of MappedFile::open and of parseGgufHeader.
  static Result<std::shared_ptr<const GgufFile>> open(const std::filesystem::path& path);

  const std::unordered_map<std::string, GgufValue>& metadata() const { return header_.metadata; }
  const std::vector<GgufTensor>& tensors() const { return header_.tensors; }  // in file order

  const std::filesystem::path& path() const override { return file_.path(); }
  std::optional<StoredTensor> find(std::string_view name) const override;
  // Outer dimensions of 1 do not count: some writers leave them out.
  bool hasShape(const StoredTensor& tensor, std::span<const std::uint64_t> shape) const override;
  Result<void> readable(const StoredTensor& tensor) const override;  // unsupportedTensorType
  void read(const StoredTensor& tensor, std::size_t first, std::span<float> out) const override;
  Result<void> stillWhole() const override { return file_.stillWhole(); }
  std::string_view mismatchRemedy() const override;

 private:
  GgufFile(MappedFile file, GgufHeader header);

  MappedFile file_;
  GgufHeader header_;
  std::unordered_map<std::string_view, std::size_t> indices_;  // keys are the tensors' names
};

}  // namespace headscope
