#pragma once

#include <filesystem>
#include <memory>

#include "families/load_watch.h"
#include "source/model_source.h"

namespace headscope {

enum class OpenDumpError {
  notADump = 1,   // there is no attention.0
  layerMissing,   // one between others
  wrongShape,     // not (heads, n_query, n_key), or not that of the other layers
  tooManyTokens,  // or heads: more than an int counts, or a row of more than kMostRecordedTokens
  notWeights,     // a number that is none, below 0 or above 1
  wrongTokens,    // not as many as the attention has, or no list of texts
};

inline constexpr int kMostRecordedTokens = 1 << 14;

// A recording of attention as a model that knows one text: what `headscope dump` writes (see
// dump.h), and any program can: attention.<l>, and where there is a decoder decoder_attention.<l>
// and cross.<l>. Tokens are those of the metadata `tokens` and `decoder_tokens` (JSON lists of
// texts; `special_tokens` has indices of those that are special), or else input_ids, or numbers.
// run() gives the recorded run for an empty text, and SourceError::recorded for anything else. All
// numbers are looked at once: `watch` is told layer by layer. Errors: those of SafetensorsFile,
// OpenDumpError, JsonError, SourceError::stopped.
Result<std::shared_ptr<const ModelSource>> openDump(const std::filesystem::path& file,
                                                    const LoadWatch& watch = {});

// Whether it is a safetensors file with attention; false where it cannot be read.
bool isDump(const std::filesystem::path& file);

// What the header says; the errors as above, but for what is in the tensors.
Result<ModelDescription> describeDump(const std::filesystem::path& file);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(OpenDumpError);
