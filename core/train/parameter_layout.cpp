#include "train/parameter_layout.h"

#include <utility>

namespace headscope {

Place ParameterLayout::add(std::string name, Index rows, Index cols, Decay decay) {
  const Place place{.offset = size_, .rows = rows, .cols = cols};
  if (!place.empty()) {
    parameters_.push_back({.name = std::move(name), .place = place, .decay = decay});
    size_ += place.size();
  }
  return place;
}

}  // namespace headscope
