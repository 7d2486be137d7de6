#include "source/earned_labels.h"

#include <algorithm>
#include <map>
#include <optional>

#include "source/playground_source.h"

namespace headscope {
namespace {

constexpr int kTexts = 32;

// By pattern the mean weight of each head, layer by layer.
using Scores = std::vector<std::vector<double>>;

std::optional<Scores> scoresOf(const CheckpointSource& model,
                               const std::vector<Exercise>& exercises, std::size_t patterns) {
  Scores scores(patterns);
  std::vector<int> counts(patterns);
  for (const Exercise& exercise : exercises) {
    const auto run = model.run(IdSequence{.ids = exercise.words});
    if (!run) {
      return std::nullopt;
    }
    const AttentionShape shape = run->attention->shape();
    for (std::vector<double>& ofPattern : scores) {
      ofPattern.resize(static_cast<std::size_t>(shape.layers * shape.heads));
    }
    for (const Sight& sight : exercise.sights) {
      ++counts[sight.pattern];
    }
    std::size_t index = 0;
    for (int layer = 0; layer < shape.layers; ++layer) {
      for (int head = 0; head < shape.heads; ++head, ++index) {
        const Matrix map = run->attention->map({layer, head});
        for (const Sight& sight : exercise.sights) {
          scores[sight.pattern][index] += static_cast<double>(map(sight.query, sight.key));
        }
      }
    }
  }
  for (std::size_t pattern = 0; pattern < patterns; ++pattern) {
    for (double& score : scores[pattern]) {
      score /= std::max(1, counts[pattern]);
    }
  }
  return scores;
}

}  // namespace

std::vector<EarnedLabel> earnedLabels(const Task& task, const TrainingOptions& options,
                                      const Recording& recording, const std::stop_token& stop) {
  Random random(keyOf(1, "labels"));
  std::vector<Exercise> exercises;
  for (int i = 0; i < kTexts; ++i) {
    exercises.push_back(task.test(0, random));
  }
  const std::vector<std::string>& patterns = task.description().patterns;
  std::vector<EarnedLabel> labels;
  std::map<std::size_t, std::size_t> patternOf;  // of heads that have earned one so far
  // Backwards: what is earned at the end, and since when.
  for (auto frame = recording.frames().rbegin(); frame != recording.frames().rend(); ++frame) {
    const auto model = playgroundSource(task.setting(), options, *frame->values);
    if (!model || stop.stop_requested()) {
      return {};
    }
    const auto scores = scoresOf(**model, exercises, patterns.size());
    if (!scores) {
      return {};
    }
    const int heads = (*model)->description().heads;
    const auto idOf = [heads](std::size_t head) {
      return HeadId{static_cast<int>(head) / heads, static_cast<int>(head) % heads};
    };
    if (frame == recording.frames().rbegin()) {
      for (std::size_t head = 0; head < scores->front().size(); ++head) {
        const auto best = static_cast<std::size_t>(
            std::ranges::max_element(*scores, {}, [head](const auto& s) { return s[head]; }) -
            scores->begin());
        const double score = (*scores)[best][head];
        if (score >= kEarned) {
          patternOf.emplace(head, best);
          labels.push_back({.head = idOf(head), .pattern = patterns[best], .score = score});
        }
      }
    }
    for (auto entry = patternOf.begin(); entry != patternOf.end();) {
      const auto [head, pattern] = *entry;
      if ((*scores)[pattern][head] < kEarned) {
        entry = patternOf.erase(entry);
        continue;
      }
      std::ranges::find(labels, idOf(head), &EarnedLabel::head)->since = frame->step;
      ++entry;
    }
    if (patternOf.empty()) {
      break;
    }
  }
  return labels;
}

}  // namespace headscope
