#include "session/comparison.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "text/tokenizer_json.h"

namespace headscope {
namespace {

constexpr std::array kHeads = {1, 2, 4, 8};
constexpr std::size_t kFrameBytes = 8u << 20;  // of each recording
constexpr std::chrono::milliseconds kPicturePause{100};

// One of the trainings.
struct Side {
  std::unique_ptr<TrainingRun> run;
  TrainingPicture picture;

  std::shared_ptr<const TrainingPicture> now() {
    picture.recording = run->recording();
    picture.recording.addLastFrame(run->trainer().stepsDone(), run->trainer().values());
    return std::make_shared<const TrainingPicture>(picture);
  }
};

Result<std::vector<Side>> startSides(const std::string& name, const TrainingOptions& options) {
  const auto task = openTask(name);
  if (!task) {
    return failure(task.error());
  }
  auto tokenizer = parseTokenizer((*task)->words().tokenizer, "tokenizer.json");
  if (!tokenizer) {
    return failure(tokenizer.error());
  }
  const std::shared_ptr<const Tokenizer> shared = std::move(*tokenizer);
  const auto lesson = std::make_shared<const Lesson>(lessonOf((*task)->setting()));
  std::vector<Side> sides;
  for (const int heads : kHeads) {
    auto trainer = Trainer::create(*task, withHeads(options, heads));
    if (!trainer) {
      return failure(trainer.error());
    }
    Side side{.run = std::make_unique<TrainingRun>(std::move(*trainer), kFrameBytes)};
    side.picture = {.task = {*task, &(*task)->setting()},
                    .tokenizer = shared,
                    .lesson = lesson,
                    .options = side.run->trainer().options()};
    sides.push_back(std::move(side));
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

void Comparison::start(const QString& task, const TrainingOptions& options) {
  stopping_ = {};
  running_ = true;
  pictures_.clear();
  emit progressed();
  using Done = Result<Pictures>;
  jobs_.submit(
      JobLane::model,
      [this, name = task.toStdString(), options,
       stopping = stopping_.get_token()](const JobContext& job) -> Done {
        auto sides = startSides(name, options);
        if (!sides) {
          return failure(sides.error());
        }
        const std::stop_token stop = job;
        const auto pictures = [&sides] {
          Pictures all;
          for (Side& side : *sides) {
            all.push_back(side.now());
          }
          return all;
        };
        auto last = std::chrono::steady_clock::now();
        while (!sides->front().run->isDone() && !stop.stop_requested() &&
               !stopping.stop_requested()) {
          for (Side& side : *sides) {
            if (const auto step = side.run->advance(); !step) {
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
