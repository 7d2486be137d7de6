#include "model/layer_recorder.h"

#include <algorithm>

namespace headscope {

void LayerRecorder::onStage(int /*layer*/, Stage stage, int head, const ConstMatrixRef& matrix) {
  records_.push_back({.stage = stage, .head = head, .matrix = matrix});
}

const Matrix* LayerRecorder::find(Stage stage, int head) const {
  const auto found = std::find_if(records_.begin(), records_.end(), [&](const Record& record) {
    return record.stage == stage && record.head == head;
  });
  return found == records_.end() ? nullptr : &found->matrix;
}

void HiddenRecorder::onHidden(int layer, const ConstMatrixRef& hidden) {
  hidden_.resize(static_cast<std::size_t>(layer) + 1);
  hidden_.back() = hidden;
}

}  // namespace headscope
