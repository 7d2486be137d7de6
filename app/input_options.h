#pragma once

#include <optional>
#include <string>
#include <vector>

#include "source/model_source.h"

namespace headscope {

class Options;

// What a command reads: --text T, --ids 1,2,3, --vectors F.csv or --image F, and for an
// encoder-decoder --target-text T or --target-ids 1,2,3.
struct InputOptions {
  std::string text;
  std::string ids;
  std::string attentionMask;  // for ids
  std::string vectors;
  std::optional<std::string> targetText;
  std::string targetIds;
  std::string image;
};

enum class InputError {
  badNumber = 1,
  twoTargets,  // a text and ids
};

// Adds the options, of which exactly one must be given. Returns their group, for others of them.
Options addInputOptions(Options command, InputOptions& options);

// InputError, CsvError, or ImageFileError.
Result<Input> readInput(const InputOptions& options);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(InputError);
