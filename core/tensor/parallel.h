#pragma once

#include <algorithm>
#include <memory>
#include <type_traits>

#include "tensor/matrix.h"

namespace headscope {

namespace detail {

// piece(context, i) for every i below pieces.
void runPieces(Index pieces, void (*piece)(const void* context, Index i), const void* context);

}  // namespace detail

// Calls piece(i) for every i in [0, pieces), on as many threads as ScopedThreads allows the caller;
// returns when all are done. A thread takes the next piece when it is done with its last, and the
// caller takes pieces too: a helper that the system keeps off its core delays nobody. A loop
// inside a piece runs on the piece's thread. piece must not throw, and pieces may not depend on
// each other.
template <typename Piece>
void parallelPieces(Index pieces, const Piece& piece) {
  detail::runPieces(
      pieces, [](const void* context, Index i) { (*static_cast<const Piece*>(context))(i); },
      std::addressof(piece));
}

// Calls range(begin, end) for pieces of [0, count) of about `grain` each.
template <typename Range>
void parallelRanges(Index count, Index grain, const Range& range) {
  const Index step = std::max<Index>(1, grain);
  parallelPieces((count + step - 1) / step,
                 [&](Index piece) { range(piece * step, std::min(count, (piece + 1) * step)); });
}

// Rows of `cols` floats that are work enough for a piece of a loop that does little with each.
inline Index rowsAtOnce(Index cols) {
  return std::max<Index>(1, 8192 / std::max<Index>(1, cols));
}

}  // namespace headscope
