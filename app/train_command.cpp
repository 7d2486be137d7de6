#include "train_command.h"

#include <algorithm>
#include <chrono>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <unistd.h>

#include "command_line.h"
#include "exit_code.h"
#include "interrupt_guard.h"
#include "playground/trained_model.h"
#include "playground/training_run.h"
#include "progress_line.h"
#include "source/earned_labels.h"
#include "source/recording_file.h"

namespace headscope {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

struct TrainRequest {
  std::string task = "coreference";
  TrainingOptions options;
  std::string positions = "learned";
  std::string norm = "pre";
  int steps = 0;  // 0: as many as the task says
  int seed = 1;
  std::string out;
  std::string record;
  bool json = false;
};

constexpr int kTextsOfResult = 2048;

Result<TrainingRun> startRun(const TrainRequest& request) {
  auto task = openTask(request.task);
  if (!task) {
    return failure(task.error());
  }
  TrainingOptions options = request.options;
  // The command line has seen to it that they are among these.
  options.positions = *std::ranges::find(kTrainedPositions, request.positions, positionKindName);
  options.norm = *std::ranges::find(kNormPlacements, request.norm, normPlacementName);
  options.seed = static_cast<std::uint64_t>(request.seed);
  options.steps = request.steps > 0 ? request.steps : (*task)->description().steps;
  return Trainer::create(std::move(*task), options).map([](std::unique_ptr<Trainer> trainer) {
    return TrainingRun(std::move(trainer));
  });
}

// The accuracy of every test, of many texts.
Json testResults(const Trainer& trainer) {
  Json tests = Json::object();
  const auto& names = trainer.task().description().tests;
  for (std::size_t i = 0; i < names.size(); ++i) {
    tests[names[i]] = trainer.test(i, kTextsOfResult).accuracy();
  }
  return tests;
}

Json labelsOf(const TrainingRun& run) {
  Json heads = Json::array();
  for (const EarnedLabel& label :
       earnedLabels(run.trainer().task(), run.trainer().options(), run.recording())) {
    heads.push_back({{"layer", label.head.layer},
                     {"head", label.head.head},
                     {"label", label.pattern},
                     {"score", label.score},
                     {"since", label.since}});
  }
  return heads;
}

Json resultsOf(const TrainingRun& run, double seconds) {
  const Trainer& trainer = run.trainer();
  Json results{{"steps_done", trainer.stepsDone()}, {"seconds", seconds}};
  if (!run.recording().losses().empty()) {
    results["loss"] = run.recording().losses().back();
  }
  results["accuracy"] = testResults(trainer);
  results["heads"] = labelsOf(run);
  return results;
}

void printResults(const Json& results) {
  std::cout << results["steps_done"] << " steps in " << std::fixed << std::setprecision(2)
            << results["seconds"].get<double>() << " s\n";
  for (const auto& [name, accuracy] : results["accuracy"].items()) {
    std::cout << std::setprecision(1) << 100 * accuracy.get<double>() << " % of " << name
              << " right\n";
  }
  for (const Json& head : results["heads"]) {
    std::cout << 'L' << head["layer"] << "·H" << head["head"] << ": "
              << head["label"].get<std::string>() << ' ' << std::setprecision(2)
              << head["score"].get<double>() << ", since step " << head["since"] << '\n';
  }
}

Result<void> record(const TrainingRun& run, const std::string& file, double seconds) {
  const Trainer& trainer = run.trainer();
  return saveRecording(file, {.task = {trainer.sharedTask(), &trainer.task().setting()},
                              .options = trainer.options(),
                              .recording = run.recording(),
                              .seconds = seconds});
}

// Until its end, or until a person stops it. A long training is recorded on the way, too.
Result<double> runToItsEnd(TrainingRun& run, const std::string& recordTo,
                           const InterruptGuard& interrupts) {
  constexpr std::chrono::seconds kBetweenRecords{30};
  ProgressLine progress(std::cerr, ::isatty(STDERR_FILENO) != 0 ? ProgressStyle::rewrittenLine
                                                                : ProgressStyle::separateLines);
  const auto start = Clock::now();
  const auto secondsSoFar = [start] {
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  auto recorded = start;
  const auto total = static_cast<std::uint64_t>(run.trainer().options().steps);
  while (!run.isDone() && !interrupts.token().stop_requested()) {
    if (const auto step = run.advance(); !step) {
      return failure(step.error());
    }
    progress.show("Training", static_cast<std::uint64_t>(run.trainer().stepsDone()), total,
                  ProgressUnit::steps);
    if (!recordTo.empty() && Clock::now() - recorded >= kBetweenRecords) {
      if (const auto kept = record(run, recordTo, secondsSoFar()); !kept) {
        return failure(kept.error());
      }
      recorded = Clock::now();
    }
  }
  run.conclude();
  const double seconds = secondsSoFar();
  if (!recordTo.empty()) {
    if (const auto kept = record(run, recordTo, seconds); !kept) {
      return failure(kept.error());
    }
  }
  return seconds;
}

int runTrain(const TrainRequest& request) {
  auto run = startRun(request);
  if (!run) {
    return reportError(run.error());
  }
  const InterruptGuard interrupts;
  const auto seconds = runToItsEnd(*run, request.record, interrupts);
  if (!seconds) {
    return reportError(seconds.error());
  }
  const Json results = resultsOf(*run, *seconds);
  const Trainer& trainer = run->trainer();
  if (const auto saved = saveTrainedModel(request.out, trainer.task().setting(), trainer.options(),
                                          trainer.values(), nlohmann::json(results));
      !saved) {
    return reportError(saved.error());
  }
  if (interrupts.token().stop_requested()) {
    std::cerr << "headscope: stopped after step " << trainer.stepsDone() << " of "
              << trainer.options().steps << "; what has been learnt is saved\n";
  }
  if (request.json) {
    Json printed{{"task", trainer.task().description().name},
                 {"options", Json(toJson(trainer.options()))}};
    printed.update(results);
    printed["out"] = request.out;
    std::cout << printed.dump(2) << '\n';
  } else {
    printResults(results);
    std::cout << "See it with: headscope --model " << request.out << '\n';
  }
  return kDone;
}

}  // namespace

void addTrainCommand(Commands program) {
  const auto request = std::make_shared<TrainRequest>();
  const Options command =
      program.command("train", "Train a small transformer, to look at its heads",
                      [request] { return runTrain(*request); });
  TrainingOptions& options = request->options;
  command.option("--task", request->task,
                 "coreference, induction, copy, reverse, next-word, a task's .json file, or a .txt "
                 "file whose words are to be learnt");
  command.option("--heads", options.heads, "heads of a layer").range(1, kMaxTrainedHeads);
  command.option("--d-k", options.dK, "width of a head").range(1, kMaxTrainedDK);
  command.option("--layers", options.layers, "blocks").range(1, kMaxTrainedLayers);
  command.option("--d-model", options.dModel, "width of the residual stream")
      .range(1, kMaxTrainedDModel);
  command.option("--positions", request->positions, "how the model is told where a word stands")
      .oneOf({"none", "learned", "sinusoid", "rotary", "alibi"});
  command.option("--norm", request->norm, "layer norm before or after the branches, or nowhere")
      .oneOf({"pre", "post", "none"});
  command.option("--learning-rate", options.learningRate, "of AdamW, at its highest")
      .range(1e-6, kMaxLearningRate);
  command.option("--batch", options.batch, "texts a step").range(1, kMaxTrainedBatch);
  command.option("--steps", request->steps, "how many; 0: as many as the task says")
      .range(0, kMaxTrainedSteps);
  command.option("--seed", request->seed, "of the first weights and of the texts")
      .range(0, 1'000'000'000);
  command.option("--out", request->out, "the folder to write the model into").required();
  command.option("--record", request->record,
                 "a file to record the training in, which --model opens, too");
  command.flag("--json", request->json, "print what came out as JSON");
}

}  // namespace headscope
