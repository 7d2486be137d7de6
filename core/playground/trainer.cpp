#include "playground/trainer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "playground/initial_values.h"
#include "position/sinusoid.h"

namespace headscope {
namespace {

// Texts that go through the model together. Fixed, so that sums do not depend on threads.
constexpr int kTextsOfPart = 8;

std::vector<Batch> partsOf(const Task& task, int texts,
                           const std::function<Exercise()>& nextExercise) {
  std::vector<Batch> parts(static_cast<std::size_t>((texts + kTextsOfPart - 1) / kTextsOfPart));
  for (int text = 0; text < texts; ++text) {
    Batch& part = parts[static_cast<std::size_t>(text / kTextsOfPart)];
    const Exercise exercise = nextExercise();
    Segment segment{.first = part.rows(), .length = static_cast<Index>(exercise.words.size())};
    segment.mask.causal = task.setting().causal;
    for (const Target& target : exercise.targets) {
      part.targets.push_back({.row = segment.first + target.row, .answer = target.answer});
    }
    part.words.insert(part.words.end(), exercise.words.begin(), exercise.words.end());
    part.segments.push_back(std::move(segment));
  }
  return parts;
}

// A strong decay: what a model has learnt by heart of single words does not last.
constexpr LearnerOptions kLearning = {.optimizer = {.weightDecay = 1}, .clip = 1};

// What the model reads and does not learn, with so many of the classes.
std::shared_ptr<const Given<float>> givenOf(const TrainingOptions& options, const Task& task,
                                            std::size_t classes) {
  const TaskWords& words = task.words();
  auto given = std::make_shared<Given<float>>();
  if (words.given != nullptr) {
    given->words = words.given;
    MatrixOf<float> vectors(words.given->cols(), static_cast<Index>(classes));
    for (std::size_t i = 0; i < classes; ++i) {
      vectors.col(static_cast<Index>(i)) = words.given->row(words.classes[i]);
    }
    given->classes.set(vectors);
  }
  if (options.positions == PositionKind::sinusoidInterleaved) {
    given->positions = sinusoidTable(options.positions, kMaxTrainedTokens, options.dModel);
  }
  return given;
}

}  // namespace

Result<std::unique_ptr<Trainer>> Trainer::create(std::shared_ptr<const Task> task,
                                                 const TrainingOptions& options) {
  if (const auto ok = checkTraining(options); !ok) {
    return failure(ok.error());
  }
  return std::unique_ptr<Trainer>(new Trainer(std::move(task), options));
}

Trainer::Trainer(std::shared_ptr<const Task> task, const TrainingOptions& options)
    : task_(std::move(task)),
      options_(options),
      tested_(givenOf(options, *task_, task_->words().classes.size())),
      learner_(shapeOf(options, task_->setting()),
               givenOf(options, *task_, task_->words().practised),
               initialValues(shapeOf(options, task_->setting()), options.seed), kLearning),
      random_(keyOf(options.seed, "practice")) {
  options_.warmUp = std::min(options_.warmUp, options_.steps);
}

Result<StepResult> Trainer::step() {
  const auto diverged = [this](std::string problem) {
    return failure({.code = TrainingError::diverged,
                    .place = "step " + std::to_string(stepsDone_),
                    .problem = std::move(problem),
                    .remedy = "Take a smaller learning rate, or another norm placement"});
  };
  constexpr int kPatience = 10;  // steps
  if (stepsAbove_ > kPatience) {
    return diverged("the loss has been more than twice that of the first step for " +
                    std::to_string(stepsAbove_) + " steps");
  }
  const std::vector<Batch> parts =
      partsOf(*task_, options_.batch, [this] { return task_->practice(random_); });
  const Schedule schedule{
      .highest = options_.learningRate, .warmUp = options_.warmUp, .steps = options_.steps};
  const StepResult result = learner_.step(parts, schedule.rateAt(stepsDone_));
  const double loss = result.score.meanLoss();
  if (!std::isfinite(loss) || !std::isfinite(result.gradientLength)) {
    return diverged("the loss is no finite number any more");
  }
  if (stepsDone_ == 0) {
    firstLoss_ = loss;
  }
  constexpr double kFarAbove = 2;
  stepsAbove_ = loss > kFarAbove * firstLoss_ ? stepsAbove_ + 1 : 0;
  ++stepsDone_;
  return result;
}

Score Trainer::test(std::size_t test, int texts) const {
  Random random(keyOf(test, "test"));
  const std::vector<Batch> parts =
      partsOf(*task_, texts, [&] { return task_->test(test, random); });
  return learner_.score(parts, *tested_);
}

}  // namespace headscope
