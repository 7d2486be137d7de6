#include "text/normalizers.h"

#include <algorithm>
#include <utility>

#include "text/canonical_forms.h"
#include "text/char_classes.h"
#include "text/growth.h"
#include "text/json_fields.h"
#include "text/lowercase.h"
#include "text/split.h"

namespace headscope {
namespace {

// A normalizer without settings.
class Steps : public Normalizer {
 public:
  explicit Steps(void (*steps)(AlignedText&)) : steps_(steps) {}
  void normalize(AlignedText& text) const override { steps_(text); }

 private:
  void (*steps_)(AlignedText&);
};

bool isNmtControl(const AlignedChar& character) {
  const char32_t c = character.c;
  return (c >= 0x01 && c <= 0x08) || c == 0x0B || (c >= 0x0E && c <= 0x1F) || c == 0x7F ||
         c == 0x8F || c == 0x9F;
}

bool isNmtSpace(char32_t c) {
  return c == 0x09 || c == 0x0A || c == 0x0C || c == 0x0D || c == 0x1680 ||
         (c >= 0x200B && c <= 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x2581 || c == 0xFEFF ||
         c == 0xFFFD;
}

void applyNmt(AlignedText& text) {
  std::erase_if(text, isNmtControl);
  for (AlignedChar& character : text) {
    character.c = isNmtSpace(character.c) ? U' ' : character.c;
  }
}

void stripMarks(AlignedText& text) {
  std::erase_if(text, [](const AlignedChar& character) { return isOlderMark(character.c); });
}

class Strip : public Normalizer {
 public:
  Strip(bool left, bool right) : left_(left), right_(right) {}
  void normalize(AlignedText& text) const override {
    const auto isSpace = [](const AlignedChar& character) { return isWhiteSpace(character.c); };
    if (right_) {
      text.erase(std::find_if_not(text.rbegin(), text.rend(), isSpace).base(), text.end());
    }
    if (left_) {
      text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), isSpace));
    }
  }

 private:
  bool left_;
  bool right_;
};

AlignedText charactersOf(const std::string& utf8, TextSpan from) {
  AlignedText text = alignedText(utf8);
  for (AlignedChar& character : text) {
    character.from = from;
  }
  return text;
}

class Prepend : public Normalizer {
 public:
  explicit Prepend(std::string text) : text_(std::move(text)) {}
  void normalize(AlignedText& text) const override {
    if (!text.empty()) {
      const AlignedText prefix = charactersOf(text_, text.front().from);
      text.insert(text.begin(), prefix.begin(), prefix.end());
    }
  }

 private:
  std::string text_;
};

class Replace : public Normalizer {
 public:
  Replace(Regex regex, std::string content)
      : regex_(std::move(regex)), content_(std::move(content)) {}
  void normalize(AlignedText& text) const override {
    AlignedText result;
    std::size_t done = 0;
    const auto at = [&text](std::size_t i) {
      return text.begin() + static_cast<std::ptrdiff_t>(i);
    };
    for (const CharSpan& match : regex_.findAll(text)) {
      result.insert(result.end(), at(done), at(match.begin));
      // As of characters that are put in after the match.
      const TextSpan from = match.end > 0 ? text[match.end - 1].from : TextSpan{};
      const AlignedText content = charactersOf(content_, from);
      result.insert(result.end(), content.begin(), content.end());
      checkGrowth(std::max(text.size(), static_cast<std::size_t>(from.end)), result.size());
      done = match.end;
    }
    result.insert(result.end(), at(done), text.end());
    text = std::move(result);
  }

 private:
  Regex regex_;
  std::string content_;
};

}  // namespace

Result<std::unique_ptr<Normalizer>> readNfd(const JsonPart& /*part*/) {
  return std::make_unique<Steps>(decomposeCanonically);
}

Result<std::unique_ptr<Normalizer>> readNfc(const JsonPart& /*part*/) {
  return std::make_unique<Steps>(composeCanonically);
}

Result<std::unique_ptr<Normalizer>> readNfkd(const JsonPart& /*part*/) {
  return std::make_unique<Steps>(decomposeCompatibly);
}

Result<std::unique_ptr<Normalizer>> readNfkc(const JsonPart& /*part*/) {
  return std::make_unique<Steps>(composeCompatibly);
}

Result<std::unique_ptr<Normalizer>> readNmt(const JsonPart& /*part*/) {
  return std::make_unique<Steps>(applyNmt);
}

Result<std::unique_ptr<Normalizer>> readStripAccents(const JsonPart& /*part*/) {
  return std::make_unique<Steps>(stripMarks);
}

Result<std::unique_ptr<Normalizer>> readStrip(const JsonPart& part) {
  const auto left = part.booleanAt("strip_left");
  const auto right = part.booleanAt("strip_right");
  if (!left || !right) {
    return failure(!left ? left.error() : right.error());
  }
  return std::make_unique<Strip>(*left, *right);
}

Result<std::unique_ptr<Normalizer>> readLowercase(const JsonPart& /*part*/) {
  return std::make_unique<Steps>(toLowercase);
}

Result<std::unique_ptr<Normalizer>> readPrepend(const JsonPart& part) {
  auto text = part.stringAt("prepend");
  if (!text) {
    return failure(text.error());
  }
  return std::make_unique<Prepend>(std::move(*text));
}

Result<std::unique_ptr<Normalizer>> readReplace(const JsonPart& part) {
  auto pattern = part.member("pattern").and_then(readPattern);
  auto content = part.stringAt("content");
  if (!pattern || !content) {
    return failure(!pattern ? pattern.error() : content.error());
  }
  return std::make_unique<Replace>(std::move(*pattern), std::move(*content));
}

}  // namespace headscope
