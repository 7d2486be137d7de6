#pragma once

#include <optional>

#include "model/attention_edits.h"
#include "model/mask.h"

namespace headscope {

// What is changed by hand in a layer; null: nothing.
struct LayerEdits {
  const AttentionEdits* edits = nullptr;
  int layer = 0;
};

// What each head of a layer may see: the model's mask and reach, or all but padding where its mask
// is switched off. It refers to what it is made of.
class HeadSight {
 public:
  HeadSight(const Mask& mask, const Reach& reach, LayerEdits edits);

  const Mask& mask(int head) const { return isOpen(head) ? open_ : mask_; }
  const Reach& reach(int head) const { return isOpen(head) ? kEverywhere : reach_; }

 private:
  static constexpr Reach kEverywhere{};
  bool isOpen(int head) const {
    return edits_.edits != nullptr && isMaskOff(*edits_.edits, {edits_.layer, head});
  }

  const Mask& mask_;
  const Reach& reach_;
  LayerEdits edits_;
  Mask open_;
};

}  // namespace headscope
