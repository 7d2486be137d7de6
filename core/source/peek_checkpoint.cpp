#include "source/peek_checkpoint.h"

#include <memory>
#include <string>

#include "io/json.h"
#include "io/read_file.h"
#include "io/safetensors_index.h"
#include "source/checkpoint_place.h"
#include "source/open_dump.h"

namespace headscope {
namespace {

namespace fs = std::filesystem;

std::uint64_t bytesOf(const fs::path& file) {
  std::error_code unknown;
  const std::uintmax_t bytes = fs::file_size(file, unknown);
  return unknown ? 0 : bytes;
}

// Of all parts that the index names.
Result<std::uint64_t> bytesOfParts(const fs::path& index) {
  const auto text = readFile(index, kMaxJsonBytes);
  if (!text) {
    return failure(text.error());
  }
  return parseSafetensorsIndex(*text, index.string())
      .and_then([&index](const SafetensorsIndex& parsed) -> Result<std::uint64_t> {
        std::uint64_t bytes = 0;
        for (const std::string& shard : parsed.shards) {
          const fs::path file = index.parent_path() / shard;
          std::error_code ignored;
          if (!fs::exists(file, ignored)) {
            return failure({.code = SafetensorsIndexError::shardMissing,
                            .file = index.string(),
                            .problem = "the file '" + shard + "' is not there",
                            .remedy = "Put all parts of the model beside the index"});
          }
          bytes += bytesOf(file);
        }
        return bytes;
      });
}

Result<FamilySummary> summaryAt(const CheckpointPlace& place) {
  if (!place.gguf.empty()) {
    return GgufFile::open(place.gguf).and_then([](const std::shared_ptr<const GgufFile>& file) {
      return summarizeGguf(*file);
    });
  }
  return readJsonFile(place.config, DuplicateKeys::reject)
      .and_then([&place](const nlohmann::json& config) {
        return summarizeFamily(config, place.config.string());
      });
}

}  // namespace

CheckpointPeek peekCheckpoint(const fs::path& path) {
  CheckpointPeek peek;
  if (isDump(path)) {
    peek.bytes = bytesOf(path);
    if (const auto dump = describeDump(path)) {
      peek.summary = {.family = dump->family, .layers = dump->layers, .heads = dump->heads};
    } else {
      peek.problem = dump.error();
    }
    return peek;
  }
  const auto place = findCheckpoint(path);
  if (!place) {
    peek.problem = place.error();
    return peek;
  }
  const auto summary = summaryAt(*place);
  if (!summary) {
    peek.problem = summary.error();
    return peek;
  }
  peek.summary = *summary;
  if (!place->gguf.empty()) {
    peek.bytes = bytesOf(place->gguf);
    return peek;
  }
  if (place->inParts) {
    const auto bytes = bytesOfParts(place->weights);
    peek.bytes = bytes.value_or(0);
    if (!bytes) {
      peek.problem = bytes.error();
    }
  } else {
    peek.bytes = bytesOf(place->weights);
  }
  if (!peek.problem && !summary->readsImages && place->tokenizer.empty()) {
    peek.problem = Error{.code = CheckpointError::noTokenizer,
                         .file = path.string(),
                         .problem = "there is no tokenizer.json, so a text cannot be read",
                         .remedy = "Put the model's tokenizer.json beside config.json"};
  }
  return peek;
}

}  // namespace headscope
