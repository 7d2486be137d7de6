#pragma once

#include <memory>
#include <string>
#include <vector>

#include "error/error.h"
#include "text/tokenizer.h"

namespace headscope {

// How a model's words are read from a text: a tokenizer.json, and what it makes. One is shared by
// all who read the same words: thirty thousand of them take a tenth of a second to parse.
struct WordReader {
  std::string json;
  std::shared_ptr<const Tokenizer> tokenizer;
};

// `file` is what errors call it: those of parseTokenizer.
Result<std::shared_ptr<const WordReader>> makeWordReader(std::string json, const std::string& file);

// A tokenizer.json of lower-case WordPiece without special tokens around a text. What is no word
// becomes "[UNK]", which the vocabulary must have.
std::string wordPieceJson(const std::vector<std::string>& vocabulary);

}  // namespace headscope
