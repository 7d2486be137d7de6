#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "error/error.h"

namespace headscope {

// A reader did what its header says it does not.
class BrokenPromise : public std::logic_error {
  using std::logic_error::logic_error;
};

inline void promise(bool kept, const char* what) {
  if (!kept) {
    throw BrokenPromise(what);
  }
}

// Checks that an error tells a person something: it has a code and a problem, and what stderr and
// the window show of it is UTF-8 and no longer than a person reads; gives it back.
Result<void> refused(const Error& error);

inline std::string_view textOf(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What stands before the first NUL byte, and what after; nothing after where there is none.
std::pair<std::span<const std::byte>, std::span<const std::byte>> splitAtNul(
    std::span<const std::byte> input);

}  // namespace headscope
