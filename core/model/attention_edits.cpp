#include "model/attention_edits.h"

#include <algorithm>

namespace headscope {
namespace {

void hideKeys(const std::vector<int>& keys, MatrixRef weights) {
  for (const int key : keys) {
    if (key >= 0 && key < weights.cols()) {
      weights.col(key).setZero();
    }
  }
  for (Index row = 0; row < weights.rows(); ++row) {
    if (const float sum = weights.row(row).sum(); sum > 0) {
      weights.row(row) /= sum;
    }
  }
}

// set: edits of this row alone.
void setWeights(const std::vector<WeightEdit>& set, MatrixRef row) {
  float setSum = 0;
  for (const WeightEdit& edit : set) {
    setSum += edit.weight;
    row(0, edit.key) = 0;
  }
  const float most = std::max(setSum, 1.0F);
  const float rest = std::max(0.0F, 1 - setSum);
  const float others = row.sum();
  if (others > 0) {
    row *= rest / others;
  } else if (const auto count = row.cols() - static_cast<Index>(set.size()); count > 0) {
    row.setConstant(rest / static_cast<float>(count));
  }
  for (const WeightEdit& edit : set) {
    row(0, edit.key) = edit.weight / most;
  }
}

}  // namespace

void setWeight(AttentionEdits& edits, const WeightEdit& weight) {
  std::erase_if(edits.weights, [&](const WeightEdit& edit) {
    return edit.head == weight.head && edit.query == weight.query && edit.key == weight.key;
  });
  edits.weights.push_back(weight);
}

bool isOff(const AttentionEdits& edits, HeadId head) {
  return std::ranges::find(edits.headsOff, head) != edits.headsOff.end();
}

bool isMaskOff(const AttentionEdits& edits, HeadId head) {
  return std::ranges::find(edits.masksOff, head) != edits.masksOff.end();
}

bool changesMap(const AttentionEdits& edits, HeadId head) {
  return !edits.keysOff.empty() ||
         std::ranges::any_of(edits.weights, [head](const WeightEdit& e) { return e.head == head; });
}

void applyEdits(const AttentionEdits& edits, HeadId head, Index firstQuery, MatrixRef weights) {
  if (!edits.keysOff.empty()) {
    hideKeys(edits.keysOff, weights);
  }
  for (Index row = 0; row < weights.rows(); ++row) {
    std::vector<WeightEdit> set;
    std::ranges::copy_if(edits.weights, std::back_inserter(set), [&](const WeightEdit& edit) {
      return edit.head == head && edit.query == firstQuery + row && edit.key >= 0 &&
             edit.key < weights.cols();
    });
    if (!set.empty()) {
      setWeights(set, weights.middleRows(row, 1));
    }
  }
}

}  // namespace headscope
