#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "io/json.h"
#include "io/safetensors.h"
#include "playground/built_in_words.h"
#include "playground/lesson.h"
#include "playground/task_fields.h"
#include "playground/trained_model.h"
#include "source/recording_file.h"
#include "source/recording_format.h"

namespace headscope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// A file that is open, and the errors about it.
class RecordingReader {
 public:
  RecordingReader(const SafetensorsFile& file, std::string name)
      : file_(file), name_(std::move(name)) {}

  Result<RecordedTraining> read() {
    RecordedTraining training;
    if (!readTask(training) || !readOptions(training) || !readCurves(training) ||
        !readFrames(training)) {
      return failure(*error_);
    }
    return training;
  }

 private:
  bool fail(RecordingError code, const std::string& place, std::string problem) {
    return fail(Error{.code = code,
                      .file = name_,
                      .place = place,
                      .problem = std::move(problem),
                      .remedy = "Record the training again"});
  }
  bool fail(Error error) {
    error_ = std::move(error);
    return false;
  }

  std::optional<Json> metadata(const char* key) {
    const auto found = file_.metadata().find(key);
    if (found == file_.metadata().end()) {
      fail(RecordingError::damaged, key, "it is missing among the metadata");
      return std::nullopt;
    }
    auto json = parseJson(found->second, name_, DuplicateKeys::reject);
    if (!json) {
      fail(json.error());
      return std::nullopt;
    }
    return std::move(*json);
  }

  bool readTask(RecordedTraining& training) {
    const auto json = metadata("task");
    if (!json) {
      return false;
    }
    TaskFields fields(*json, name_);
    auto setting = std::make_shared<TaskSetting>();
    constexpr std::int64_t kMostWords = 1 << 20;
    const auto count = static_cast<std::int32_t>(fields.number("word_count", 1, kMostWords));
    if (!fields.good()) {
      return fail(fields.result().error());
    }
    const auto lesson = readLesson(*json, name_, count);
    if (!lesson) {
      return fail(lesson.error());
    }
    setting->description = {.name = lesson->task,
                            .title = lesson->title,
                            .success = lesson->success,
                            .lookFor = lesson->lookFor,
                            .tests = fields.texts("tests"),
                            .examples = lesson->examples,
                            .goal = fields.share("goal"),
                            .steps = static_cast<int>(fields.number("steps", 1, kMaxTrainedSteps))};
    setting->causal = fields.flag("causal");
    setting->words = {.count = count,
                      .classes = lesson->classes,
                      .practised = lesson->classes.size(),
                      .askedAt = lesson->askedAt,
                      .met = lesson->met};
    if (json->contains("tokenizer")) {
      auto reader = makeWordReader(fields.text("tokenizer"), name_);
      if (!reader) {
        return fail(reader.error());
      }
      setting->words.reader = std::move(*reader);
    } else {
      const auto words = builtInWords();
      setting->words.given = {words, &words->vectors};
      setting->words.reader = builtInWordReader();
      if (static_cast<std::size_t>(count) != words->vocabulary.size()) {
        return fail(RecordingError::damaged, "word_count", "it is not that of the built-in words");
      }
    }
    training.task = std::move(setting);
    return fields.good() || fail(fields.result().error());
  }

  bool readOptions(RecordedTraining& training) {
    const auto json = metadata("options");
    if (!json) {
      return false;
    }
    auto options = readTrainingOptions(*json, name_);
    if (!options) {
      return fail(options.error());
    }
    training.options = *options;
    const auto seconds = file_.metadata().find("seconds");
    training.seconds =
        seconds == file_.metadata().end() ? 0 : std::strtod(seconds->second.c_str(), nullptr);
    return true;
  }

