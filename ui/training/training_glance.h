#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include <QImage>

#include "render/color_map.h"
#include "render/training_figure.h"
#include "session/training.h"
#include "source/answers.h"

namespace headscope {

// What the Training tab shows beside curves and rows, and what takes models to make.
struct GlanceRequest {
  std::shared_ptr<const TrainingPicture> picture;             // or null
  std::vector<std::shared_ptr<const TrainingPicture>> sides;  // that are compared
  int shownStep = 0;
  std::shared_ptr<const CheckpointSource> model;  // that is looked at
  std::string text;
  HeadId head;
  int query = 0;
  ColorMapId colors = ColorMapId::ink;
  ThemeKind theme = ThemeKind::light;
};

struct Glance {
  std::vector<FilmFrame> film;
  std::vector<FilmFrame> sides;
  std::vector<Answer> answers;
};

// "4 heads × 16".
QString headsTimesWidth(const TrainingOptions& options);

// Steps of a film of a training so far, from 0 on, evenly over the whole of it.
std::vector<int> filmSteps(int stepsDone, int allSteps);

// What is ready when it is asked to stop is given.
Glance glanceAt(const GlanceRequest& request, const std::stop_token& stop);

}  // namespace headscope
