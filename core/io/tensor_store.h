#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "error/error.h"

namespace headscope {

struct StoredTensor {
  std::string_view name;
  std::span<const std::uint64_t> shape;  // outermost first, row-major; empty for a scalar
  std::size_t index = 0;                 // what the store knows it by
};

// A checkpoint's tensors by name, in whatever files they are, as float32. Const functions are safe
// to use from several threads.
class TensorStore {
 public:
  virtual ~TensorStore() = default;

  // What errors that are about no one tensor name.
  virtual const std::filesystem::path& path() const = 0;

  // Valid as long as the store. `tensor` is one of these below.
  virtual std::optional<StoredTensor> find(std::string_view name) const = 0;

  // Whether it is of this shape.
  virtual bool hasShape(const StoredTensor& tensor, std::span<const std::uint64_t> shape) const {
    return std::equal(shape.begin(), shape.end(), tensor.shape.begin(), tensor.shape.end());
  }

  // Whether its values can be read: they are of a type that becomes floats, and the file is still
  // whole. The errors of the format; IoError::shrunk.
  virtual Result<void> readable(const StoredTensor& tensor) const = 0;

  // Elements first … first + out.size() - 1 of a readable tensor, row by row. Of quantized tensors
  // both ends must be those of rows.
  virtual void read(const StoredTensor& tensor, std::size_t first, std::span<float> out) const = 0;

  // IoError::shrunk where a file has been cut since it was opened: see MappedFile.
  virtual Result<void> stillWhole() const = 0;

  // What to do where config and tensors do not fit each other.
  virtual std::string_view mismatchRemedy() const = 0;
};

}  // namespace headscope
