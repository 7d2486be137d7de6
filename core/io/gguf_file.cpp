#include "io/gguf_file.h"

#include <cassert>
#include <utility>

#include "io/text_place.h"

namespace headscope {

Result<std::shared_ptr<const GgufFile>> GgufFile::open(const std::filesystem::path& path) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file) {
    return failure(file.error());
  }
  Result<GgufHeader> header = parseGgufHeader(file->bytes(), path.string());
  if (!header) {
    return failure(header.error());
  }
  return std::shared_ptr<const GgufFile>(new GgufFile(std::move(*file), std::move(*header)));
}

GgufFile::GgufFile(MappedFile file, GgufHeader header)
    : file_(std::move(file)), header_(std::move(header)) {
  indices_.reserve(header_.tensors.size());
  for (std::size_t i = 0; i < header_.tensors.size(); ++i) {
    indices_.emplace(header_.tensors[i].name, i);
  }
}

std::optional<StoredTensor> GgufFile::find(std::string_view name) const {
  const auto found = indices_.find(name);
  if (found == indices_.end()) {
    return std::nullopt;
  }
  const GgufTensor& tensor = header_.tensors[found->second];
  return StoredTensor{.name = tensor.name, .shape = tensor.shape, .index = found->second};
}

bool GgufFile::hasShape(const StoredTensor& tensor, std::span<const std::uint64_t> shape) const {
  const auto withoutOnes = [](std::span<const std::uint64_t> lengths) {
    while (!lengths.empty() && lengths.front() == 1) {
      lengths = lengths.subspan(1);
    }
    return lengths;
  };
  return TensorStore::hasShape({.shape = withoutOnes(tensor.shape)}, withoutOnes(shape));
}

Result<void> GgufFile::readable(const StoredTensor& tensor) const {
  const GgmlType type = header_.tensors[tensor.index].type;
  if (!isReadable(type)) {
    return failure({.code = GgufError::unsupportedTensorType,
                    .file = path().string(),
                    .place = "tensor " + inQuotes(tensor.name),
                    .problem = "its type is " + std::string(layoutOf(type)->name) +
                               "; expected one of " + readableGgmlTypes(),
                    .remedy = "Get the model in another quantization"});
  }
  return stillWhole();
}

void GgufFile::read(const StoredTensor& tensor, std::size_t first, std::span<float> out) const {
  const GgufTensor& info = header_.tensors[tensor.index];
  const GgmlLayout layout = *layoutOf(info.type);
  assert(first % layout.elements == 0 && out.size() % layout.elements == 0);
  const std::size_t begin = first / layout.elements * layout.bytes;
  const std::size_t bytes = out.size() / layout.elements * layout.bytes;
  assert(begin + bytes <= info.end - info.begin);
  readGgmlFloats(info.type,
                 file_.bytes().subspan(static_cast<std::size_t>(info.begin) + begin, bytes), out);
}

std::string_view GgufFile::mismatchRemedy() const {
  return "The file is damaged, or of a converter that does otherwise than llama.cpp's: get it "
         "again";
}

}  // namespace headscope
