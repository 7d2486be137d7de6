#pragma once

#include <memory>

#include "error/error.h"
#include "text/components.h"

namespace headscope {

class JsonPart;

// Words end at white space, which goes; every punctuation character stands alone.
class BertPreTokenizer : public PreTokenizer {
 public:
  std::vector<AlignedText> split(AlignedText text) const override;
};

// It has no fields.
Result<std::unique_ptr<PreTokenizer>> readBertPreTokenizer(const JsonPart& part);

}  // namespace headscope
