#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "io/atomic_file.h"
#include "io/safetensors_error.h"

namespace headscope {

// A tensor to be saved as F32 or I64. The values are someone else's and must outlive the call.
struct OutgoingTensor {
  std::string name;
  std::vector<std::uint64_t> shape;                                            // outermost first
  std::variant<std::span<const float>, std::span<const std::int64_t>> values;  // row-major
};

// Writes a safetensors file as the reference implementation does, byte for byte: the header padded
// with spaces to a multiple of 8 bytes, the tensors in the order of falling alignment, then of
// their names. No "__metadata__" where the metadata are empty.
// SafetensorsError::invalidName, duplicateName, wrongInputSize, metadataNotUtf8, headerTooLarge,
// before anything is written; the errors of AtomicFile.
Result<void> writeSafetensors(const std::filesystem::path& target,
                              std::span<const OutgoingTensor> tensors,
                              const std::map<std::string, std::string>& metadata = {});

// The same, written aside and not yet put in place: for a file that must come with others.
Result<AtomicFile> prepareSafetensors(const std::filesystem::path& target,
                                      std::span<const OutgoingTensor> tensors,
                                      const std::map<std::string, std::string>& metadata = {});

}  // namespace headscope
