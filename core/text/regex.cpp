#include "text/regex.h"

#include <ctime>
#include <mutex>
#include <oniguruma.h>

#include "text/json_fields.h"
#include "text/newer_characters.h"

namespace headscope {
namespace {

// A pattern of a known model takes some dozens of steps a character.
constexpr unsigned long kMostRetries = 500'000;
// Each search of a text may take nearly as many. Of the thread's own time, for a busy machine makes
// no pattern worse.
constexpr double kMostSeconds = 0.25;
constexpr double kMostSecondsOfByte = 20e-6;
constexpr unsigned int kMostStack = 1'000'000;
constexpr unsigned int kMostDepth = 256;

void prepareOniguruma() {
  static std::once_flag once;
  std::call_once(once, [] {
    OnigEncoding encodings[] = {ONIG_ENCODING_UTF8};
    onig_initialize(encodings, 1);
    onig_set_retry_limit_in_search(kMostRetries);
    onig_set_match_stack_limit_size(kMostStack);
    onig_set_parse_depth_limit(kMostDepth);
  });
}

std::string wordsOf(int code, OnigErrorInfo* info) {
  OnigUChar buffer[ONIG_MAX_ERROR_MESSAGE_LEN];
  const int length = info == nullptr ? onig_error_code_to_str(buffer, code)
                                     : onig_error_code_to_str(buffer, code, info);
  return {reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(length)};
}

double threadSeconds() {
  std::timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

CannotTokenize tooComplex(const std::string& reason) {
  return {TextError::tooComplex,
          "a pattern of the tokenizer takes too long for this text: " + reason};
}

const OnigUChar* bytesOf(const std::string& text) {
  return reinterpret_cast<const OnigUChar*>(text.data());
}

}  // namespace

struct Regex::Compiled {
  OnigRegex regex = nullptr;

  Compiled() = default;
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;
  ~Compiled() { onig_free(regex); }
};

Result<Regex> Regex::compile(const std::string& pattern, const JsonPart& part) {
  prepareOniguruma();
  auto compiled = std::make_shared<Compiled>();
  OnigErrorInfo info{};
  const int code = onig_new(&compiled->regex, bytesOf(pattern), bytesOf(pattern) + pattern.size(),
                            ONIG_OPTION_NONE, ONIG_ENCODING_UTF8, ONIG_SYNTAX_ONIGURUMA, &info);
  if (code != ONIG_NORMAL) {
    return part.fail(TokenizerError::badPattern,
                     "the pattern cannot be read: " + wordsOf(code, &info));
  }
  return Regex(std::move(compiled));
}

std::vector<CharSpan> Regex::findAll(AlignedView text) const {
  AlignedText known(text.begin(), text.end());
  for (AlignedChar& character : known) {
    character.c = olderLike(character.c);
  }
  const std::string utf8 = toUtf8(known);
  std::vector<std::size_t> charAt = charsOfBytes(known);
  charAt.push_back(text.size());  // of the end

  std::vector<CharSpan> matches;
  const std::unique_ptr<OnigRegion, void (*)(OnigRegion*)> region(
      onig_region_new(), [](OnigRegion* r) { onig_region_free(r, 1); });
  const OnigUChar* begin = bytesOf(utf8);
  const OnigUChar* end = begin + utf8.size();
  const double stop =
      threadSeconds() + kMostSeconds + kMostSecondsOfByte * static_cast<double>(utf8.size());
  std::size_t lastEnd = 0;
  bool matchedBefore = false;
  for (std::size_t from = 0; from <= utf8.size();) {
    const int found = onig_search(compiled_->regex, begin, end, begin + from, end, region.get(),
                                  ONIG_OPTION_NONE);
    if (found == ONIG_MISMATCH) {
      break;
    }
    if (found < 0) {
      throw tooComplex(wordsOf(found, nullptr));
    }
    if (threadSeconds() > stop) {
      throw tooComplex("there is too much to go back over");
    }
    const auto first = static_cast<std::size_t>(region->beg[0]);
    const auto last = static_cast<std::size_t>(region->end[0]);
    const bool isEmpty = first == last;
    if (!(isEmpty && matchedBefore && last == lastEnd)) {  // nothing right after a match is none
      matches.push_back({.begin = charAt[first], .end = charAt[last]});
      lastEnd = last;
      matchedBefore = true;
    }
    from = last;
    if (isEmpty) {
      do {
        ++from;
      } while (from < utf8.size() && charAt[from] == charAt[last]);
    }
  }
  return matches;
}

}  // namespace headscope
