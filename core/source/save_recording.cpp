#include <algorithm>
#include <string>
#include <utility>

#include "io/safetensors_writer.h"
#include "playground/lesson.h"
#include "playground/trained_model.h"
#include "source/recording_file.h"
#include "source/recording_format.h"

namespace headscope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Tensors that keep their own numbers until they are written.
class Outgoing {
 public:
  void add(std::string name, std::vector<std::uint64_t> shape, std::vector<float> values) {
    const auto& kept =
        floats_.emplace_back(std::make_unique<std::vector<float>>(std::move(values)));
    tensors_.push_back(
        {.name = std::move(name), .shape = std::move(shape), .values = std::span(*kept)});
  }
  void addIntegers(std::string name, std::vector<std::int64_t> values) {
    const auto& kept =
        integers_.emplace_back(std::make_unique<std::vector<std::int64_t>>(std::move(values)));
    tensors_.push_back(
        {.name = std::move(name), .shape = {kept->size()}, .values = std::span(*kept)});
  }
  const std::vector<OutgoingTensor>& tensors() const { return tensors_; }

 private:
  std::vector<std::unique_ptr<std::vector<float>>> floats_;
  std::vector<std::unique_ptr<std::vector<std::int64_t>>> integers_;
  std::vector<OutgoingTensor> tensors_;
};

void addFrames(const Recording& recording, Outgoing& out) {
  std::vector<std::int64_t> steps;
  std::vector<float> values;
  for (const Frame& frame : recording.frames()) {
    steps.push_back(frame.step);
    values.insert(values.end(), frame.values->begin(), frame.values->end());
  }
  const std::vector<std::uint64_t> shape = {steps.size(), values.size() / steps.size()};
  out.addIntegers("frames.step", std::move(steps));
  out.add("frames.values", shape, std::move(values));
}

void addCurves(const Recording& recording, Outgoing& out) {
  out.add("losses", {recording.losses().size()}, recording.losses());
  std::vector<std::int64_t> steps;
  std::vector<float> accuracy;
  for (const TestPoint& point : recording.tests()) {
    steps.push_back(point.step);
    for (const double share : point.accuracy) {
      accuracy.push_back(static_cast<float>(share));
    }
  }
  const std::vector<std::uint64_t> shape = {
      steps.size(), accuracy.size() / std::max<std::size_t>(1, steps.size())};
  out.add("tests.accuracy", shape, std::move(accuracy));
  out.addIntegers("tests.step", std::move(steps));
}

// Queries and keys of all layers, frame by frame.
class ProbeObserver : public TraceObserver {
 public:
  void onProjections(int layer, const Projections& projections) override {
    append(projections.query, queries_, layer);
    append(projections.key, keys_, layer);
    tokens_ = projections.query.rows();
  }
  bool wantsOutput() const override { return false; }

  void addTo(Outgoing& out, const std::string& name) {
    for (std::size_t layer = 0; layer < queries_.size(); ++layer) {
      const std::string prefix = name + ".layer." + std::to_string(layer);
      addOne(out, prefix + ".query", std::move(queries_[layer]));
      addOne(out, prefix + ".key", std::move(keys_[layer]));
    }
  }
  void countFrame() { ++frames_; }

 private:
  static void append(const ConstMatrixRef& rows, std::vector<std::vector<float>>& all, int layer) {
    all.resize(std::max(all.size(), static_cast<std::size_t>(layer) + 1));
    std::vector<float>& values = all[static_cast<std::size_t>(layer)];
    for (Index row = 0; row < rows.rows(); ++row) {
      const auto span = rowSpan(rows, row);
      values.insert(values.end(), span.begin(), span.end());
    }
  }
  void addOne(Outgoing& out, std::string name, std::vector<float> values) const {
    const auto tokens = static_cast<std::uint64_t>(tokens_);
    const std::vector<std::uint64_t> shape = {frames_, tokens, values.size() / (frames_ * tokens)};
    out.add(std::move(name), shape, std::move(values));
  }

  std::vector<std::vector<float>> queries_;
  std::vector<std::vector<float>> keys_;
  Index tokens_ = 0;
  std::uint64_t frames_ = 0;
};

Result<void> addProbes(const RecordedTraining& training, Outgoing& out) {
  const std::vector<std::string>& examples = training.task->description.examples;
  std::vector<ProbeObserver> probes(examples.size());
  for (const Frame& frame : training.recording.frames()) {
    const auto model = training.modelAt(frame.step);
    if (!model) {
      return failure(model.error());
    }
    for (std::size_t i = 0; i < examples.size(); ++i) {
      const auto run = (*model)->run(examples[i], {.observer = &probes[i]});
      if (!run) {
        return failure(run.error());
      }
      probes[i].countFrame();
    }
  }
  for (std::size_t i = 0; i < examples.size(); ++i) {
    probes[i].addTo(out, "probe." + std::to_string(i));
  }
  return {};
}

Json settingJson(const TaskSetting& task) {
  Json json = toJson(lessonOf(task));
  json["tests"] = task.description.tests;
  json["goal"] = task.description.goal;
  json["steps"] = task.description.steps;
  json["causal"] = task.causal;
  json["word_count"] = task.words.count;
  // Given words are those that come with every Headscope; others stand in the tokenizer.
  if (task.words.given == nullptr) {
    json["tokenizer"] = task.words.reader->json;
  }
  return json;
}

}  // namespace

Result<void> saveRecording(const fs::path& file, const RecordedTraining& training) {
  Outgoing out;
  addFrames(training.recording, out);
  addCurves(training.recording, out);
  if (const auto added = addProbes(training, out); !added) {
    return added;
  }
  return writeSafetensors(file, out.tensors(),
                          {{kRecordingFormatKey, kRecordingFormat},
                           {"task", settingJson(*training.task).dump()},
                           {"options", toJson(training.options).dump()},
                           {"seconds", std::to_string(training.seconds)}});
}

}  // namespace headscope
