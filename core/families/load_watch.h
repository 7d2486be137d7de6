#pragma once

#include <functional>
#include <stop_token>

namespace headscope {

// Who is told how far the opening of a model is, and may end it.
struct LoadWatch {
  std::stop_token stop = {};  // then it ends at the next block with FamilyError::stopped
  // After each block of weights, of both halves of an encoder-decoder: how many have been read, of
  // how many. One call at a time, from any thread.
  std::function<void(int done, int all)> progress = {};
};

}  // namespace headscope
