#include "io/gguf_cursor.h"

#include <bit>
#include <utility>

#include "io/utf8.h"

namespace headscope {

static_assert(std::endian::native == std::endian::little);

void GgufCursor::fail(GgufError code, std::string problem, std::string remedy) {
  if (!error_) {
    error_ = Error{.code = code,
                   .file = fileName_,
                   .place = place_,
                   .problem = std::move(problem),
                   .remedy = remedy.empty() ? "It is damaged or no GGUF file of versions 2 or 3: "
                                              "get it again"
                                            : std::move(remedy)};
  }
}

std::span<const std::byte> GgufCursor::take(std::uint64_t bytes) {
  if (!good()) {
    return {};
  }
  if (bytes > remaining()) {
    fail(GgufError::truncated, "the file ends after " + std::to_string(file_.size()) +
                                   " bytes, where " + std::to_string(bytes) + " were to follow " +
                                   std::to_string(at_));
    return {};
  }
  const auto taken = file_.subspan(at_, static_cast<std::size_t>(bytes));
  at_ += taken.size();
  return taken;
}

std::string_view GgufCursor::text() {
  const auto length = number<std::uint64_t>();
  const auto bytes = take(length);
  textBytes_ += bytes.size();
  if (textBytes_ > kMostGgufText) {
    fail(GgufError::tooMuchText, "the texts up to here have " + std::to_string(textBytes_) +
                                     " bytes; at most " + std::to_string(kMostGgufText) +
                                     " are read");
    return {};
  }
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (const auto invalid = firstInvalidUtf8(text)) {
    fail(GgufError::notUtf8, "byte " + std::to_string(*invalid) + " of a text of " +
                                 std::to_string(text.size()) + " is not UTF-8");
    return {};
  }
  return text;
}

std::uint64_t GgufCursor::count(std::uint64_t leastBytes, const char* what, GgufError tooMany) {
  const auto count = number<std::uint64_t>();
  if (good() && count > remaining() / leastBytes) {
    fail(tooMany, "says that it has " + std::to_string(count) + " " + what + "; the " +
                      std::to_string(remaining()) + " bytes that follow have no room for them");
    return 0;
  }
  return count;
}

}  // namespace headscope
