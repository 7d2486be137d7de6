#include "tensor/parallel.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <pthread.h>
#include <sched.h>
#include <thread>
#include <vector>

#include "tensor/threads.h"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#endif

namespace headscope {
namespace {

// Loops of one pass follow each other within microseconds: a helper looks out for the next one for
// as long before it sleeps, for waking it takes longer than most loops do.
constexpr std::chrono::microseconds kLookOut{60};
constexpr int kMostThreads = 256;
constexpr std::uint32_t kClosed = UINT32_MAX;

thread_local bool insideLoop = false;

void pause() {
#if defined(__x86_64__) || defined(__i386__)
  _mm_pause();
#else
  std::this_thread::yield();
#endif
}

// Waits for `done` a short while without sleeping; false if it did not come.
template <typename Done>
bool lookOutFor(const Done& done) {
  const auto end = std::chrono::steady_clock::now() + kLookOut;
  do {
    for (int i = 0; i < 64; ++i) {
      if (done()) {
        return true;
      }
      pause();
    }
  } while (std::chrono::steady_clock::now() < end);
  return false;
}

// The threads that help callers with their loops; one loop at a time. A loop is published in
// `turn_`, whose upper half counts loops and whose lower half is the next piece: who raises the
// lower half by one owns that piece. Between loops the lower half is kClosed, which no loop has as
// a piece, so that a helper that comes late cannot take a piece of what is being prepared.
class Team {
 public:
  Team() = default;
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;
  ~Team() {
    ending_ = true;
    wakeAll();
    for (std::thread& helper : helpers_) {
      helper.join();
    }
  }

  // False if another caller's loop is under way.
  bool run(int threads, std::uint32_t pieces, void (*piece)(const void*, Index),
           const void* context) {
    const std::unique_lock lock(inUse_, std::try_to_lock);
    if (!lock) {
      return false;
    }
    while (static_cast<int>(helpers_.size()) < threads - 1) {
      helpers_.emplace_back([this, index = static_cast<int>(helpers_.size())] { help(index); });
      keptOff_ = -1;
    }
    piece_.store(piece, std::memory_order_relaxed);
    context_.store(context, std::memory_order_relaxed);
    pieces_.store(pieces, std::memory_order_relaxed);
    active_.store(threads - 1, std::memory_order_relaxed);
    done_.store(0, std::memory_order_relaxed);
    const std::uint64_t loop = (turn_.load(std::memory_order_relaxed) >> 32) + 1;
    turn_.store(loop << 32);
    if (sleepers_.load() > 0) {
      keepOff(sched_getcpu());
      wakeAll();
    }
    takePieces(loop);
    const auto allDone = [&] { return done_.load(std::memory_order_acquire) == pieces; };
    if (!lookOutFor(allDone)) {
      // A helper is in the middle of a long piece, or was taken off its core.
      for (std::uint32_t done = done_.load(std::memory_order_acquire); done != pieces;
           done = done_.load(std::memory_order_acquire)) {
        done_.wait(done, std::memory_order_acquire);
      }
    }
    turn_.store(loop << 32 | kClosed);
    return true;
  }

 private:
  // Some systems wake a thread on its waker's core, even if others are idle, and leave it waiting
  // there for milliseconds: longer than a whole pass over a sentence.
  void keepOff(int cpu) {
    cpu_set_t others;
    if (cpu < 0 || cpu >= CPU_SETSIZE || cpu == keptOff_ ||
        sched_getaffinity(0, sizeof(others), &others) != 0) {
      return;
    }
    keptOff_ = cpu;
    CPU_CLR(cpu, &others);
    if (CPU_COUNT(&others) == 0) {
      return;
    }
    for (std::thread& helper : helpers_) {
      pthread_setaffinity_np(helper.native_handle(), sizeof(others), &others);
    }
  }

  void wakeAll() {
    wakeUps_.fetch_add(1);
    wakeUps_.notify_all();
  }

  void takePieces(std::uint64_t loop) {
    insideLoop = true;
    while (true) {
      std::uint64_t turn = turn_.load(std::memory_order_acquire);
      const auto piece = piece_.load(std::memory_order_relaxed);
      const void* context = context_.load(std::memory_order_relaxed);
      const std::uint32_t pieces = pieces_.load(std::memory_order_relaxed);
      if (turn >> 32 != loop || static_cast<std::uint32_t>(turn) >= pieces) {
        break;
      }
      // What was read above belongs to this loop if its turn is unchanged.
      if (turn_.compare_exchange_weak(turn, turn + 1, std::memory_order_acq_rel)) {
        piece(context, static_cast<Index>(static_cast<std::uint32_t>(turn)));
        if (done_.fetch_add(1, std::memory_order_acq_rel) + 1 == pieces) {
          done_.notify_all();
        }
      }
    }
    insideLoop = false;
  }

  void help(int index) {
    std::uint64_t seen = 0;
    while (!ending_) {
      const auto newLoop = [&] { return turn_.load() >> 32 != seen || ending_; };
      if (!lookOutFor(newLoop)) {
        const std::uint32_t wakeUps = wakeUps_.load();
        sleepers_.fetch_add(1);
        if (!newLoop()) {
          wakeUps_.wait(wakeUps);
        }
        sleepers_.fetch_sub(1);
        continue;
      }
      seen = turn_.load() >> 32;
      if (index < active_.load(std::memory_order_relaxed)) {
        takePieces(seen);
      }
    }
  }

  std::mutex inUse_;
  // Touched by the caller whose loop it is.
  std::vector<std::thread> helpers_;
  int keptOff_ = -1;  // the core that helpers are kept off, -1: none yet
  std::atomic<void (*)(const void*, Index)> piece_ = nullptr;
  std::atomic<const void*> context_ = nullptr;
  std::atomic<std::uint32_t> pieces_ = 0;
  std::atomic<int> active_ = 0;  // helpers that shall take part
  alignas(64) std::atomic<std::uint64_t> turn_ = kClosed;
  alignas(64) std::atomic<std::uint32_t> done_ = 0;
  alignas(64) std::atomic<std::uint32_t> wakeUps_ = 0;
  std::atomic<int> sleepers_ = 0;
  std::atomic<bool> ending_ = false;
};

Team& team() {
  static Team theTeam;
  return theTeam;
}

}  // namespace

void detail::runPieces(Index pieces, void (*piece)(const void*, Index), const void* context) {
  const int threads =
      static_cast<int>(std::min<Index>({pieces, allowedThreads(), Index{kMostThreads}}));
  const bool fits = pieces < Index{kClosed};
  if (threads > 1 && fits && !insideLoop &&
      team().run(threads, static_cast<std::uint32_t>(pieces), piece, context)) {
    return;
  }
  for (Index i = 0; i < pieces; ++i) {
    piece(context, i);
  }
}

}  // namespace headscope
