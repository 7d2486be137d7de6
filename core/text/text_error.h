#pragma once

#include <string_view>

#include "error/error.h"

namespace headscope {

enum class TextError {
  invalidUtf8 = 1,  // a typed text that is not UTF-8
  tooComplex,       // a pattern of the tokenizer's would take too long for it
  noUnknownToken,   // it has what the vocabulary has not, and there is no token for that
};

// Every way a tokenizer.json can be bad. JsonError and IoError come before these.
enum class TokenizerError {
  notAnObject = 1,       // a part that must be an object is something else
  missingField,          // a field that must be there
  wrongType,             // a field of another type than expected
  unsupportedVersion,    // a version other than 1.0
  unsupportedComponent,  // a type of component this program does not run
  invalidId,             // a token id that is not a whole number from 0 to 2^31 - 1
  emptyVocabulary,
  unknownTokenMissing,  // unk_token is not in the vocabulary
  emptyAddedToken,
  badAddedToken,         // one that the normalizer cannot bring into its form
  templateTokenMissing,  // the template names a special token that it does not define
  templateWithoutText,   // a template in which the text has no place
  badPattern,            // a regular expression that cannot be read
  badCharsMap,           // a precompiled map of characters that is none
  badMerge,              // a merge that is not of two tokens, or of one that does not exist
};

// TextError::invalidUtf8, naming the byte, or nothing.
Result<void> checkUtf8(std::string_view text);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(TextError);
HEADSCOPE_ERROR_ENUM(TokenizerError);
