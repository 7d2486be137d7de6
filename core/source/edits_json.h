#pragma once

#include <string>
#include <string_view>

#include "source/model_source.h"

namespace headscope {

enum class EditsError {
  notEdits = 1,  // something is missing, or is no number or list
  otherModel,
  otherTokens,  // they were made on another text
  noSuchHead,
  noSuchToken,
  weightOutOfRange,  // a weight lies in [0, 1]
  tooMany,           // more than kMostEdits of one kind
};

inline constexpr std::size_t kMostEdits = 10'000;

// What was changed by hand, in words, too: {"model", "layers", "heads", "tokens", "target_tokens",
// "encoder":
// {"weights": [{"layer", "head", "query", "key", "weight"}], "heads_off": [{"layer", "head"}],
// "masks_off": likewise, "tokens_hidden": [index of a key]}, "decoder", "cross"}. What is of a
// decoder is there where the run has one.
std::string editsAsJson(const ModelDescription& model, const Run& run, const RunEdits& edits);

// The same from such a text, for a run of that model with those tokens. `file` names the source in
// errors: JsonError, EditsError.
Result<RunEdits> editsFromJson(std::string_view json, const std::string& file,
                               const ModelDescription& model, const Run& run);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(EditsError);
