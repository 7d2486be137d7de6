#pragma once

#include <functional>
#include <stop_token>

#include <QString>

#include "render/figure_style.h"
#include "session/training.h"

namespace headscope {

struct TrainingAnimation {
  std::shared_ptr<const TrainingPicture> picture;
  std::string text;
  HeadId head;
  int selectedQuery = -1;
  FigureStyle style;
};

// A head's map through all of a training, as an animated PNG of some sixty frames. Not written
// where it is asked to stop. Errors: SourceError of the text, and those of AnimatedPng.
Result<void> exportAnimation(const TrainingAnimation& animation, const QString& file,
                             const std::stop_token& stop = {});

}  // namespace headscope
