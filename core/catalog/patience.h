#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <vector>

#include "catalog/http_client.h"

namespace headscope {

// How long a failure is waited for to pass.
struct Patience {
  // Before the second attempt, the third, … After the last of them it is given up.
  std::vector<std::chrono::milliseconds> waits = {std::chrono::seconds(1), std::chrono::seconds(2),
                                                  std::chrono::seconds(4), std::chrono::seconds(8),
                                                  std::chrono::seconds(16)};
  // A server that asks to be left alone for longer (Retry-After) is given up at once.
  std::chrono::seconds longestRetryAfter{60};
  // How to wait; it ends at a stop request. Empty: by the clock.
  std::function<void(std::chrono::milliseconds, const std::stop_token&)> pause = {};
};

// A failed attempt, and whether another may succeed.
struct FailedAttempt {
  Error error;
  bool mayPass = false;
  std::chrono::seconds retryAfter{0};  // how long the server wants to be left alone; 0: as you like
};

// Counts the attempts at one thing.
class Attempts {
 public:
  Attempts(const Patience& patience, std::stop_token stop)
      : patience_(patience), stop_(std::move(stop)) {}

  // Something has come: as if it were the first attempt again.
  void progressed() { made_ = 0; }

  // Waits until the next. The error where there is none to be: the attempt's own, or
  // CatalogError::stopped.
  Result<void> waitAfter(const FailedAttempt& failed);

 private:
  const Patience& patience_;
  std::stop_token stop_;
  std::size_t made_ = 0;
};

}  // namespace headscope