  const TensorInfo* tensor(const char* name, std::size_t axes) {
    const TensorInfo* info = file_.find(name);
    if (info == nullptr || info->shape.size() != axes) {
      fail(RecordingError::damaged, name,
           info == nullptr ? "the tensor is missing" : "the tensor has another number of axes");
      return nullptr;
    }
    return info;
  }
  bool readFloats(const TensorInfo& info, std::vector<float>& values) {
    values.resize(static_cast<std::size_t>(info.end - info.begin) / sizeof(float));
    const auto read = file_.readFloats(info, values);
    return read || fail(read.error());
  }
  // Steps that rise, within those of the training.
  bool readSteps(const char* name, std::size_t count, int most, std::vector<std::int64_t>& steps) {
    const TensorInfo* info = tensor(name, 1);
    if (info == nullptr) {
      return false;
    }
    auto read = file_.readIntegers(*info);
    if (!read) {
      return fail(read.error());
    }
    steps = std::move(*read);
    const bool rises = std::ranges::adjacent_find(steps, std::greater_equal<>()) == steps.end();
    const bool within = steps.empty() || (steps.front() >= 0 && steps.back() <= most);
    return (steps.size() == count && rises && within) ||
           fail(RecordingError::damaged, name, "its steps do not fit the rest");
  }

  bool readCurves(RecordedTraining& training) {
    const TensorInfo* losses = tensor("losses", 1);
    const TensorInfo* accuracy = tensor("tests.accuracy", 2);
    std::vector<float> values;
    if (losses == nullptr || accuracy == nullptr || !readFloats(*losses, values)) {
      return false;
    }
    for (const float loss : values) {
      training.recording.addLoss(static_cast<double>(loss));
    }
    const std::size_t tests = training.task->description.tests.size();
    std::vector<std::int64_t> steps;
    if (accuracy->shape[1] != tests) {
      return fail(RecordingError::damaged, "tests.accuracy", "it has not one column for each test");
    }
    if (!readFloats(*accuracy, values) ||
        !readSteps("tests.step", accuracy->shape[0], training.options.steps, steps)) {
      return false;
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
      TestPoint point{.step = static_cast<int>(steps[i])};
      for (std::size_t test = 0; test < tests; ++test) {
        point.accuracy.push_back(static_cast<double>(values[i * tests + test]));
      }
      training.recording.addTest(std::move(point));
    }
    return true;
  }

  bool readFrames(RecordedTraining& training) {
    const TensorInfo* info = tensor("frames.values", 2);
    if (info == nullptr) {
      return false;
    }
    ParameterLayout layout;
    placeModel(shapeOf(training.options, *training.task), layout);
    if (info->shape[0] == 0 || info->shape[1] != static_cast<std::uint64_t>(layout.size())) {
      return fail(RecordingError::damaged, "frames.values",
                  "its frames have " + std::to_string(info->shape[1]) + " numbers, and the model " +
                      std::to_string(layout.size()));
    }
    if (info->end - info->begin > kMostRecordedBytes) {
      return fail(RecordingError::tooLarge, "frames.values", "its frames take more than 512 MiB");
    }
    std::vector<std::int64_t> steps;
    if (!readSteps("frames.step", info->shape[0], training.options.steps, steps)) {
      return false;
    }
    const auto readable = file_.floatsReadable(*info);
    if (!readable) {
      return fail(readable.error());
    }
    std::vector<float> values(static_cast<std::size_t>(layout.size()));
    for (std::size_t frame = 0; frame < steps.size(); ++frame) {
      file_.readFloatsAt(*info, frame * values.size(), values);
      training.recording.addKept(static_cast<int>(steps[frame]), values);
    }
    return true;
  }

  const SafetensorsFile& file_;
  std::string name_;
  std::optional<Error> error_;
};

bool saysIt(const SafetensorsFile& file) {
  const auto format = file.metadata().find(kRecordingFormatKey);
  return format != file.metadata().end() && format->second == kRecordingFormat;
}

}  // namespace

Result<RecordedTraining> openRecording(const fs::path& path) {
  const auto file = SafetensorsFile::open(path);
  if (!file) {
    return failure(file.error());
  }
  if (!saysIt(*file)) {
    return failure({.code = RecordingError::notARecording,
                    .file = path.string(),
                    .problem = "it is a safetensors file, but not the recording of a training",
                    .remedy = "Open a model by its folder"});
  }
  return RecordingReader(*file, path.string()).read();
}

bool isRecording(const fs::path& path) {
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) {
    return false;
  }
  const auto file = SafetensorsFile::open(path);
  return file && saysIt(*file);
}

}  // namespace headscope
