#include "jobs/job_runner.h"

namespace headscope {

JobRunner::JobRunner(QObject* parent) : QObject(parent) {}

JobRunner::~JobRunner() {
  for (Lane& lane : lanes_) {
    {
      const std::lock_guard lock(lane.mutex);
      lane.pending.reset();
      lane.running.request_stop();
    }
    lane.thread.request_stop();
  }
  for (Lane& lane : lanes_) {
    if (lane.thread.joinable()) {
      lane.thread.join();
    }
  }
}

bool JobRunner::isBusy(JobLane lane) const {
  return lanes_[static_cast<std::size_t>(lane)].busy;
}

void JobRunner::enqueue(JobLane which, Work work) {
  Lane& lane = laneOf(which);
  ++lane.generation;
  {
    const std::lock_guard lock(lane.mutex);
    lane.running.request_stop();
    lane.pending = Job{.generation = lane.generation, .stop = {}, .work = std::move(work)};
  }
  if (!lane.thread.joinable()) {
    lane.thread = std::jthread([this, which](std::stop_token end) { drain(which, end); });
  }
  lane.wake.notify_one();
  setBusy(which, true);
}

void JobRunner::cancel(JobLane which) {
  Lane& lane = laneOf(which);
  ++lane.generation;
  {
    const std::lock_guard lock(lane.mutex);
    lane.pending.reset();
    lane.running.request_stop();
  }
  setBusy(which, false);
}

void JobRunner::drain(JobLane which, std::stop_token end) {
  Lane& lane = laneOf(which);
  while (true) {
    Job job;
    {
      std::unique_lock lock(lane.mutex);
      if (!lane.wake.wait(lock, end, [&lane] { return lane.pending.has_value(); })) {
        return;
      }
      job = std::move(*lane.pending);
      lane.pending.reset();
      lane.running = job.stop;
    }
    const JobContext context(job.stop.get_token(),
                             [this, which, generation = job.generation](auto call) {
                               post(which, generation, std::move(call));
                             });
    post(which, job.generation, [this, which, deliver = job.work(context)] {
      setBusy(which, false);
      deliver();
    });
  }
}

void JobRunner::post(JobLane which, std::uint64_t generation, std::function<void()> call) {
  QMetaObject::invokeMethod(
      this,
      [this, which, generation, call = std::move(call)] {
        if (generation == laneOf(which).generation) {  // neither overtaken nor cancelled
          call();
        }
      },
      Qt::QueuedConnection);
}

void JobRunner::setBusy(JobLane which, bool busy) {
  Lane& lane = laneOf(which);
  if (lane.busy != busy) {
    lane.busy = busy;
    emit busyChanged(which, busy);
  }
}

}  // namespace headscope
