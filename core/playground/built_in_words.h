#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tensor/matrix.h"

namespace headscope {

// The words that come with the program: those of all-MiniLM-L6-v2 in 64 dimensions
// (resources/playground/words). Loaded once, when they are first asked for.
struct BuiltInWords {
  std::vector<std::string> vocabulary;  // of WordPiece, by id
  Matrix vectors;                       // (words, 64)
};

std::shared_ptr<const BuiltInWords> builtInWords();

// A tokenizer.json of lower-case WordPiece without special tokens around a text. What is no word
// becomes "[UNK]", which the vocabulary must have.
std::string wordPieceJson(const std::vector<std::string>& vocabulary);

}  // namespace headscope
