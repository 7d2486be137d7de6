#pragma once

#include <nlohmann/json.hpp>

#include "io/json.h"
#include "text/gguf_vocabulary.h"

namespace headscope {

// A GGUF file's token model as the model of a tokenizer.json. What it says of the vocabulary goes
// to `listed`, as JsonListedObject has it.

// Merges of bytes: tokenizer.ggml.model "gpt2".
nlohmann::json byteLevelModel(GgufVocabulary& vocabulary, bool ignoreMerges,
                              JsonListedObject& listed);
// SentencePiece's merges: "llama". The file has a score for each token instead of merges; of two
// neighbours those merge first that make the token of the highest score.
nlohmann::json scoredMergesModel(GgufVocabulary& vocabulary, JsonListedObject& listed);
// "bert", whose tokens llama.cpp's converter has spelled anew: words begin with ▁, and what
// continues one has no ##. They get their own spelling back.
nlohmann::json wordPieceModel(GgufVocabulary& vocabulary, JsonListedObject& listed);
// "t5".
nlohmann::json unigramModel(GgufVocabulary& vocabulary);

// Whether a token of a WordPiece vocabulary has a capital letter: an uncased one has none.
bool hasCapitals(const GgufVocabulary& vocabulary);

}  // namespace headscope
