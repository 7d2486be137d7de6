#include "source/borrowed_activations.h"

#include <mutex>
#include <utility>
#include <vector>

namespace headscope {
namespace {

constexpr std::size_t kMostKept = 2;  // passes at once, mostly: one that is typed, one beside it

class ActivationShelf {
 public:
  std::unique_ptr<Activations> take() {
    const std::lock_guard lock(mutex_);
    if (kept_.empty()) {
      return std::make_unique<Activations>();
    }
    std::unique_ptr<Activations> last = std::move(kept_.back());
    kept_.pop_back();
    return last;
  }
  void giveBack(std::unique_ptr<Activations> activations) {
    const std::lock_guard lock(mutex_);
    if (kept_.size() < kMostKept) {
      kept_.push_back(std::move(activations));
    }
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Activations>> kept_;
};

ActivationShelf& shelf() {
  static ActivationShelf only;
  return only;
}

}  // namespace

BorrowedActivations::BorrowedActivations() : activations_(shelf().take()) {}

BorrowedActivations::~BorrowedActivations() {
  shelf().giveBack(std::move(activations_));
}

}  // namespace headscope
