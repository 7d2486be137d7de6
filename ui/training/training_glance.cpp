#include "training/training_glance.h"

#include <algorithm>

#include <QCoreApplication>

#include "model/layer_recorder.h"
#include "render/thumbnail.h"
#include "render/token_label.h"

namespace headscope {
namespace {

constexpr int kFrames = 6;

QImage imageOf(const Matrix& map, const GlanceRequest& request) {
  return thumbnail(map, {static_cast<int>(map.cols()), static_cast<int>(map.rows())},
                   colorMap(request.colors, request.theme), Tone::linear);
}

// Of each training the head of its last layer that looks most sharply from the chosen query.
std::vector<FilmFrame> sidesOf(const GlanceRequest& request, const std::stop_token& stop) {
  std::vector<FilmFrame> sides;
  for (const auto& picture : request.sides) {
    const auto model = picture->modelAt(picture->stepsDone());
    if (!model || stop.stop_requested()) {
      return {};
    }
    const auto run = (*model)->run(request.text);
    if (!run) {
      return {};
    }
    const AttentionShape shape = run->attention->shape();
    const int query = std::clamp(request.query, 0, static_cast<int>(run->tokens.size()) - 1);
    HeadId sharpest{shape.layers - 1, 0};
    float most = 0;
    for (int head = 0; head < shape.heads; ++head) {
      const std::vector<float> row = run->attention->row({sharpest.layer, head}, query);
      if (const float greatest = *std::ranges::max_element(row); greatest > most) {
        most = greatest;
        sharpest.head = head;
      }
    }
    sides.push_back({.step = picture->stepsDone(),
                     .label = QStringLiteral("%1 · %2").arg(headsTimesWidth(picture->options),
                                                            headName(sharpest)),
                     .map = imageOf(run->attention->map(sharpest), request)});
  }
  return sides;
}

std::vector<FilmFrame> filmOf(const GlanceRequest& request, const std::stop_token& stop) {
  const TrainingPicture& picture = *request.picture;
  std::vector<FilmFrame> film;
  for (const int step : filmSteps(picture.stepsDone(), picture.options.steps)) {
    const auto model = picture.modelAt(step);
    if (!model || stop.stop_requested()) {
      break;
    }
    const auto run = (*model)->run(request.text);
    const AttentionShape shape = run ? run->attention->shape() : AttentionShape{};
    if (request.head.layer >= shape.layers || request.head.head >= shape.heads) {
      break;
    }
    const Matrix map = run->attention->map(request.head);
    const int kept = picture.recording.frameAt(step).step;
    film.push_back({.step = kept,
                    .label = QCoreApplication::translate("TrainingView", "step %1").arg(kept),
                    .map = imageOf(map, request)});
  }
  // The last one that is not after what is shown.
  const auto after = std::ranges::find_if(
      film, [&](const FilmFrame& frame) { return frame.step > request.shownStep; });
  if (after != film.begin()) {
    std::prev(after)->isShown = true;
  }
  return film;
}

std::vector<Answer> answersTo(const GlanceRequest& request) {
  HiddenRecorder recorder;
  const auto run = request.model->run(request.text, {.observer = &recorder});
  return run ? answersOf(*request.model, run->tokens, recorder.hidden().back())
             : std::vector<Answer>();
}

}  // namespace

QString headsTimesWidth(const TrainingOptions& options) {
  return options.heads == 1
             ? QCoreApplication::translate("TrainingView", "1 head × %1").arg(options.dK)
             : QCoreApplication::translate("TrainingView", "%1 heads × %2")
                   .arg(options.heads)
                   .arg(options.dK);
}

std::vector<int> filmSteps(int stepsDone, int allSteps) {
  std::vector<int> steps;
  for (int i = 0; i < kFrames; ++i) {
    const int step = static_cast<int>(static_cast<long long>(allSteps) * i / (kFrames - 1));
    if (step <= stepsDone && (steps.empty() || step > steps.back())) {
      steps.push_back(step);
    }
  }
  return steps;
}

Glance glanceAt(const GlanceRequest& request, const std::stop_token& stop) {
  Glance glance;
  if (request.model != nullptr && request.model->lesson() != nullptr) {
    glance.answers = answersTo(request);
  }
  if (request.picture != nullptr) {
    glance.film = filmOf(request, stop);
  }
  glance.sides = sidesOf(request, stop);
  return glance;
}

}  // namespace headscope
