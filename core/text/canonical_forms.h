#pragma once

#include "text/aligned_text.h"

namespace headscope {

// Canonical decomposition with the marks in canonical order (NFD), as the Hugging Face tokenizers
// do it: by the tables of Unicode 9. Ranges follow their rule too: the marks that are put in order
// take the ranges of the typed marks one after the other, whichever mark each range held before.
void decomposeCanonically(AlignedText& text);

// The same with compatibility decompositions (NFKD): ﬁ becomes f and i.
void decomposeCompatibly(AlignedText& text);

// Canonical composition after it (NFC). What comes out takes the typed ranges one after the other,
// the first of as many as it is made of.
void composeCanonically(AlignedText& text);

// Canonical composition after compatibility decomposition (NFKC).
void composeCompatibly(AlignedText& text);

}  // namespace headscope
