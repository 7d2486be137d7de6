#include "playground/trained_model.h"

#include <algorithm>
#include <array>
#include <utility>

#include "io/atomic_file.h"
#include "io/io_error.h"
#include "io/safetensors_writer.h"
#include "playground/lesson.h"
#include "playground/task_fields.h"

namespace headscope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::int64_t kMostSeed = std::int64_t{1} << 53;  // that a JSON number holds everywhere

std::vector<std::uint64_t> shapeOf(Index rows, Index cols) {
  return {static_cast<std::uint64_t>(rows), static_cast<std::uint64_t>(cols)};
}

std::vector<float> listed(const Matrix& values) {
  return {values.data(), values.data() + values.size()};
}

// Vectors as they are; linear maps turned, (out, in), as torch has them.
void addParameters(const ParameterLayout& layout, const ModelPlaces& places,
                   std::span<const float> values, MemoryStore& store) {
  for (const Parameter& parameter : layout.parameters()) {
    const Matrix matrix = matrixAt(values, parameter.place);
    const bool isLinear = std::ranges::any_of(places.linears, [&](const Place& linear) {
      return linear.offset == parameter.place.offset;
    });
    if (isLinear) {
      store.add(parameter.name, shapeOf(matrix.cols(), matrix.rows()), listed(matrix.transpose()));
    } else if (matrix.rows() == 1) {
      store.add(parameter.name, {static_cast<std::uint64_t>(matrix.size())}, listed(matrix));
    } else {
      store.add(parameter.name, shapeOf(matrix.rows(), matrix.cols()), listed(matrix));
    }
  }
}

Result<void> makeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!fs::is_directory(folder)) {
    return failure({.code = IoError::cannotWrite,
                    .kind = ErrorKind::couldNotDo,
                    .file = folder.string(),
                    .problem = "the folder cannot be made: " + error.message(),
                    .remedy = "Choose another folder"});
  }
  return {};
}

}  // namespace

TrainedModel trainedModel(const TaskSetting& task, const TrainingOptions& options,
                          std::span<const float> values) {
  const ModelShape shape = shapeOf(options, task);
  ParameterLayout layout;
  const ModelPlaces places = placeModel(shape, layout);
  const auto store = std::make_shared<MemoryStore>("the model that is trained");
  addParameters(layout, places, values, *store);
  if (shape.wordsAreGiven()) {
    const std::shared_ptr<const Matrix>& given = task.words.given;
    store->add("words.weight", shapeOf(given->rows(), given->cols()),
               std::span(given->data(), static_cast<std::size_t>(given->size())), given);
  }
  return {.config = {{"model_type", "headscope"},
                     {"hidden_size", options.dModel},
                     {"num_hidden_layers", options.layers},
                     {"num_attention_heads", options.heads},
                     {"head_dim", options.dK},
                     {"intermediate_size", shape.block.dFeedForward},
                     {"hidden_act", "gelu"},
                     {"norm", "layer_norm"},
                     {"norm_placement", normPlacementName(options.norm)},
                     {"norm_eps", shape.block.normEpsilon},
                     {"positions", positionKindName(options.positions)},
                     {"max_position_embeddings", kMaxTrainedTokens},
                     {"vocab_size", shape.words},
                     {"given_size", shape.dGiven},
                     {"is_causal", task.causal}},
          .tensors = store};
}

Json toJson(const TrainingOptions& options) {
  return {{"heads", options.heads},
          {"d_k", options.dK},
          {"layers", options.layers},
          {"d_model", options.dModel},
          {"positions", positionKindName(options.positions)},
          {"norm", normPlacementName(options.norm)},
          {"learning_rate", options.learningRate},
          {"batch", options.batch},
          {"steps", options.steps},
          {"warm_up", options.warmUp},
          {"seed", options.seed}};
}

Result<TrainingOptions> readTrainingOptions(const Json& json, const std::string& file) {
  TaskFields fields(json, file);
  TrainingOptions options;
  const auto number = [&](const char* key, int most) {
    return static_cast<int>(fields.number(key, 0, most));
  };
  options.heads = number("heads", kMaxTrainedHeads);
  options.dK = number("d_k", kMaxTrainedDK);
  options.layers = number("layers", kMaxTrainedLayers);
  options.dModel = number("d_model", kMaxTrainedDModel);
  options.learningRate = fields.share("learning_rate");
  options.batch = number("batch", kMaxTrainedBatch);
  options.steps = number("steps", kMaxTrainedSteps);
  options.warmUp = number("warm_up", kMaxTrainedSteps);
  options.seed = static_cast<std::uint64_t>(fields.number("seed", 0, kMostSeed));
  const std::string positions = fields.text("positions");
  const auto kind = std::ranges::find(kTrainedPositions, positions, positionKindName);
  const std::string norm = fields.text("norm");
  const auto placement = std::ranges::find(kNormPlacements, norm, normPlacementName);
  if (kind == kTrainedPositions.end()) {
    fields.fail(TaskError::outOfRange, "positions", "'" + positions + "' is not known");
  } else {
    options.positions = *kind;
  }
  if (placement == kNormPlacements.end()) {
    fields.fail(TaskError::outOfRange, "norm", "'" + norm + "' is not known");
  } else {
    options.norm = *placement;
  }
  if (!fields.good()) {
    return failure(fields.result().error());
  }
  if (const auto ok = checkTraining(options); !ok) {
    return failure(ok.error());
  }
  return options;
}

Result<void> saveTrainedModel(const fs::path& folder, const TaskSetting& task,
                              const TrainingOptions& options, std::span<const float> values,
                              const Json& results) {
  if (const auto made = makeFolder(folder); !made) {
    return made;
  }
  const TrainedModel model = trainedModel(task, options, values);
  Json training = toJson(lessonOf(task));
  training["options"] = toJson(options);
  training.update(results);
  std::vector<AtomicFile> files;
  auto tensors = prepareSafetensors(folder / "model.safetensors", model.tensors->outgoing(),
                                    {{"format", "pt"}});
  if (!tensors) {
    return failure(tensors.error());
  }
  files.push_back(std::move(*tensors));
  const std::array<std::pair<const char*, std::string>, 3> texts = {
      {{"tokenizer.json", task.words.reader->json},
       {kTrainingFile, training.dump()},
       {"config.json", model.config.dump(2)}}};
  for (const auto& [name, text] : texts) {
    auto file = AtomicFile::create(folder / name);
    if (!file) {
      return failure(file.error());
    }
    if (const auto written = file->write(text); !written) {
      return written;
    }
    files.push_back(std::move(*file));
  }
  for (AtomicFile& file : files) {
    if (const auto put = file.commit(); !put) {
      return put;
    }
  }
  return {};
}

}  // namespace headscope
