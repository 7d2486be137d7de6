#include <cstdint>

#include "fuzz/entries.h"

// What libFuzzer calls; HEADSCOPE_FUZZ_READER is one of the functions of entries.h.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  headscope::HEADSCOPE_FUZZ_READER(std::as_bytes(std::span(data, size)));
  return 0;
}
