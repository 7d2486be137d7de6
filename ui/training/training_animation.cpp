#include "training/training_animation.h"

#include <algorithm>
#include <chrono>
#include <set>

#include <QCoreApplication>

#include "export/animated_png.h"
#include "render/attention_figure.h"
#include "render/heatmap_painter.h"

namespace headscope {
namespace {

constexpr int kMostFrames = 60;
constexpr std::chrono::milliseconds kFramePause{80};
constexpr double kAnimationScale = 1;

// Steps that were kept, evenly over the training, the first and the last among them.
std::vector<int> animatedSteps(const Recording& recording) {
  const std::vector<Frame>& frames = recording.frames();
  const std::size_t count = std::min<std::size_t>(kMostFrames, frames.size());
  std::set<int> steps = {frames.back().step};
  for (std::size_t i = 0; i < count; ++i) {
    steps.insert(frames[i * frames.size() / count].step);
  }
  return {steps.begin(), steps.end()};
}

Result<QImage> imageAt(const TrainingAnimation& animation, int step) {
  const auto model = animation.picture->modelAt(step);
  if (!model) {
    return failure(model.error());
  }
  const auto run = (*model)->run(animation.text);
  if (!run) {
    return failure(run.error());
  }
  QStringList labels;
  for (const Token& token : run->tokens) {
    labels.append(QString::fromStdString(shownText(token)));
  }
  HeatmapFigure figure = attentionFigure(
      animation.head, MapPyramid::fromSource(*run->attention, animation.head, [] { return false; }),
      {.queries = labels, .keys = labels});
  figure.tags = {QCoreApplication::translate("TrainingView", "step %1").arg(step)};
  figure.selectedQuery = std::min(animation.selectedQuery, static_cast<int>(labels.size()) - 1);
  const QSizeF size = HeatmapLayout::comfortableSize(figure, animation.style);
  QImage image((size * kAnimationScale).toSize(), QImage::Format_RGB32);
  image.fill(animation.style.theme.canvas);
  QPainter painter(&image);
  painter.scale(kAnimationScale, kAnimationScale);
  paintHeatmap(painter, figure, HeatmapLayout(figure, size, animation.style), animation.style);
  return image;
}

}  // namespace

Result<void> exportAnimation(const TrainingAnimation& animation, const QString& file,
                             const std::stop_token& stop) {
  const std::vector<int> steps = animatedSteps(animation.picture->recording);
  auto png = AnimatedPng::create(file, static_cast<int>(steps.size()), kFramePause);
  if (!png) {
    return failure(png.error());
  }
  for (const int step : steps) {
    if (stop.stop_requested()) {
      return {};
    }
    const auto image = imageAt(animation, step);
    if (!image) {
      return failure(image.error());
    }
    if (const auto added = png->add(*image); !added) {
      return added;
    }
  }
  return png->finish();
}

}  // namespace headscope
