#include "io/safetensors.h"

#include "fuzz/entries.h"
#include "fuzz/memory_file.h"
#include "fuzz/promises.h"

namespace headscope {
namespace {

void readValues(const SafetensorsFile& file, const TensorInfo& tensor) {
  promise(file.find(tensor.name) == &tensor, "a tensor is found by its name");
  promise(file.bytes(tensor).size() == tensor.end - tensor.begin, "a tensor has its bytes");
  if (const auto integers = file.readIntegers(tensor)) {
    promise(integers->size() == elementCount(tensor.shape), "as many integers as elements");
  } else {
    refused(integers.error());
  }
  if (const auto readable = file.floatsReadable(tensor); !readable) {
    refused(readable.error());
    return;
  }
  std::vector<float> values(static_cast<std::size_t>(*elementCount(tensor.shape)));
  promise(file.readFloats(tensor, values).has_value(), "a readable tensor is read");
  values.resize(values.size() + 1);
  const auto tooLong = file.readFloats(tensor, values);
  promise(!tooLong, "no more floats are read than there are elements");
  refused(tooLong.error());
}

}  // namespace

Result<void> readAsSafetensors(std::span<const std::byte> input) {
  const MemoryFile memory(input);
  const Result<SafetensorsFile> file = SafetensorsFile::open(memory.path());
  if (!file) {
    return refused(file.error());
  }
  std::uint64_t next = 0;
  for (const TensorInfo& tensor : file->tensors()) {
    promise(tensor.begin == next && tensor.end >= next, "tensors leave no gaps");
    next = tensor.end;
    readValues(*file, tensor);
  }
  promise(next <= input.size(), "tensors lie in the file");
  return {};
}

}  // namespace headscope
