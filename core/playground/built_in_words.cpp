#include "playground/built_in_words.h"

#include <string_view>

#include <nlohmann/json.hpp>

#include "io/safetensors_header.h"

namespace headscope {

std::string_view wordVectorsFile();  // the embedded files
std::string_view wordListFile();

namespace {

std::vector<std::string> lines(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    all.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

// embedding (words, d) int8 and scale (words) float32: see make_word_table.py.
Matrix vectorsOf(std::string_view file) {
  const auto bytes = std::as_bytes(std::span(file));
  const auto header = parseSafetensorsHeader(bytes, "words64.safetensors");
  Matrix vectors;
  const std::byte* scales = nullptr;
  const std::byte* numbers = nullptr;
  for (const TensorInfo& info : header->tensors) {
    const std::byte* data = bytes.data() + header->dataStart + info.begin;
    if (info.name == "scale") {
      scales = data;
    } else {
      numbers = data;
      vectors.resize(static_cast<Index>(info.shape[0]), static_cast<Index>(info.shape[1]));
    }
  }
  for (Index row = 0; row < vectors.rows(); ++row) {
    float scale = 0;
    std::memcpy(&scale, scales + row * static_cast<Index>(sizeof scale), sizeof scale);
    for (Index col = 0; col < vectors.cols(); ++col) {
      vectors(row, col) =
          scale * static_cast<float>(static_cast<std::int8_t>(numbers[row * vectors.cols() + col]));
    }
  }
  return vectors;
}

}  // namespace

std::shared_ptr<const BuiltInWords> builtInWords() {
  static const auto words = std::make_shared<const BuiltInWords>(
      BuiltInWords{.vocabulary = lines(wordListFile()), .vectors = vectorsOf(wordVectorsFile())});
  return words;
}

std::string wordPieceJson(const std::vector<std::string>& vocabulary) {
  using Json = nlohmann::json;
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
