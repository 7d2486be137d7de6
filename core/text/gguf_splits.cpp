#include "text/gguf_splits.h"

#include <algorithm>
#include <iterator>

namespace headscope {
namespace {

constexpr const char* kByteLevel =
    R"json({"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true})json";

constexpr const char* kDigitsAndByteLevel = R"json({"type":"Sequence","pretokenizers":[
{"type":"Digits","individual_digits":true},
{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}]})json";

constexpr const char* kLlama3 = R"json({"type":"Sequence","pretokenizers":[
{"type":"Split","behavior":"Isolated","invert":false,"pattern":{"Regex":
"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"}},
{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]})json";

constexpr const char* kQwen2 = R"json({"type":"Sequence","pretokenizers":[
{"type":"Split","behavior":"Isolated","invert":false,"pattern":{"Regex":
"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"}},
{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]})json";

constexpr const char* kNothing = "null";

struct NamedSplits {
  std::string_view name;
  GgufSplits splits;
};

// llama.cpp gives a tokenizer a name of its own even where it cuts as another does
// (src/llama-vocab.cpp); only those are here whose tokenizer.json is known to say the same.
constexpr NamedSplits kNamed[] = {
    {"gpt-2", {kNothing, kByteLevel}},
    {"llama-bpe", {kNothing, kLlama3, true, true}},
    {"llama-v3", {kNothing, kLlama3, true, true}},
    {"llama3", {kNothing, kLlama3, true, true}},
    {"phi-2", {kNothing, kByteLevel}},
    {"qwen2", {R"({"type":"NFC"})", kQwen2}},
    {"roberta-bpe", {kNothing, kByteLevel}},
    {"smollm", {kNothing, kDigitsAndByteLevel}},
    {"starcoder", {kNothing, kDigitsAndByteLevel}},
};

}  // namespace

const GgufSplits* ggufSplitsNamed(std::string_view name) {
  const auto found = std::find_if(std::begin(kNamed), std::end(kNamed),
                                  [name](const NamedSplits& named) { return named.name == name; });
  return found == std::end(kNamed) ? nullptr : &found->splits;
}

std::string knownGgufSplits() {
  std::string names;
  for (const NamedSplits& named : kNamed) {
    names.append(names.empty() ? "" : ", ").append(named.name);
  }
  return names;
}

}  // namespace headscope
