#include "catalog/patience.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace headscope {

namespace {

void pauseByTheClock(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock guard(mutex);
  never.wait_for(guard, stop, time, [] { return false; });
}

}  // namespace

Result<void> Attempts::waitAfter(const FailedAttempt& failed) {
  if (!failed.mayPass) {
    return failure(failed.error);
  }
  if (failed.retryAfter > patience_.longestRetryAfter) {
    Error error = failed.error;
    error.remedy =
        "Try again in " + std::to_string(failed.retryAfter.count()) + " s, as the server asks";
    return failure(std::move(error));
  }
  if (made_ == patience_.waits.size()) {
    Error error = failed.error;
    if (made_ > 0) {
      error.problem += " (" + std::to_string(made_ + 1) + " attempts)";
    }
    return failure(std::move(error));
  }
  const std::chrono::milliseconds time =
      std::max<std::chrono::milliseconds>(patience_.waits[made_], failed.retryAfter);
  ++made_;
  (patience_.pause ? patience_.pause : pauseByTheClock)(time, stop_);
  if (stop_.stop_requested()) {
    return failure({.code = CatalogError::stopped,
                    .kind = ErrorKind::couldNotDo,
                    .file = failed.error.file,
                    .problem = "stopped while waiting for the next attempt"});
  }
  return {};
}

}  // namespace headscope
