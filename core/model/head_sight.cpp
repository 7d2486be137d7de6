#include "model/head_sight.h"

namespace headscope {

HeadSight::HeadSight(const Mask& mask, const Reach& reach, LayerEdits edits)
    : mask_(mask), reach_(reach), edits_(edits) {
  if (edits.edits != nullptr && !edits.edits->masksOff.empty()) {
    open_.keyVisible = mask.keyVisible;
  }
}

}  // namespace headscope
