#pragma once

#include <cmath>
#include <limits>

#include "fake_source.h"

namespace headscope {

// Two words, d_k 4: the query (1, 2, 1, 3) and the keys (1, 1, 2, 1) and (0, 0, 0, 0) give the
// scores 8 / √4 = 4 and 0, so that the weights are 1 / (1 + e^-4) = 0.982 and 0.018.
class TwoWords : public FakeSource {
 public:
  TwoWords()
      : FakeSource({1, 1, 2, 2}, [](HeadId, int, int key) {
          const float other = std::exp(-4.0F);
          return (key == 0 ? 1 : other) / (1 + other);
        }) {}

  std::optional<CellArithmetic> arithmetic(HeadId, int, int key) const override {
    CellArithmetic cell;
    cell.query = {1, 2, 1, 3};
    cell.scale = 0.5F;
    if (key == 1) {
      cell.key = {0, 0, 0, 0};
      cell.products = {0, 0, 0, 0};
      return cell;
    }
    cell.key = {1, 1, 2, 1};
    cell.products = {1, 2, 2, 3};
    cell.dot = 8;
    cell.score = 4;
    return cell;
  }
  std::vector<float> scores(HeadId, int) const override { return {4, 0}; }
};

}  // namespace headscope
