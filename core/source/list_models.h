#pragma once

#include <span>
#include <string>
#include <vector>

#include "source/peek_checkpoint.h"

namespace headscope {

enum class ModelOrigin {
  known,   // of the program's own list
  cached,  // of the Hugging Face cache
  opened,  // a folder or file that was opened before
};

// A model that can be chosen.
struct ListedModel {
  ModelOrigin origin = ModelOrigin::known;
  std::string reference;  // for openModel, or, where it is not fetched, to fetch it by
  std::string name;       // for people
  bool fetched = true;
  CheckpointPeek peek;  // of one that is not fetched, what the list says of it
};

// The known models; what the Hugging Face cache has, each at its main revision or else at another;
// and of `openedBefore`, paths as openModel takes them, those that are still there. What cannot be
// read of these is left out. Reads a file or two of each: not for the window's thread.
std::vector<ListedModel> listModels(std::span<const std::string> openedBefore);

}  // namespace headscope
