#pragma once

#include "source/model_source.h"

namespace headscope {

// The part of a run that every source shares: the embedded text x (n, d_model) through the
// transformer, timed, with queries and keys kept. The encoding's tokens are x's rows.
// Error: SourceError::stopped.
Result<Run> runBlocks(const Transformer& transformer, Matrix x, const Mask& mask, Encoding encoding,
                      const RunOptions& options);

}  // namespace headscope
