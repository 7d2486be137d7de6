#pragma once

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/gguf_header.h"

namespace headscope {

// A number's bytes, little-endian.
template <typename Number>
std::string ggufNumber(Number value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

// A text: its length and its bytes.
inline std::string ggufText(std::string_view text) {
  return ggufNumber(std::uint64_t{text.size()}).append(text);
}

// The kinds of values, numbered as the format has them.
inline constexpr std::uint32_t kGgufU8 = 0;
inline constexpr std::uint32_t kGgufI8 = 1;
inline constexpr std::uint32_t kGgufU16 = 2;
inline constexpr std::uint32_t kGgufI16 = 3;
inline constexpr std::uint32_t kGgufU32 = 4;
inline constexpr std::uint32_t kGgufI32 = 5;
inline constexpr std::uint32_t kGgufF32 = 6;
inline constexpr std::uint32_t kGgufFlag = 7;
inline constexpr std::uint32_t kGgufText = 8;
inline constexpr std::uint32_t kGgufArray = 9;
inline constexpr std::uint32_t kGgufU64 = 10;
inline constexpr std::uint32_t kGgufI64 = 11;
inline constexpr std::uint32_t kGgufF64 = 12;

// An entry of the metadata: key, kind, and a value of one's own bytes.
inline std::string ggufEntry(std::string_view key, std::uint32_t kind, std::string_view value) {
  return ggufText(key).append(ggufNumber(kind)).append(value);
}

// An array's value: the kind of its elements, how many, and their bytes.
inline std::string ggufArray(std::uint32_t kind, std::uint64_t count, std::string_view elements) {
  return ggufNumber(kind).append(ggufNumber(count)).append(elements);
}

struct GgufSampleTensor {
  std::string name;
  std::vector<std::int64_t> lengths;  // as the file has them: the innermost first
  std::uint32_t type = 0;             // F32
  std::string data;
  std::optional<std::uint64_t> offset = {};  // where it is not behind the tensor before it
};

// A GGUF file that is put together piece by piece. A test may spoil it.
class GgufSample {
 public:
  std::uint32_t version = 3;
  std::uint64_t alignment = 32;             // of the bytes; the metadata must say it too
  std::optional<std::uint64_t> entryCount;  // where it is not the true one
  std::optional<std::uint64_t> tensorCount;

  GgufSample& entry(std::string_view key, std::uint32_t kind, std::string_view value) {
    entries_.emplace_back(key, ggufEntry(key, kind, value));
    return *this;
  }
  GgufSample& number(std::string_view key, std::uint32_t value) {
    return entry(key, kGgufU32, ggufNumber(value));
  }
  GgufSample& real(std::string_view key, float value) {
    return entry(key, kGgufF32, ggufNumber(value));
  }
  GgufSample& flag(std::string_view key, bool value) {
    return entry(key, kGgufFlag, std::string(1, value ? '\1' : '\0'));
  }
  GgufSample& text(std::string_view key, std::string_view value) {
    return entry(key, kGgufText, ggufText(value));
  }
  GgufSample& texts(std::string_view key, const std::vector<std::string>& values) {
    std::string elements;
    for (const std::string& value : values) {
      elements += ggufText(value);
    }
    return entry(key, kGgufArray, ggufArray(kGgufText, values.size(), elements));
  }
  GgufSample& numbers(std::string_view key, const std::vector<std::int32_t>& values) {
    std::string elements;
    for (const std::int32_t value : values) {
      elements += ggufNumber(value);
    }
    return entry(key, kGgufArray, ggufArray(kGgufI32, values.size(), elements));
  }
  GgufSample& reals(std::string_view key, const std::vector<float>& values) {
    std::string elements;
    for (const float value : values) {
      elements += ggufNumber(value);
    }
    return entry(key, kGgufArray, ggufArray(kGgufF32, values.size(), elements));
  }
  // Takes an entry away, so that another may come in its place.
  GgufSample& without(std::string_view key) {
    std::erase_if(entries_, [key](const auto& named) { return named.first == key; });
    return *this;
  }

  GgufSample& tensor(GgufSampleTensor tensor) {
    tensors_.push_back(std::move(tensor));
    return *this;
  }
  // Of float32; `shape` has the outermost dimension first.
  GgufSample& tensor(std::string name, std::span<const std::uint64_t> shape,
                     std::span<const float> values) {
    std::string data(values.size_bytes(), '\0');
    if (!values.empty()) {
      std::memcpy(data.data(), values.data(), data.size());
    }
    return tensor({.name = std::move(name),
                   .lengths = {shape.rbegin(), shape.rend()},
                   .data = std::move(data)});
  }
  GgufSample& withoutTensor(std::string_view name) {
    std::erase_if(tensors_, [name](const auto& tensor) { return tensor.name == name; });
    return *this;
  }

  std::string bytes() const {
    std::string file = "GGUF" + ggufNumber(version);
    file += ggufNumber(tensorCount.value_or(tensors_.size()));
    file += ggufNumber(entryCount.value_or(entries_.size()));
    for (const auto& [key, bytes] : entries_) {
      file += bytes;
    }
    std::string data;
    for (const GgufSampleTensor& tensor : tensors_) {
      pad(data);
      file += ggufText(tensor.name) + ggufNumber(static_cast<std::uint32_t>(tensor.lengths.size()));
      for (const std::int64_t length : tensor.lengths) {
        file += ggufNumber(length);
      }
      file += ggufNumber(tensor.type);
      file += ggufNumber(tensor.offset.value_or(data.size()));
      data += tensor.data;
    }
    if (!tensors_.empty()) {
      pad(file);
    }
    return file + data;
  }

 private:
  void pad(std::string& bytes) const {
    bytes.resize((bytes.size() + alignment - 1) / alignment * alignment, '\0');
  }

  std::vector<std::pair<std::string, std::string>> entries_;  // key, bytes
  std::vector<GgufSampleTensor> tensors_;
};

inline Result<GgufHeader> parseGguf(const std::string& bytes) {
  return parseGgufHeader(std::as_bytes(std::span(bytes)), "model.gguf");
}

}  // namespace headscope
