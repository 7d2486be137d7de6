#pragma once

#include <memory>

#include "error/error.h"
#include "text/components.h"

namespace headscope {

class JsonPart;

struct BertNormalizerOptions {
  bool cleanText = true;
  bool handleChineseChars = true;
  bool stripAccents = true;
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

// {"clean_text", "handle_chinese_chars", "strip_accents", "lowercase"}; strip_accents may be null
// or missing, which means: as lowercase. Errors: missingField, wrongType.
Result<std::unique_ptr<Normalizer>> readBertNormalizer(const JsonPart& part);

}  // namespace headscope
