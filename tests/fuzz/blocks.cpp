#include <cstring>
#include <vector>

#include "fuzz/entries.h"
#include "fuzz/promises.h"
#include "io/ggml_type.h"

namespace headscope {
namespace {

constexpr GgmlType kTypes[] = {GgmlType::f32,  GgmlType::f16,  GgmlType::bf16, GgmlType::q4_0,
                               GgmlType::q4_1, GgmlType::q5_0, GgmlType::q5_1, GgmlType::q8_0,
                               GgmlType::q4K,  GgmlType::q5K,  GgmlType::q6K};

// All whole blocks at once, and each by itself.
void readBlocks(GgmlType type, std::span<const std::byte> input) {
  const GgmlLayout layout = *layoutOf(type);
  const std::size_t blocks = input.size() / layout.bytes;
  std::vector<float> all(blocks * layout.elements);
  readGgmlFloats(type, input.first(blocks * layout.bytes), all);
  std::vector<float> one(layout.elements);
  for (std::size_t block = 0; block < blocks; ++block) {
    readGgmlFloats(type, input.subspan(block * layout.bytes, layout.bytes), one);
    promise(std::memcmp(one.data(), all.data() + block * layout.elements,
                        layout.elements * sizeof(float)) == 0,
            "a block is the same by itself");
  }
}

}  // namespace

Result<void> readAsBlocks(std::span<const std::byte> input) {
  for (const GgmlType type : kTypes) {
    promise(isReadable(type), "every type that has a name is read");
    readBlocks(type, input);
  }
  return {};
}

}  // namespace headscope
