#include "source/playground_source.h"

#include <string_view>
#include <utility>

#include "io/json.h"
#include "playground/built_in_words.h"
#include "playground/trained_model.h"

namespace headscope {

std::string_view builtInModelConfig();  // the embedded files
std::string_view builtInModelTensors();
std::string_view builtInModelTraining();

namespace {

constexpr const char* kShownName = "Playground";

Result<std::shared_ptr<const CheckpointSource>> sourceOf(const nlohmann::json& config,
                                                         std::shared_ptr<const MemoryStore> tensors,
                                                         const WordReader& reader, Lesson lesson) {
  auto model = loadFamily(config, "config.json", tensors);
  if (!model) {
    return failure(model.error());
  }
  return std::make_shared<const CheckpointSource>(
      CheckpointParts{.path = kShownName,
                      .tensors = std::move(tensors),
                      .model = std::move(*model),
                      .tokenizer = reader.tokenizer,
                      .lesson = std::make_shared<const Lesson>(std::move(lesson))});
}

}  // namespace

Result<std::shared_ptr<const CheckpointSource>> openBuiltInPlayground() {
  const auto config = parseJson(builtInModelConfig(), "config.json", DuplicateKeys::reject);
  const auto training = parseJson(builtInModelTraining(), "training.json", DuplicateKeys::reject);
  if (!config || !training) {
    return failure((config ? training : config).error());
  }
  const auto words = builtInWords();
  auto lesson =
      readLesson(*training, "training.json", static_cast<std::int32_t>(words->vocabulary.size()));
  if (!lesson) {
    return failure(lesson.error());
  }
  const auto tensors = std::make_shared<MemoryStore>("model.safetensors");
  if (const auto ok = tensors->addSafetensors(builtInModelTensors()); !ok) {
    return failure(ok.error());
  }
  tensors->add("words.weight",
               {static_cast<std::uint64_t>(words->vectors.rows()),
                static_cast<std::uint64_t>(words->vectors.cols())},
               {words->vectors.data(), static_cast<std::size_t>(words->vectors.size())}, words);
  return sourceOf(*config, tensors, *builtInWordReader(), std::move(*lesson));
}

Result<std::shared_ptr<const CheckpointSource>> playgroundSource(const TaskSetting& task,
                                                                 const TrainingOptions& options,
                                                                 std::span<const float> values) {
  TrainedModel model = trainedModel(task, options, values);
  return sourceOf(model.config, std::move(model.tensors), *task.words.reader, lessonOf(task));
}

}  // namespace headscope
