#pragma once

#include "text/components.h"

namespace headscope {

// Words end at white space, which goes; every punctuation character stands alone.
class BertPreTokenizer : public PreTokenizer {
 public:
  std::vector<AlignedText> split(AlignedText text) const override;
};

}  // namespace headscope
