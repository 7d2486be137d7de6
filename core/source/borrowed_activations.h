#pragma once

#include <memory>

#include "model/block.h"

namespace headscope {

// The matrices of a pass, lent for its time. Passes on several threads have each their own; what
// comes back is kept for the next pass of any thread, so that a keystroke allocates nothing and
// threads that ran a long text once keep nothing of it.
class BorrowedActivations {
 public:
  BorrowedActivations();
  ~BorrowedActivations();
  BorrowedActivations(const BorrowedActivations&) = delete;
  BorrowedActivations& operator=(const BorrowedActivations&) = delete;

  Activations& operator*() { return *activations_; }

 private:
  std::unique_ptr<Activations> activations_;
};

}  // namespace headscope
