#pragma once

#include <array>
#include <string>

#include "catalog/hub_error.h"

namespace headscope {

// The files of a repository that a checkpoint is opened from: kConfigFile and the weights, in one
// file or in those that an index names, must be there.
inline constexpr const char* kConfigFile = "config.json";
inline constexpr const char* kWeightsFile = "model.safetensors";
inline constexpr const char* kWeightsIndexFile = "model.safetensors.index.json";
inline constexpr const char* kTokenizerFile = "tokenizer.json";
inline constexpr const char* kPreprocessorFile = "preprocessor_config.json";
inline constexpr std::array kOptionalFiles = {kTokenizerFile, kPreprocessorFile};
// What older repositories have in the place of safetensors.
inline constexpr std::array kPickleFiles = {"pytorch_model.bin", "pytorch_model.bin.index.json"};

// HubError::picklesOnly and noWeights, of a repository.
Error picklesOnly(const std::string& repository);
Error noWeights(const std::string& repository);

}  // namespace headscope
