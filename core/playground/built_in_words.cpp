#include "playground/built_in_words.h"

#include <cstring>
#include <string_view>

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

std::shared_ptr<const WordReader> builtInWordReader() {
  static const std::shared_ptr<const WordReader> reader =
      makeWordReader(wordPieceJson(builtInWords()->vocabulary), "tokenizer.json").value();
  return reader;
}

}  // namespace headscope
