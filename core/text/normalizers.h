#pragma once

#include <memory>

#include "error/error.h"
#include "text/components.h"

namespace headscope {

class JsonPart;

// As canonical_forms.h has them.
Result<std::unique_ptr<Normalizer>> readNfd(const JsonPart& part);
Result<std::unique_ptr<Normalizer>> readNfc(const JsonPart& part);
Result<std::unique_ptr<Normalizer>> readNfkd(const JsonPart& part);
Result<std::unique_ptr<Normalizer>> readNfkc(const JsonPart& part);

// Control characters out and other spaces to spaces, as SentencePiece's nmt rules have it.
Result<std::unique_ptr<Normalizer>> readNmt(const JsonPart& part);
// Combining marks out.
Result<std::unique_ptr<Normalizer>> readStripAccents(const JsonPart& part);
// {"strip_left", "strip_right"}: white space at the ends out. Errors: missingField, wrongType.
Result<std::unique_ptr<Normalizer>> readStrip(const JsonPart& part);

Result<std::unique_ptr<Normalizer>> readLowercase(const JsonPart& part);

// {"prepend"}: puts a text before every piece that is not empty; it has the range of the first
// character. Errors: missingField, wrongType.
Result<std::unique_ptr<Normalizer>> readPrepend(const JsonPart& part);

// {"pattern", "content"}: puts a text in the place of every match; it has the range of the match's
// last character. Errors: missingField, wrongType,
// badPattern.
Result<std::unique_ptr<Normalizer>> readReplace(const JsonPart& part);

}  // namespace headscope
