#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/gguf_file.h"
#include "text/gguf_tokenizer.h"

namespace headscope {

// Bytes of a token that is made by merges. SentencePiece's own have 16 characters at most, if it is
// not asked for more.
inline constexpr std::size_t kLongestGgufToken = 1024;

// What a token of a GGUF file is, numbered as the format has it.
enum class GgufTokenKind : std::int64_t { normal = 1, unknown, control, userDefined, unused, byte };

// The keys tokenizer.ggml.… of a GGUF file. Remembers the first error; after it values are empty.
class GgufVocabulary {
 public:
  explicit GgufVocabulary(const GgufFile& file);
  // Before anything is asked about tokens.
  void readTokens();

  Result<void> result() const { return result_; }
  void fail(GgufTokenizerError code, const std::string& key, std::string problem,
            std::string remedy = {});

  const std::vector<std::string>& tokens() const { return *tokens_; }
  // Puts other spellings in their place, one for each.
  void respell(std::vector<std::string> tokens);
  GgufTokenKind kindOf(std::size_t id) const;  // normal where the file does not say
  bool hasKind(GgufTokenKind kind) const;
  // One for each token, all finite.
  const std::vector<double>& scores();
  const std::vector<std::string>& merges();

  std::string textOr(const char* key, const std::string& fallback);
  bool flagOr(const char* key, bool fallback);
  // The id that a key names, which is one of a token, or nothing.
  std::optional<std::size_t> id(const char* key);
  // The same of a key that must be there.
  std::optional<std::size_t> requiredId(const char* key);
  // Bytes as an array of small numbers; empty where there are none.
  std::string bytes(const char* key);

 private:
  template <typename T>
  const T* value(const char* key);
  template <typename T>
  const std::vector<T>* list(const char* key);

  const GgufFile& file_;
  Result<void> result_;
  const std::vector<std::string>* tokens_;
  std::vector<std::string> respelled_;
  const std::vector<std::int64_t>* kinds_ = nullptr;
};

}  // namespace headscope
