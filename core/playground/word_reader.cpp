#include "playground/word_reader.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "text/tokenizer_json.h"

namespace headscope {
namespace {

using Json = nlohmann::json;

}  // namespace

Result<std::shared_ptr<const WordReader>> makeWordReader(std::string json,
                                                         const std::string& file) {
  auto tokenizer = parseTokenizer(json, file);
  if (!tokenizer) {
    return failure(tokenizer.error());
  }
  return std::make_shared<const WordReader>(
      WordReader{.json = std::move(json), .tokenizer = std::move(*tokenizer)});
}

std::string wordPieceJson(const std::vector<std::string>& vocabulary) {
  Json words = Json::object();
  for (std::size_t id = 0; id < vocabulary.size(); ++id) {
    words[vocabulary[id]] = id;
  }
  return Json{{"version", "1.0"},
              {"truncation", nullptr},
              {"padding", nullptr},
              {"added_tokens", Json::array()},
              {"normalizer",
               {{"type", "BertNormalizer"},
                {"clean_text", true},
                {"handle_chinese_chars", true},
                {"strip_accents", nullptr},
                {"lowercase", true}}},
              {"pre_tokenizer", {{"type", "BertPreTokenizer"}}},
              {"post_processor", nullptr},
              {"decoder", {{"type", "WordPiece"}, {"prefix", "##"}, {"cleanup", true}}},
              {"model",
               {{"type", "WordPiece"},
                {"unk_token", "[UNK]"},
                {"continuing_subword_prefix", "##"},
                {"max_input_chars_per_word", 100},
                {"vocab", words}}}}
      .dump();
}

}  // namespace headscope
