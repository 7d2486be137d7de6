#include "text/word_segmenter.h"

#include <memory>

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "text/text_error.h"
#include "text/vocabulary.h"

namespace headscope {
namespace {

// Making a break iterator reads rules and takes far longer than using one.
icu::BreakIterator* wordIterator() {
  thread_local const std::unique_ptr<icu::BreakIterator> iterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  return iterator.get();
}

bool isBlank(const icu::UnicodeString& text, int32_t first, int32_t last) {
  for (int32_t i = first; i < last; i = text.moveIndex32(i, 1)) {
    if (!u_isUWhiteSpace(text.char32At(i))) {
      return false;
    }
  }
  return true;
}

}  // namespace

Result<Encoding> segmentWords(std::string_view utf8, int maxTokens) {
  if (auto valid = checkUtf8(utf8); !valid) {
    return failure(valid.error());
  }
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  Encoding encoding;
  icu::BreakIterator* words = wordIterator();
  if (words == nullptr) {
    return encoding;
  }
  words->setText(text);
  Vocabulary ids;
  int total = 0;
  int codePoint = 0;  // of `first`
  int32_t first = words->first();
  for (int32_t last = words->next(); last != icu::BreakIterator::DONE;
       first = last, last = words->next()) {
    const int begin = codePoint;
    codePoint += text.countChar32(first, last - first);
    if (isBlank(text, first, last)) {
      continue;
    }
    ++total;
    if (total > maxTokens) {
      if (total == maxTokens + 1) {
        encoding.cut = Cut{.tokensKept = maxTokens, .codePoint = begin};
      }
      continue;
    }
    std::string word;
    text.tempSubStringBetween(first, last).toUTF8String(word);
    const std::int32_t id = ids.emplace(word, static_cast<std::int32_t>(ids.size())).first->second;
    encoding.tokens.push_back(
        {.id = id, .text = std::move(word), .span = {begin, codePoint}, .word = total - 1});
  }
  if (encoding.cut) {
    encoding.cut->tokensTotal = total;
  }
  return encoding;
}

}  // namespace headscope
