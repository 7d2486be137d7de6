#pragma once

#include <QString>

#include "render/token_label.h"

namespace headscope {

// What is said of a map whose rows and columns are words, or that leaves special tokens out; null
// stands for a map of tokens.

// The titles of a map's axes: "keys", or "keys: words, sum"; "queries", or "queries: words, mean".
QString keyAxisTitle(const TokenFolding* folding);
QString queryAxisTitle(const TokenFolding* folding);

// "words: mean over queries, sum over keys; without [CLS], [SEP], rows rescaled to 1". Empty where
// there is nothing to say.
QString foldingInWords(const TokenFolding* folding);

// A row's or a column's token as part of a sentence: "unbelievable", or "unbelievable (mean of 2
// tokens)", "unbelievable (sum of 2 tokens)".
QString queryInWords(const TokenLabels& labels, int query);
QString keyInWords(const TokenLabels& labels, int key);

// What a map leaves out, which is something: "[CLS], [SEP]", and "without [CLS], [SEP], rows as
// they are".
QString hiddenInWords(const TokenFolding& folding);
QString hidingInWords(const TokenFolding& folding);

}  // namespace headscope
