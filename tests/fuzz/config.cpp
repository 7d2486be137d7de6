#include "families/family.h"
#include "fuzz/entries.h"
#include "fuzz/memory_file.h"
#include "fuzz/promises.h"
#include "fuzz/use_model.h"
#include "io/json.h"
#include "io/safetensors_store.h"
#include "tensor/threads.h"

namespace headscope {
namespace {

constexpr std::string_view kNoTensors("\x02\0\0\0\0\0\0\0{}", 10);

}  // namespace

Result<void> readAsConfig(std::span<const std::byte> input) {
  const ScopedThreads one(1);
  const auto [json, tensors] = splitAtNul(input);
  const auto config = parseJson(textOf(json), "config.json", DuplicateKeys::keepLast);
  if (!config) {
    return refused(config.error());
  }
  const MemoryFile file(tensors.empty() ? std::as_bytes(std::span(kNoTensors)) : tensors);
  const auto store = SafetensorsStore::open(file.path());
  if (!store) {
    return refused(store.error());
  }
  const Result<FamilyModel> model = loadFamily(*config, "config.json", *store);
  if (!model) {
    return refused(model.error());
  }
  useModel(*model);
  return {};
}

}  // namespace headscope
