#pragma once

#include <cstdint>
#include <vector>

#include "train/attention_gradient.h"

namespace headscope {

// A row that is to be answered.
struct Target {
  Index row = 0;
  Index answer = 0;  // among the classes
};

// Texts that go through a model together, one after the other.
struct Batch {
  std::vector<std::int32_t> words;  // (rows): rows of the word table
  std::vector<Segment> segments;
  std::vector<Target> targets;

  Index rows() const { return static_cast<Index>(words.size()); }
};

}  // namespace headscope
