#pragma once

#include <memory>
#include <optional>
#include <span>

#include "text/components.h"
#include "text/regex.h"

namespace headscope {

class JsonPart;

// What becomes of the matches at which a text is cut: "the-final--countdown" at "-".
enum class SplitBehavior {
  removed,             // the | final | countdown
  isolated,            // the | - | final | - | - | countdown
  mergedWithPrevious,  // the- | final- | - | countdown
  mergedWithNext,      // the | -final | - | -countdown
  contiguous,          // the | - | final | -- | countdown
};

// "Removed", "Isolated", … TokenizerError::wrongType.
Result<SplitBehavior> readSplitBehavior(const JsonPart& part);

// Inverted, every match counts as text between matches, and every such text as a match.
enum class Matches { asFound, inverted };

// Matches in order; none of the pieces is empty.
std::vector<AlignedText> splitAt(const AlignedText& text, std::span<const CharSpan> matches,
                                 SplitBehavior behavior, Matches which = Matches::asFound);

// {"String": "literal"} or {"Regex": "pattern"}. Errors: wrongType, missingField, badPattern.
Result<Regex> readPattern(const JsonPart& part);

// {"pattern", "behavior", "invert"}. Errors: as readPattern and readSplitBehavior.
Result<std::unique_ptr<PreTokenizer>> readSplit(const JsonPart& part);
// {"individual_digits"}: numbers apart from other characters, and from each other if so.
Result<std::unique_ptr<PreTokenizer>> readDigits(const JsonPart& part);
// Cuts at white space, which is dropped.
Result<std::unique_ptr<PreTokenizer>> readWhitespaceSplit(const JsonPart& part);
// White space dropped, and words apart from other characters: \w+|[^\w\s]+.
Result<std::unique_ptr<PreTokenizer>> readWhitespace(const JsonPart& part);

}  // namespace headscope
