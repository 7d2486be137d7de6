#pragma once

#include <filesystem>

#include "source/model_source.h"

namespace headscope {

enum class DumpError {
  tooLarge = 1,
  isOne,  // a recording is a dump already
};

inline constexpr std::size_t kMaxDumpBytes = std::size_t{4} << 30;

// Runs an input and writes what Hugging Face's output_attentions and output_hidden_states give:
// attention.<l> (heads, n, n) and hidden.<l> (n, d_model) for l = 0 … L, the last being the output
// (of ViT: before its norm), and, but for images, input_ids (n). Of an encoder-decoder these are
// the encoder's, and decoder_input_ids, decoder_attention.<l>, cross.<l> (heads, n_target,
// n_source) and decoder_hidden.<l> the decoder's. The metadata have what openDump() asks: `model`,
// and as JSON lists `tokens` and `special_tokens`. Returns the run. Errors: those of the run, of
// writing, and DumpError.
Result<Run> dumpRun(const ModelSource& model, const Input& input,
                    const std::filesystem::path& file);

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(DumpError);
