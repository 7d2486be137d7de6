#pragma once

#include "text/components.h"

namespace headscope {

struct BertNormalizerOptions {
  bool cleanText = true;
  bool handleChineseChars = true;
  bool stripAccents = true;  // a null in the file means: as lowercase
  bool lowercase = true;
};

// BERT's text clean-up, in its order: control characters out and white space to spaces; spaces
// around Chinese characters; NFD and accents off; lower case.
class BertNormalizer : public Normalizer {
 public:
  explicit BertNormalizer(const BertNormalizerOptions& options) : options_(options) {}
  void normalize(AlignedText& text) const override;

 private:
  BertNormalizerOptions options_;
};

}  // namespace headscope
