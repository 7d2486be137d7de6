#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include <QObject>

namespace headscope {

// Jobs of one lane follow each other and the newest wins; lanes run side by side.
enum class JobLane { model, run, thumbnails, listing, fetch };
inline constexpr std::size_t kJobLanes = 5;

// What a job sees of its runner. It stands for the stop token, of which most jobs want no more.
class JobContext {
 public:
  using Post = std::function<void(std::function<void()>)>;
  JobContext(std::stop_token stop, Post post) : stop_(std::move(stop)), post_(std::move(post)) {}

  operator std::stop_token() const { return stop_; }
  // Has this called on the GUI thread before the result is delivered, and not any more if the job
  // was overtaken meanwhile: for what is known before the end.
  void post(std::function<void()> call) const { post_(std::move(call)); }

 private:
  std::stop_token stop_;
  Post post_;
};

// Runs work off the GUI thread and hands its result back on it. A job that a newer one of its
// lane has overtaken is asked to stop, and its result is dropped. To be used from the GUI thread.
class JobRunner : public QObject {
  Q_OBJECT
 public:
  explicit JobRunner(QObject* parent = nullptr);
  ~JobRunner() override;  // stops and waits for what is running; delivers nothing more

  // work(JobContext) gives a value on a thread of the lane; deliver(value) takes it here.
  template <typename Work, typename Deliver>
  void submit(JobLane lane, Work work, Deliver deliver) {
    enqueue(lane,
            [work = std::move(work),
             deliver = std::move(deliver)](const JobContext& job) mutable -> std::function<void()> {
              auto value = std::make_shared<decltype(work(job))>(work(job));
              return
                  [value, deliver = std::move(deliver)]() mutable { deliver(std::move(*value)); };
            });
  }

  // Asks the lane's job to stop and drops its result.
  void cancel(JobLane lane);
  bool isBusy(JobLane lane) const;

 signals:
  void busyChanged(headscope::JobLane lane, bool busy);

 private:
  using Work = std::function<std::function<void()>(const JobContext&)>;
  struct Job {
    std::uint64_t generation = 0;
    std::stop_source stop;
    Work work;
  };
  struct Lane {
    std::uint64_t generation = 0;  // of the newest job; touched by the GUI thread only
    bool busy = false;             // likewise
    std::mutex mutex;
    std::condition_variable_any wake;
    std::optional<Job> pending;
    std::stop_source running;
    std::jthread thread;  // started with the lane's first job
  };

  void enqueue(JobLane lane, Work work);
  void drain(JobLane lane, std::stop_token end);
  // Calls it on the GUI thread if no newer job has come meanwhile.
  void post(JobLane lane, std::uint64_t generation, std::function<void()> call);
  void setBusy(JobLane lane, bool busy);
  Lane& laneOf(JobLane lane) { return lanes_[static_cast<std::size_t>(lane)]; }

  std::array<Lane, kJobLanes> lanes_;
};

}  // namespace headscope
