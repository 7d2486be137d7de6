#pragma once

#include <string>
#include <vector>

#include "io/gguf_samples.h"

// Small GGUF files of each kind of tokenizer.
namespace headscope {

inline constexpr std::int32_t kNormal = 1;
inline constexpr std::int32_t kUnknown = 2;
inline constexpr std::int32_t kControl = 3;
inline constexpr std::int32_t kUser = 4;
inline constexpr std::int32_t kUnused = 5;
inline constexpr std::int32_t kByte = 6;

inline std::string key(const char* name) {
  return std::string("tokenizer.ggml.") + name;
}

inline GgufSample sample(const std::string& model, const std::vector<std::string>& tokens,
                         const std::vector<std::int32_t>& types = {}) {
  GgufSample file;
  file.text("general.architecture", "llama").text(key("model"), model);
  file.texts(key("tokens"), tokens);
  if (!types.empty()) {
    file.numbers(key("token_type"), types);
  }
  return file;
}

// Bytes "a" and "b", their pair, a space, and a beginning and an end.
inline GgufSample byteLevel() {
  return sample("gpt2", {"a", "b", "ab", "Ġ", "<s>", "</s>"},
                {kNormal, kNormal, kNormal, kNormal, kControl, kControl})
      .texts(key("merges"), {"a b"})
      .text(key("pre"), "gpt-2")
      .number(key("bos_token_id"), 4)
      .number(key("eos_token_id"), 5);
}

inline GgufSample sentencePiece() {
  return sample("llama", {"<unk>", "<s>", "</s>", "<0x41>", "▁a", "▁", "a", "b", "ab"},
                {kUnknown, kControl, kControl, kByte, kNormal, kNormal, kNormal, kNormal, kNormal})
      .reals(key("scores"), {0, 0, 0, 0, -1.5F, -2, -3, -4, -1})
      .number(key("unknown_token_id"), 0)
      .number(key("bos_token_id"), 1)
      .number(key("eos_token_id"), 2);
}

inline GgufSample wordPiece() {
  return sample("bert", {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "▁un", "able", "▁able", "[new]"},
                {kControl, kControl, kControl, kControl, kNormal, kNormal, kNormal, kControl})
      .number(key("unknown_token_id"), 1)
      .number(key("cls_token_id"), 2)
      .number(key("seperator_token_id"), 3);
}

inline GgufSample unigram() {
  return sample("t5", {"<unk>", "</s>", "▁", "▁a", "a", "b", "<0x43>"},
                {kUnknown, kControl, kNormal, kNormal, kNormal, kNormal, kUnused})
      .reals(key("scores"), {0, 0, -2, -1, -3, -3, 0})
      .number(key("unknown_token_id"), 0)
      .number(key("eos_token_id"), 1);
}

}  // namespace headscope
