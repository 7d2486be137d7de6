#pragma once

#include <span>

#include "source/model_source.h"

namespace headscope {

// The part of a run that every source shares: the embedded text x (n, d_model) through the
// transformer, timed, with queries and keys kept. The encoding's tokens are x's rows. Of what
// `beginning` has done only the end goes through the transformer.
// Error: SourceError::stopped.
Result<Run> runBlocks(const Transformer& transformer, const Matrix& x, const Mask& mask,
                      Encoding encoding, const RunOptions& options,
                      const Beginning& beginning = {});

// What can be taken over from options.before by a text of these tokens, all but the last of them at
// most. Nothing where an observer wants to see all of it. For sources in which a token's id and
// place are all that its embedding depends on.
Beginning reusableBeginning(const Transformer& transformer, const Mask& mask,
                            std::span<const Token> tokens, const RunOptions& options);

}  // namespace headscope
