#include "text/byte_level.h"

#include <array>
#include <utility>

#include "text/json_fields.h"
#include "text/split.h"

namespace headscope {
namespace {

constexpr const char* kGpt2Pattern =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

std::array<char32_t, 256> byteCharacters() {
  std::array<char32_t, 256> characters{};
  char32_t next = 0x100;
  for (char32_t byte = 0; byte < 256; ++byte) {
    const bool printable = (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) ||
                           (byte >= 0xAE && byte <= 0xFF);
    characters[byte] = printable ? byte : next++;
  }
  return characters;
}

AlignedText asBytes(AlignedView text) {
  AlignedText bytes;
  std::string utf8;
  for (const AlignedChar& character : text) {
    utf8.clear();
    appendUtf8(character.c, utf8);
    for (const char byte : utf8) {
      bytes.push_back(
          {.c = byteCharacter(static_cast<unsigned char>(byte)), .from = character.from});
    }
  }
  return bytes;
}

class ByteLevel : public PreTokenizer {
 public:
  ByteLevel(bool addPrefixSpace, std::optional<Regex> regex)
      : addPrefixSpace_(addPrefixSpace), regex_(std::move(regex)) {}

  std::vector<AlignedText> split(AlignedText text) const override {
    if (addPrefixSpace_ && !text.empty() && text.front().c != U' ') {
      text.insert(text.begin(), {.c = U' ', .from = text.front().from});
    }
    std::vector<AlignedText> pieces;
    if (regex_) {
      pieces = splitAt(text, regex_->findAll(text), SplitBehavior::isolated);
    } else if (!text.empty()) {
      pieces.push_back(std::move(text));
    }
    for (AlignedText& piece : pieces) {
      piece = asBytes(piece);
    }
    return pieces;
  }

 private:
  bool addPrefixSpace_;
  std::optional<Regex> regex_;
};

}  // namespace

char32_t byteCharacter(unsigned char byte) {
  static const std::array<char32_t, 256> kCharacters = byteCharacters();
  return kCharacters[byte];
}

Result<std::unique_ptr<PreTokenizer>> readByteLevel(const JsonPart& part) {
  const auto prefix = part.booleanAt("add_prefix_space");
  const auto cuts = part.booleanAtOr("use_regex", true);
  if (!prefix || !cuts) {
    return failure(!prefix ? prefix.error() : cuts.error());
  }
  std::optional<Regex> regex;
  if (*cuts) {
    auto compiled = Regex::compile(kGpt2Pattern, part);
    if (!compiled) {
      return failure(compiled.error());
    }
    regex = std::move(*compiled);
  }
  return std::make_unique<ByteLevel>(*prefix, std::move(regex));
}

}  // namespace headscope
