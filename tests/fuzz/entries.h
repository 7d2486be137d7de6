#pragma once

#include <cstddef>
#include <span>

#include "error/error.h"

namespace headscope {

// One function for each of core's readers of files that others wrote. Each reads any bytes at all,
// uses what comes of them as the program would, and throws BrokenPromise (promises.h) where that is
// not what the readers' headers promise. Nothing else may be thrown. Gives the reader's error: both
// are fine, and the inputs that are kept say by their names which of them it is.

// The whole input as JSON, and then as it reads back.
Result<void> readAsJson(std::span<const std::byte> input);
// A safetensors file: its header, then the values of each tensor.
Result<void> readAsSafetensors(std::span<const std::byte> input);
// A model.safetensors.index.json.
Result<void> readAsSafetensorsIndex(std::span<const std::byte> input);
// A GGUF file: its header, the values of each tensor, its tokenizer with some texts, its model.
Result<void> readAsGguf(std::span<const std::byte> input);
// A tokenizer.json with some texts. What follows a NUL byte is one more text.
Result<void> readAsTokenizer(std::span<const std::byte> input);
// A config.json. What follows a NUL byte is the safetensors file beside it; without, there are no
// tensors.
Result<void> readAsConfig(std::span<const std::byte> input);
// A CSV file.
Result<void> readAsCsv(std::span<const std::byte> input);
// Changes by hand, as JSON, of a small sandbox.
Result<void> readAsEdits(std::span<const std::byte> input);
// A safetensors file as recorded attention.
Result<void> readAsRecordedAttention(std::span<const std::byte> input);
// Blocks of every type of GGUF's tensors that is read. Never refused.
Result<void> readAsBlocks(std::span<const std::byte> input);

struct FuzzTarget {
  const char* name;  // of its folders of inputs, and of its program without "fuzz_"
  Result<void> (*read)(std::span<const std::byte> input);
};

inline constexpr FuzzTarget kFuzzTargets[] = {
    {"blocks", readAsBlocks},
    {"config", readAsConfig},
    {"csv", readAsCsv},
    {"edits", readAsEdits},
    {"gguf", readAsGguf},
    {"json", readAsJson},
    {"recorded_attention", readAsRecordedAttention},
    {"safetensors", readAsSafetensors},
    {"tokenizer", readAsTokenizer},
    {"safetensors_index", readAsSafetensorsIndex},
};

}  // namespace headscope
