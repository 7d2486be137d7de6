#include "families/gguf_family.h"
#include "fuzz/entries.h"
#include "fuzz/memory_file.h"
#include "fuzz/promises.h"
#include "fuzz/use_model.h"
#include "fuzz/use_tokenizer.h"
#include "io/gguf_file.h"
#include "io/tensor_shape.h"
#include "tensor/threads.h"
#include "text/gguf_tokenizer.h"

namespace headscope {
namespace {

void readValues(const GgufFile& file, const GgufTensor& tensor, std::size_t fileBytes) {
  promise(tensor.begin <= tensor.end && tensor.end <= fileBytes, "a tensor lies in the file");
  const auto stored = file.find(tensor.name);
  promise(stored && stored->name == tensor.name, "a tensor is found by its name");
  if (const auto readable = file.readable(*stored); !readable) {
    refused(readable.error());
    return;
  }
  std::vector<float> values(static_cast<std::size_t>(*elementCount(tensor.shape)));
  file.read(*stored, 0, values);
}

}  // namespace

Result<void> readAsGguf(std::span<const std::byte> input) {
  const ScopedThreads one(1);
  const MemoryFile memory(input);
  const auto file = GgufFile::open(memory.path());
  if (!file) {
    return refused(file.error());
  }
  for (const GgufTensor& tensor : (*file)->tensors()) {
    readValues(**file, tensor, input.size());
  }
  Result<void> result;
  if (const auto tokenizer = ggufTokenizer(**file); !tokenizer) {
    result = refused(tokenizer.error());
  } else if (*tokenizer != nullptr) {
    useTokenizer(**tokenizer);
  }
  if (const auto model = loadGgufFamily(*file); !model) {
    result = refused(model.error());
  } else {
    useModel(*model);
  }
  return result;
}

}  // namespace headscope
