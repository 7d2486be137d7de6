#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include <nlohmann/json.hpp>

#include "io/memory_store.h"
#include "playground/training_options.h"

namespace headscope {

// A trained model in the words of a checkpoint: what `--model FOLDER` opens.
struct TrainedModel {
  nlohmann::json config;  // config.json, of the family "headscope"
  std::shared_ptr<const MemoryStore> tensors;
};

// values: of the whole layout of shapeOf(options, task).
TrainedModel trainedModel(const TaskSetting& task, const TrainingOptions& options,
                          std::span<const float> values);

// The options as `headscope train` takes them: {"heads": 4, "d_k": 16, …}.
nlohmann::json toJson(const TrainingOptions& options);
// From toJson(). TaskError of a field; TrainingError of checkTraining.
Result<TrainingOptions> readTrainingOptions(const nlohmann::json& json, const std::string& file);

// Writes model.safetensors, config.json, tokenizer.json and training.json, which also has what
// `results` has. All are whole before the first one is put in place; others in the folder stay. The
// folder is made where it is missing. Errors: those of AtomicFile; IoError::cannotWrite for a
// folder that cannot be made.
Result<void> saveTrainedModel(const std::filesystem::path& folder, const TaskSetting& task,
                              const TrainingOptions& options, std::span<const float> values,
                              const nlohmann::json& results = nlohmann::json::object());

}  // namespace headscope
