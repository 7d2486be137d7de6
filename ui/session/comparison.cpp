#include "session/comparison.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace headscope {
namespace {

constexpr std::array kHeads = {1, 2, 4, 8};
constexpr std::size_t kFrameBytes = 8u << 20;  // of each recording
constexpr std::chrono::milliseconds kPicturePause{100};

using Sides = std::vector<std::unique_ptr<PicturedRun>>;

Result<Sides> startSides(const TaskChoice& choice, const TrainingOptions& options) {
  const auto task = openTask(choice);
  if (!task) {
    return failure(task.error());
  }
  Sides sides;
  for (const int heads : kHeads) {
    auto side = PicturedRun::create(*task, withHeads(options, heads), kFrameBytes);
    if (!side) {
      return failure(side.error());
    }
    sides.push_back(std::move(*side));
  }
  return sides;
}

}  // namespace

TrainingOptions withHeads(TrainingOptions options, int heads) {
  const int width = options.heads * options.dK;
  options.heads = heads;
  options.dK = std::clamp(width / heads, 1, kMaxTrainedDK);
  if (options.positions == PositionKind::rotary && options.dK % 2 != 0) {
    ++options.dK;
  }
  return options;
}

Comparison::Comparison(QObject* parent) : QObject(parent) {}

void Comparison::start(const TaskChoice& task, const TrainingOptions& options) {
  stopping_ = {};
  running_ = true;
  pictures_.clear();
  emit progressed();
  using Done = Result<Pictures>;
  jobs_.submit(
      JobLane::model,
      [this, task, options, stopping = stopping_.get_token()](const JobContext& job) -> Done {
        auto sides = startSides(task, options);
        if (!sides) {
          return failure(sides.error());
        }
        const std::stop_token stop = job;
        const auto pictures = [&sides] {
          Pictures all;
          for (const auto& side : *sides) {
            all.push_back(side->picture());
          }
          return all;
        };
        auto last = std::chrono::steady_clock::now();
        while (!sides->front()->isDone() && !stop.stop_requested() && !stopping.stop_requested()) {
          for (const auto& side : *sides) {
            if (const auto step = side->advance(); !step) {
              return failure(step.error());
            }
          }
          const auto now = std::chrono::steady_clock::now();
          if (now - last >= kPicturePause) {
            last = now;
            job.post([this, all = pictures()] {
              pictures_ = all;
              emit progressed();
            });
          }
        }
        return pictures();
      },
      [this](Done done) {
        running_ = false;
        if (done) {
          pictures_ = std::move(*done);
        } else {
          emit failed(done.error());
        }
        emit progressed();
      });
}

void Comparison::stop() {
  stopping_.request_stop();
}

void Comparison::clear() {
  jobs_.cancel(JobLane::model);
  running_ = false;
  if (!pictures_.empty()) {
    pictures_.clear();
    emit progressed();
  }
}

}  // namespace headscope
