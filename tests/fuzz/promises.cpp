#include "fuzz/promises.h"

#include <algorithm>

#include "io/utf8.h"

namespace headscope {

Result<void> refused(const Error& error) {
  constexpr std::size_t kMostBytes = 4096;
  const std::string shown = describe(error);
  promise(static_cast<bool>(error.code), "an error has a code");
  promise(!error.problem.empty(), "an error says what was found");
  promise(!firstInvalidUtf8(shown), "an error is UTF-8");
  promise(shown.size() <= kMostBytes, "an error is short enough to be read");
  return failure(error);
}

std::pair<std::span<const std::byte>, std::span<const std::byte>> splitAtNul(
    std::span<const std::byte> input) {
  const auto nul = std::find(input.begin(), input.end(), std::byte{0});
  const auto length = static_cast<std::size_t>(nul - input.begin());
  return {input.first(length), nul == input.end() ? input.last(0) : input.subspan(length + 1)};
}

}  // namespace headscope
