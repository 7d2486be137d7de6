#pragma once

#include <array>
#include <atomic>
#include <optional>
#include <signal.h>
#include <stop_token>
#include <thread>

namespace headscope {

// While it lives, Ctrl+C (SIGINT) and SIGTERM request a stop instead of ending the program at once,
// unless the program was started with them ignored. One at a time in a program.
class InterruptGuard {
 public:
  InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  ~InterruptGuard();

  std::stop_token token() const { return stop_.get_token(); }

  // The signal that stopped it, 0 while none did.
  int signalNumber() const { return signal_; }

 private:
  static constexpr std::array kWatched = {SIGINT, SIGTERM};

  void watch(const std::stop_token& end);

  std::array<std::optional<struct sigaction>, kWatched.size()> before_;  // nothing: left ignored
  std::stop_source stop_;
  std::atomic<int> signal_ = 0;
  std::jthread watcher_;  // last: it uses the others
};

}  // namespace headscope
