#pragma once

#include "model/attention_edits.h"

namespace headscope {

// What is changed by hand in each attention of a run; the last two are of a decoder beside an
// encoder.
struct RunEdits {
  AttentionEdits encoder;  // or of the only stack
  AttentionEdits decoder;
  AttentionEdits cross;

  bool empty() const { return encoder.empty() && decoder.empty() && cross.empty(); }
  bool operator==(const RunEdits&) const = default;
};

}  // namespace headscope
