#include "io/safetensors_index.h"

#include <filesystem>

#include "fuzz/entries.h"
#include "fuzz/promises.h"

namespace headscope {

Result<void> readAsSafetensorsIndex(std::span<const std::byte> input) {
  const Result<SafetensorsIndex> index =
      parseSafetensorsIndex(textOf(input), "model.safetensors.index.json");
  if (!index) {
    return refused(index.error());
  }
  for (const std::string& shard : index->shards) {
    const std::filesystem::path path(shard);
    promise(path.filename() == path && shard != "." && shard != ".." && !shard.empty(),
            "a shard is a file beside the index");
  }
  for (const auto& [tensor, shard] : index->shardOf) {
    promise(shard < index->shards.size(), "every tensor is in one of the shards");
  }
  return {};
}

}  // namespace headscope
