#include "io/memory_store.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "io/float_formats.h"
#include "io/safetensors_header.h"
#include "io/safetensors_source.h"

namespace headscope {

void MemoryStore::add(std::string name, std::vector<std::uint64_t> shape,
                      std::span<const float> values, std::shared_ptr<const void> owner) {
  tensors_.push_back({.name = std::move(name),
                      .shape = std::move(shape),
                      .values = values,
                      .owner = std::move(owner)});
}

void MemoryStore::add(std::string name, std::vector<std::uint64_t> shape,
                      std::vector<float> values) {
  const auto kept = std::make_shared<const std::vector<float>>(std::move(values));
  add(std::move(name), std::move(shape), std::span(*kept), kept);
}

Result<void> MemoryStore::addSafetensors(std::string_view bytes) {
  const auto file = std::as_bytes(std::span(bytes));
  const auto header = parseSafetensorsHeader(file, path_.string());
  if (!header) {
    return failure(header.error());
  }
  for (const TensorInfo& info : header->tensors) {
    const auto data = file.subspan(header->dataStart + info.begin, info.end - info.begin);
    std::vector<float> values;
    switch (info.dtype) {
      case Dtype::f32:
        values.resize(data.size() / sizeof(float));
        std::memcpy(values.data(), data.data(), data.size());
        break;
      case Dtype::f16:
        values.resize(data.size() / 2);
        f16ToFloats(data, values);
        break;
      case Dtype::bf16:
        values.resize(data.size() / 2);
        bf16ToFloats(data, values);
        break;
      default:
        return failure(SafetensorsSource{.file = file, .name = path_.string()}.error(
            SafetensorsError::unsupportedDtype, tensorPlace(info.name),
            std::string(nameOf(info.dtype)) + " is not one of F32, F16, BF16"));
    }
    add(info.name, info.shape, std::move(values));
  }
  return {};
}

std::vector<OutgoingTensor> MemoryStore::outgoing() const {
  std::vector<OutgoingTensor> all;
  for (const Tensor& tensor : tensors_) {
    all.push_back({.name = tensor.name, .shape = tensor.shape, .values = tensor.values});
  }
  return all;
}

std::optional<StoredTensor> MemoryStore::find(std::string_view name) const {
  const auto found = std::find_if(tensors_.begin(), tensors_.end(),
                                  [name](const Tensor& tensor) { return tensor.name == name; });
  if (found == tensors_.end()) {
    return std::nullopt;
  }
  return StoredTensor{.name = found->name,
                      .shape = found->shape,
                      .index = static_cast<std::size_t>(found - tensors_.begin())};
}

void MemoryStore::read(const StoredTensor& tensor, std::size_t first, std::span<float> out) const {
  std::ranges::copy(tensors_[tensor.index].values.subspan(first, out.size()), out.begin());
}

}  // namespace headscope
