#include "io/safetensors_writer.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "io/atomic_file.h"
#include "io/safetensors_header.h"
#include "io/safetensors_source.h"
#include "io/text_place.h"
#include "io/utf8.h"

namespace headscope {

namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::size_t kAlignment = 8;  // of the data in the file, bytes

using Metadata = std::map<std::string, std::string>;

Dtype dtypeOf(const OutgoingTensor& tensor) {
  return std::holds_alternative<std::span<const float>>(tensor.values) ? Dtype::f32 : Dtype::i64;
}

std::span<const std::byte> bytesOf(const OutgoingTensor& tensor) {
  return std::visit([](auto values) { return std::as_bytes(values); }, tensor.values);
}

std::size_t valueCount(const OutgoingTensor& tensor) {
  return std::visit([](auto values) { return values.size(); }, tensor.values);
}

tl::unexpected<Error> writeFailure(SafetensorsError code, const std::filesystem::path& target,
                                   std::string place, std::string problem) {
  return failure({.code = code,
                  .file = target.string(),
                  .place = std::move(place),
                  .problem = std::move(problem)});
}

Result<void> checkTensor(const OutgoingTensor& tensor, const std::filesystem::path& target) {
  const std::string place = tensorPlace(tensor.name);
  if (firstInvalidUtf8(tensor.name)) {
    return writeFailure(SafetensorsError::invalidName, target, place,
                        "the name of a tensor must be UTF-8");
  }
  if (tensor.name == kSafetensorsMetadata) {
    return writeFailure(SafetensorsError::invalidName, target, place,
                        "this name is kept for the metadata of the file");
  }
  if (elementCount(tensor.shape) != valueCount(tensor)) {
    return writeFailure(SafetensorsError::wrongInputSize, target, place,
                        "has shape " + shapeText(tensor.shape) + " and " +
                            std::to_string(valueCount(tensor)) + " values");
  }
  return {};
}

Result<void> checkNamesDiffer(std::span<const OutgoingTensor> tensors,
                              const std::filesystem::path& target) {
  std::vector<std::string_view> names;
  for (const OutgoingTensor& tensor : tensors) {
    names.emplace_back(tensor.name);
  }
  std::sort(names.begin(), names.end());
  if (const auto same = std::adjacent_find(names.begin(), names.end()); same != names.end()) {
    return writeFailure(SafetensorsError::duplicateName, target, tensorPlace(std::string(*same)),
                        "two tensors have this name");
  }
  return {};
}

Result<void> checkMetadata(const Metadata& metadata, const std::filesystem::path& target) {
  for (const auto& [key, value] : metadata) {
    if (firstInvalidUtf8(key) || firstInvalidUtf8(value)) {
      return writeFailure(SafetensorsError::metadataNotUtf8, target, kSafetensorsMetadata,
                          "the entry " + inQuotes(key) + " must be UTF-8");
    }
  }
  return {};
}

Result<void> checkAll(std::span<const OutgoingTensor> tensors, const Metadata& metadata,
                      const std::filesystem::path& target) {
  for (const OutgoingTensor& tensor : tensors) {
    if (const Result<void> checked = checkTensor(tensor, target); !checked) {
      return checked;
    }
  }
  if (const Result<void> checked = checkNamesDiffer(tensors, target); !checked) {
    return checked;
  }
  return checkMetadata(metadata, target);
}

std::vector<const OutgoingTensor*> inFileOrder(std::span<const OutgoingTensor> tensors) {
  std::vector<const OutgoingTensor*> ordered;
  for (const OutgoingTensor& tensor : tensors) {
    ordered.push_back(&tensor);
  }
  std::sort(ordered.begin(), ordered.end(),
            [](const OutgoingTensor* left, const OutgoingTensor* right) {
              return dtypeOf(*left) != dtypeOf(*right) ? dtypeOf(*left) > dtypeOf(*right)
                                                       : left->name < right->name;
            });
  return ordered;
}

std::string jsonOf(const nlohmann::json& value) {
  return value.dump();
}

// Put together by hand, since the order of the members counts.
std::string headerOf(std::span<const OutgoingTensor* const> tensors, const Metadata& metadata) {
  std::string text = "{";
  if (!metadata.empty()) {
    text.append(jsonOf(kSafetensorsMetadata)).append(":").append(jsonOf(metadata));
  }
  std::uint64_t offset = 0;
  for (const OutgoingTensor* tensor : tensors) {
    const std::uint64_t end = offset + bytesOf(*tensor).size();
    text.append(text.size() == 1 ? "" : ",").append(jsonOf(tensor->name));
    text.append(R"(:{"dtype":)").append(jsonOf(nameOf(dtypeOf(*tensor))));
    text.append(R"(,"shape":)").append(jsonOf(tensor->shape));
    text.append(R"(,"data_offsets":)").append(jsonOf({offset, end})).append("}");
    offset = end;
  }
  text += "}";
  text.append((kAlignment - text.size() % kAlignment) % kAlignment, ' ');
  return text;
}

std::string bytesOf(std::uint64_t value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

}  // namespace

Result<void> writeSafetensors(const std::filesystem::path& target,
                              std::span<const OutgoingTensor> tensors, const Metadata& metadata) {
  return prepareSafetensors(target, tensors, metadata).and_then([](AtomicFile file) {
    return file.commit();
  });
}

Result<AtomicFile> prepareSafetensors(const std::filesystem::path& target,
                                      std::span<const OutgoingTensor> tensors,
                                      const Metadata& metadata) {
  if (const Result<void> checked = checkAll(tensors, metadata, target); !checked) {
    return failure(checked.error());
  }
  const std::vector<const OutgoingTensor*> ordered = inFileOrder(tensors);
  const std::string header = headerOf(ordered, metadata);
  if (header.size() > kMaxSafetensorsHeader) {
    return writeFailure(SafetensorsError::headerTooLarge, target, "",
                        "names, shapes and metadata take " + std::to_string(header.size()) +
                            " bytes; at most " + std::to_string(kMaxSafetensorsHeader) +
                            " are allowed");
  }
  Result<AtomicFile> file = AtomicFile::create(target);
  if (!file) {
    return failure(file.error());
  }
  if (const Result<void> written = file->write(bytesOf(header.size()) + header); !written) {
    return failure(written.error());
  }
  for (const OutgoingTensor* tensor : ordered) {
    if (const Result<void> written = file->write(bytesOf(*tensor)); !written) {
      return failure(written.error());
    }
  }
  return file;
}

}  // namespace headscope
