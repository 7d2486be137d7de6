#pragma once

#include <cstdint>
#include <functional>

namespace headscope {

// Called now and then with the bytes done so far, out of a total that the caller knows.
// May be empty.
using ByteProgress = std::function<void(std::uint64_t done)>;

}  // namespace headscope
