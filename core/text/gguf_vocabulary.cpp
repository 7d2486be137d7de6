#include "text/gguf_vocabulary.h"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

namespace headscope {
namespace {

const std::vector<std::string> kNoTexts;
const std::vector<double> kNoNumbers;

std::string whole(const char* key) {
  return std::string("tokenizer.ggml.") + key;
}

template <typename T>
constexpr const char* kindName() {
  if constexpr (std::is_same_v<T, bool>) {
    return "a truth value";
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    return "a whole number";
  } else {
    return "a text";
  }
}

}  // namespace

GgufVocabulary::GgufVocabulary(const GgufFile& file) : file_(file), tokens_(&kNoTexts) {
  tokens_ = list<std::string>("tokens");
  if (tokens_ == nullptr) {
    tokens_ = &kNoTexts;
    fail(GgufTokenizerError::missingKey, "tokens", "the key is missing");
  }
  kinds_ = list<std::int64_t>("token_type");
  if (kinds_ != nullptr && kinds_->size() != tokens_->size()) {
    fail(GgufTokenizerError::wrongLength, "token_type",
         "there are " + std::to_string(kinds_->size()) + " types for " +
             std::to_string(tokens_->size()) + " tokens");
    kinds_ = nullptr;
  }
}

void GgufVocabulary::fail(GgufTokenizerError code, const std::string& key, std::string problem,
                          std::string remedy) {
  if (result_) {
    result_ = failure({.code = code,
                       .file = file_.path().string(),
                       .place = whole(key.c_str()),
                       .problem = std::move(problem),
                       .remedy = remedy.empty()
                                     ? "Put the model's tokenizer.json beside the file: it is used "
                                       "instead"
                                     : std::move(remedy)});
  }
}

template <typename T>
const T* GgufVocabulary::value(const char* key) {
  const auto found = file_.metadata().find(whole(key));
  if (found == file_.metadata().end()) {
    return nullptr;
  }
  const T* held = std::get_if<T>(&found->second);
  if (held == nullptr) {
    fail(GgufTokenizerError::wrongType, key, std::string("expected ") + kindName<T>());
  }
  return held;
}

template <typename T>
const std::vector<T>* GgufVocabulary::list(const char* key) {
  const auto found = file_.metadata().find(whole(key));
  if (found == file_.metadata().end()) {
    return nullptr;
  }
  const auto* array = std::get_if<GgufArray>(&found->second);
  const auto* held = array == nullptr ? nullptr : std::get_if<std::vector<T>>(array);
  if (held == nullptr) {
    fail(GgufTokenizerError::wrongType, key,
         std::is_same_v<T, std::string> ? "expected an array of texts"
                                        : "expected an array of numbers");
  }
  return held;
}

GgufTokenKind GgufVocabulary::kindOf(std::size_t id) const {
  return kinds_ == nullptr ? GgufTokenKind::normal : static_cast<GgufTokenKind>((*kinds_)[id]);
}

const std::vector<double>& GgufVocabulary::scores() {
  const auto* scores = list<double>("scores");
  if (scores == nullptr) {
    fail(GgufTokenizerError::missingKey, "scores", "the key is missing");
    return kNoNumbers;
  }
  if (scores->size() != tokens_->size()) {
    fail(GgufTokenizerError::wrongLength, "scores",
         "there are " + std::to_string(scores->size()) + " scores for " +
             std::to_string(tokens_->size()) + " tokens");
    return kNoNumbers;
  }
  if (std::any_of(scores->begin(), scores->end(), [](double score) { return std::isnan(score); })) {
    fail(GgufTokenizerError::wrongType, "scores", "expected numbers, found NaN");
    return kNoNumbers;
  }
  return *scores;
}

const std::vector<std::string>& GgufVocabulary::merges() {
  const auto* merges = list<std::string>("merges");
  if (merges == nullptr) {
    fail(GgufTokenizerError::missingKey, "merges", "the key is missing");
    return kNoTexts;
  }
  return *merges;
}

std::string GgufVocabulary::textOr(const char* key, const std::string& fallback) {
  const auto* text = value<std::string>(key);
  return text == nullptr ? fallback : *text;
}

bool GgufVocabulary::flagOr(const char* key, bool fallback) {
  const auto* flag = value<bool>(key);
  return flag == nullptr ? fallback : *flag;
}

std::optional<std::size_t> GgufVocabulary::id(const char* key) {
  const auto* id = value<std::int64_t>(key);
  if (id == nullptr) {
    return std::nullopt;
  }
  if (*id < 0 || static_cast<std::uint64_t>(*id) >= tokens_->size()) {
    fail(GgufTokenizerError::idOutOfRange, key,
         "there is no token " + std::to_string(*id) + " of " + std::to_string(tokens_->size()));
    return std::nullopt;
  }
  return static_cast<std::size_t>(*id);
}

std::string GgufVocabulary::bytes(const char* key) {
  std::string bytes;
  const auto* numbers = list<std::int64_t>(key);
  if (numbers == nullptr) {
    return bytes;
  }
  for (const std::int64_t number : *numbers) {
    // Written as signed bytes by some converters.
    if (number < -128 || number > 255) {
      fail(GgufTokenizerError::wrongType, key, "expected bytes");
      return {};
    }
    bytes += static_cast<char>(number);
  }
  return bytes;
}

}  // namespace headscope
