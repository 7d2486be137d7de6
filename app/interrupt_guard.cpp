#include "interrupt_guard.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace headscope {

namespace {

// All that a signal handler may do is leave a note. Waiting for the signal instead would need it
// blocked in every thread, those of libraries too.
std::atomic<int> receivedSignal = 0;
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void noteSignal(int number) {
  receivedSignal = number;
}

}  // namespace

InterruptGuard::InterruptGuard() {
  receivedSignal = 0;
  struct sigaction note {};
  note.sa_handler = noteSignal;
  note.sa_flags = SA_RESTART;
  for (std::size_t i = 0; i < kWatched.size(); ++i) {
    struct sigaction before {};
    if (sigaction(kWatched[i], nullptr, &before) == 0 && before.sa_handler != SIG_IGN &&
        sigaction(kWatched[i], &note, nullptr) == 0) {
      before_[i] = before;
    }
  }
  watcher_ = std::jthread([this](const std::stop_token& end) { watch(end); });
}

InterruptGuard::~InterruptGuard() {
  watcher_.request_stop();
  watcher_.join();
  for (std::size_t i = 0; i < kWatched.size(); ++i) {
    if (before_[i]) {
      sigaction(kWatched[i], &*before_[i], nullptr);
    }
  }
}

void InterruptGuard::watch(const std::stop_token& end) {
  constexpr auto kPoll = std::chrono::milliseconds(50);
  std::mutex mutex;
  std::condition_variable_any never;
  while (!end.stop_requested()) {
    const int number = receivedSignal;
    if (number != 0) {
      signal_ = number;
      stop_.request_stop();
      return;
    }
    std::unique_lock guard(mutex);
    never.wait_for(guard, end, kPoll, [] { return false; });
  }
}

}  // namespace headscope
