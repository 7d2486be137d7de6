#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/hub_error.h"

namespace headscope {

// The files of a repository that a checkpoint is opened from: kConfigFile and the weights, in one
// file or in those that an index names, must be there.
inline constexpr const char* kConfigFile = "config.json";
inline constexpr const char* kWeightsFile = "model.safetensors";
inline constexpr const char* kWeightsIndexFile = "model.safetensors.index.json";
inline constexpr std::array kOptionalFiles = {"tokenizer.json", "preprocessor_config.json"};
// What older repositories have in the place of safetensors.
inline constexpr std::array kPickleFiles = {"pytorch_model.bin", "pytorch_model.bin.index.json"};

// The files with weights that the index names, sorted, each once. HubError::badIndex; JsonError.
Result<std::vector<std::string>> shardsOfIndex(const std::filesystem::path& index);

// HubError::picklesOnly and noWeights, of a repository.
Error picklesOnly(const std::string& repository);
Error noWeights(const std::string& repository);

}  // namespace headscope
