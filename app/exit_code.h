#pragma once

#include "error/error.h"
#include "source/model_source.h"

namespace headscope {

inline constexpr int kDone = 0;
inline constexpr int kCouldNotDo = 1;
inline constexpr int kBadInput = 2;

int exitCodeOf(const Error& error);

// Prints the error to stderr, after the program's name, and gives its exit code.
int reportError(const Error& error);

// Says on stderr what there is to know of how the model was opened.
void reportNotice(const ModelDescription& model);

// Says on stderr where the text was cut, if it was.
void reportCut(const Run& run);

}  // namespace headscope
