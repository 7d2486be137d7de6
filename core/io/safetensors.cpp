#include "io/safetensors.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <utility>

#include "io/float_formats.h"
#include "io/safetensors_source.h"

namespace headscope {

namespace {

template <typename Integer>
std::vector<std::int64_t> widened(std::span<const std::byte> bytes) {
  std::vector<std::int64_t> values(bytes.size() / sizeof(Integer));
  for (std::size_t i = 0; i < values.size(); ++i) {
    Integer value = 0;
    std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
    values[i] = value;
  }
  return values;
}

std::string listOf(std::span<const Dtype> dtypes) {
  std::string text;
  for (const Dtype dtype : dtypes) {
    text.append(text.empty() ? "" : ", ").append(nameOf(dtype));
  }
  return text;
}

}  // namespace

Result<SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file) {
    return failure(file.error());
  }
  Result<SafetensorsHeader> header = parseSafetensorsHeader(file->bytes(), path.string());
  if (!header) {
    return failure(header.error());
  }
  return SafetensorsFile(std::move(*file), std::move(*header));
}

SafetensorsFile::SafetensorsFile(MappedFile file, SafetensorsHeader header)
    : file_(std::move(file)), header_(std::move(header)) {
  indices_.reserve(header_.tensors.size());
  for (std::size_t i = 0; i < header_.tensors.size(); ++i) {
    indices_.emplace(header_.tensors[i].name, i);
  }
}

const TensorInfo* SafetensorsFile::find(std::string_view name) const {
  const auto found = indices_.find(name);
  return found == indices_.end() ? nullptr : &header_.tensors[found->second];
}

std::span<const std::byte> SafetensorsFile::bytes(const TensorInfo& info) const {
  const auto data = file_.bytes().subspan(static_cast<std::size_t>(header_.dataStart));
  assert(info.begin <= info.end && info.end <= data.size());
  return data.subspan(static_cast<std::size_t>(info.begin),
                      static_cast<std::size_t>(info.end - info.begin));
}

Result<void> SafetensorsFile::checkReadable(const TensorInfo& info,
                                            std::span<const Dtype> accepted) const {
  if (std::find(accepted.begin(), accepted.end(), info.dtype) == accepted.end()) {
    return failure({.code = SafetensorsError::unsupportedDtype,
                    .file = path().string(),
                    .place = tensorPlace(info.name),
                    .problem = "its dtype is " + std::string(nameOf(info.dtype)) +
                               "; expected one of " + listOf(accepted),
                    .remedy = "Get the model in float32, float16 or bfloat16"});
  }
  return stillWhole();
}

Result<void> SafetensorsFile::floatsReadable(const TensorInfo& info) const {
  constexpr std::array kAccepted{Dtype::f32, Dtype::f16, Dtype::bf16};
  return checkReadable(info, kAccepted);
}

void SafetensorsFile::readFloatsAt(const TensorInfo& info, std::size_t first,
                                   std::span<float> out) const {
  const std::size_t width = bitsOf(info.dtype) / 8;
  const std::span<const std::byte> source = bytes(info).subspan(first * width, out.size() * width);
  switch (info.dtype) {
    case Dtype::f16:
      f16ToFloats(source, out);
      break;
    case Dtype::bf16:
      bf16ToFloats(source, out);
      break;
    default:
      if (!source.empty()) {
        std::memcpy(out.data(), source.data(), source.size());
      }
      break;
  }
}

Result<void> SafetensorsFile::readFloats(const TensorInfo& info, std::span<float> out) const {
  if (const Result<void> readable = floatsReadable(info); !readable) {
    return readable;
  }
  const std::uint64_t count = *elementCount(info.shape);
  if (out.size() != count) {
    return failure({.code = SafetensorsError::wrongOutputSize,
                    .file = path().string(),
                    .place = tensorPlace(info.name),
                    .problem = "has shape " + shapeText(info.shape) + ", " + std::to_string(count) +
                               " elements; expected " + std::to_string(out.size()),
                    .remedy = "Check that the configuration belongs to this model"});
  }
  readFloatsAt(info, 0, out);
  return {};
}

Result<std::vector<std::int64_t>> SafetensorsFile::readIntegers(const TensorInfo& info) const {
  constexpr std::array kAccepted{Dtype::i64, Dtype::i32};
  if (const Result<void> readable = checkReadable(info, kAccepted); !readable) {
    return failure(readable.error());
  }
  return info.dtype == Dtype::i64 ? widened<std::int64_t>(bytes(info))
                                  : widened<std::int32_t>(bytes(info));
}

}  // namespace headscope
