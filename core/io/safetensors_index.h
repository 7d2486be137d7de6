#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "error/error.h"

namespace headscope {

// Every way a model.safetensors.index.json can be bad. JsonError and IoError come before these.
enum class SafetensorsIndexError {
  notAnObject = 1,
  noWeightMap,  // or none that is an object
  emptyWeightMap,
  badShardName,    // no text, or no name of a file beside the index
  shardMissing,    // there is no such file
  tensorTwice,     // two of the files have a tensor of one name
  tensorNotThere,  // the file that the index names for a tensor does not have it
};

// Which file of a checkpoint that was saved in parts has which tensor.
struct SafetensorsIndex {
  std::vector<std::string> shards;             // names of files beside the index, sorted
  std::map<std::string, std::size_t> shardOf;  // of each tensor, an index into `shards`
};

// {"weight_map": {"tensor": "model-00001-of-00002.safetensors", …}}; `file` names it in errors.
Result<SafetensorsIndex> parseSafetensorsIndex(std::string_view json, const std::string& file);

// Of a file. IoError, too.
Result<SafetensorsIndex> readSafetensorsIndex(const std::filesystem::path& file);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(SafetensorsIndexError);
