#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "io/gguf_error.h"

namespace headscope {

inline constexpr std::uint64_t kMostGgufText = 256 << 20;  // bytes of all texts together

// Reads a GGUF header from front to back and remembers the first error, so that the code that
// reads looks like the format. After an error every value is 0 or empty: loops ask good().
class GgufCursor {
 public:
  GgufCursor(std::span<const std::byte> file, std::string fileName)
      : file_(file), fileName_(std::move(fileName)) {}

  bool good() const { return !error_; }
  Error takeError() { return std::move(*error_); }
  void fail(GgufError code, std::string problem, std::string remedy = {});

  // What errors say they are about: "metadata 'x'".
  void setPlace(std::string place) { place_ = std::move(place); }

  std::size_t at() const { return at_; }
  std::size_t remaining() const { return file_.size() - at_; }

  template <typename Number>
  Number number() {
    static_assert(std::is_arithmetic_v<Number>);
    Number value = 0;
    const std::span<const std::byte> bytes = take(sizeof value);
    if (!bytes.empty()) {
      std::memcpy(&value, bytes.data(), sizeof value);
    }
    return value;
  }
  // A length and as many bytes, which lie in the file. GgufError::tooMuchText, notUtf8.
  std::string_view text();
  // A count of things of which each takes at least so many bytes; `what` names them. `tooMany`
  // where the file has no room for them.
  std::uint64_t count(std::uint64_t leastBytes, const char* what, GgufError tooMany);

 private:
  std::span<const std::byte> take(std::uint64_t bytes);

  std::span<const std::byte> file_;
  std::string fileName_;
  std::string place_;
  std::size_t at_ = 0;
  std::uint64_t textBytes_ = 0;  // so far
  std::optional<Error> error_;
};

}  // namespace headscope
