#pragma once

#include <memory>
#include <string>
#include <vector>

#include "playground/word_reader.h"
#include "tensor/matrix.h"

namespace headscope {

// The words that come with the program: those of all-MiniLM-L6-v2 in 64 dimensions
// (resources/playground/words). Loaded once, when they are first asked for.
struct BuiltInWords {
  std::vector<std::string> vocabulary;  // of WordPiece, by id
  Matrix vectors;                       // (words, 64)
};

std::shared_ptr<const BuiltInWords> builtInWords();

// Reads them from a text. Made once, likewise.
std::shared_ptr<const WordReader> builtInWordReader();

}  // namespace headscope
