#pragma once

namespace headscope {

// Physical cores this process may run on (its affinity mask, hyper-threads counted once), at
// least 1. Two threads on one core's vector units only get into each other's way.
int physicalCores();

// How many threads the calling thread's parallel loops and matrix products use: physicalCores()
// where no ScopedThreads says otherwise.
int allowedThreads();

// Sets allowedThreads() of the calling thread for as long as it lives; 0 means physicalCores().
class ScopedThreads {
 public:
  explicit ScopedThreads(int threads);
  ~ScopedThreads();
  ScopedThreads(const ScopedThreads&) = delete;
  ScopedThreads& operator=(const ScopedThreads&) = delete;

 private:
  int before_;
};

}  // namespace headscope
