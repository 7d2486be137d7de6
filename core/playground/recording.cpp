#include "playground/recording.h"

#include <algorithm>

namespace headscope {

void Recording::addFrame(int step, std::span<const float> values) {
  if (!wantsFrame(step)) {
    return;
  }
  addLastFrame(step, values);
  if (frames_.size() > 2 && frames_.size() * values.size_bytes() > frameBytes_) {
    thinOut();
  }
}

void Recording::addLastFrame(int step, std::span<const float> values) {
  if (!frames_.empty() && (frames_.back().step == step || !wantsFrame(frames_.back().step))) {
    frames_.pop_back();
  }
  frames_.push_back(
      {.step = step,
       .values = std::make_shared<const std::vector<float>>(values.begin(), values.end())});
}

void Recording::addKept(int step, std::span<const float> values) {
  frames_.push_back(
      {.step = step,
       .values = std::make_shared<const std::vector<float>>(values.begin(), values.end())});
}

void Recording::thinOut() {
  stride_ *= 2;
  std::erase_if(frames_, [this](const Frame& frame) { return !wantsFrame(frame.step); });
}

const Frame& Recording::frameAt(int step) const {
  const auto after = std::upper_bound(frames_.begin(), frames_.end(), step,
                                      [](int at, const Frame& frame) { return at < frame.step; });
  return after == frames_.begin() ? frames_.front() : *std::prev(after);
}

}  // namespace headscope
