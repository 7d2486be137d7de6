#include "text/gguf_tokenizer.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "text/base64.h"
#include "text/gguf_splits.h"
#include "text/gguf_token_models.h"
#include "text/gguf_vocabulary.h"
#include "text/json_fields.h"
#include "text/tokenizer_json.h"

namespace headscope {
namespace {

using Json = nlohmann::json;

// What stands around a text, by ids.
struct Frame {
  std::optional<std::size_t> before;
  std::optional<std::size_t> after;
};

// The ids that the file asks for, where it does not say: `begins` and `ends`.
Frame frameOf(GgufVocabulary& vocabulary, bool begins, bool ends) {
  Frame frame;
  if (vocabulary.flagOr("add_bos_token", begins)) {
    frame.before = vocabulary.id("bos_token_id");
  }
  if (vocabulary.flagOr("add_eos_token", ends)) {
    frame.after = vocabulary.id("eos_token_id");
  }
  return frame;
}

Json templateOf(const GgufVocabulary& vocabulary, const Frame& frame) {
  Json single = Json::array();
  Json specials = Json::object();
  const auto add = [&](const std::optional<std::size_t>& id) {
    if (id) {
      const std::string& token = vocabulary.tokens()[*id];
      single.push_back({{"SpecialToken", {{"id", token}}}});
      specials[token] = {{"ids", Json::array({*id})}, {"tokens", Json::array({token})}};
    }
  };
  add(frame.before);
  single.push_back({{"Sequence", {{"id", "A"}}}});
  add(frame.after);
  return {{"type", "TemplateProcessing"}, {"single", single}, {"special_tokens", specials}};
}

// Tokens that are found in a text as they stand.
Json addedTokens(const GgufVocabulary& vocabulary) {
  Json added = Json::array();
  for (std::size_t id = 0; id < vocabulary.tokens().size(); ++id) {
    const GgufTokenKind kind = vocabulary.kindOf(id);
    if (kind != GgufTokenKind::control && kind != GgufTokenKind::userDefined &&
        kind != GgufTokenKind::unknown) {
      continue;
    }
    if (vocabulary.tokens()[id].empty()) {
      continue;
    }
    added.push_back({{"id", id},
                     {"content", vocabulary.tokens()[id]},
                     {"single_word", false},
                     {"lstrip", false},
                     {"rstrip", false},
                     {"normalized", false},
                     {"special", kind != GgufTokenKind::userDefined}});
  }
  return added;
}

Json metaspace() {
  return {{"type", "Metaspace"}, {"replacement", "▁"}, {"prepend_scheme", "always"}};
}

void describeByteLevel(GgufVocabulary& vocabulary, const std::string& architecture, Json& json,
                       JsonListedObject& listed) {
  // Files of before 2024 do not name it.
  const std::string usual = architecture == "gpt2"    ? "gpt-2"
                            : architecture == "qwen2" ? "qwen2"
                                                      : "";
  const std::string name = vocabulary.textOr("pre", usual);
  const GgufSplits* splits = ggufSplitsNamed(name);
  if (splits == nullptr) {
    vocabulary.fail(GgufTokenizerError::unsupportedSplits, "pre",
                    name.empty() ? "the key is missing, so it is not known how texts are cut"
                                 : "texts that are cut as by '" + name + "' are not supported",
                    "Put the model's tokenizer.json beside the file: it is used instead. "
                    "Supported are: " +
                        knownGgufSplits());
    return;
  }
  json["normalizer"] = Json::parse(splits->normalizer);
  json["pre_tokenizer"] = Json::parse(splits->preTokenizer);
  json["model"] = byteLevelModel(vocabulary, splits->ignoreMerges, listed);
  json["post_processor"] =
      templateOf(vocabulary, frameOf(vocabulary, splits->beginsWithSpecial, false));
  json["decoder"] = {{"type", "ByteLevel"}};
}

void describeScoredMerges(GgufVocabulary& vocabulary, Json& json, JsonListedObject& listed) {
  Json normalizers = Json::array();
  if (vocabulary.flagOr("add_space_prefix", true)) {
    normalizers.push_back({{"type", "Prepend"}, {"prepend", "▁"}});
  }
  normalizers.push_back({{"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", "▁"}});
  json["normalizer"] = {{"type", "Sequence"}, {"normalizers", normalizers}};
  json["model"] = scoredMergesModel(vocabulary, listed);
  json["post_processor"] = templateOf(vocabulary, frameOf(vocabulary, true, false));
  json["decoder"] = metaspace();
}

void describeWordPiece(GgufVocabulary& vocabulary, Json& json, JsonListedObject& listed) {
  json["normalizer"] = {{"type", "BertNormalizer"},
                        {"clean_text", true},
                        {"handle_chinese_chars", true},
                        {"strip_accents", nullptr},
                        {"lowercase", !hasCapitals(vocabulary)}};
  json["pre_tokenizer"] = {{"type", "BertPreTokenizer"}};
  json["model"] = wordPieceModel(vocabulary, listed);
  Frame frame{.before = vocabulary.id("cls_token_id"),
              .after = vocabulary.id("seperator_token_id")};  // spelled so in the format
  if (!frame.before) {
    frame.before = vocabulary.id("bos_token_id");
  }
  json["post_processor"] = templateOf(vocabulary, frame);
}

void describeUnigram(GgufVocabulary& vocabulary, Json& json) {
  const std::string rules = vocabulary.bytes("precompiled_charsmap");
  if (!rules.empty()) {
    json["normalizer"] = {{"type", "Precompiled"}, {"precompiled_charsmap", encodeBase64(rules)}};
  }
  if (vocabulary.flagOr("remove_extra_whitespaces", true)) {
    json["pre_tokenizer"] = {
        {"type", "Sequence"},
        {"pretokenizers", Json::array({{{"type", "WhitespaceSplit"}}, metaspace()})}};
  } else {
    json["pre_tokenizer"] = metaspace();
  }
  json["model"] = unigramModel(vocabulary);
  json["post_processor"] = templateOf(vocabulary, frameOf(vocabulary, false, true));
  json["decoder"] = metaspace();
}

// A text of the metadata, or nothing.
std::optional<std::string> textOf(const GgufFile& file, const char* key) {
  const auto found = file.metadata().find(key);
  const auto* text =
      found == file.metadata().end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? std::nullopt : std::optional(*text);
}

}  // namespace

Result<std::unique_ptr<Tokenizer>> ggufTokenizer(const GgufFile& file) {
  if (const auto json = textOf(file, "tokenizer.huggingface.json")) {
    return parseTokenizer(*json, file.path().string());
  }
  const std::string model = textOf(file, "tokenizer.ggml.model").value_or("none");
  if (model == "none" || model == "no_vocab") {
    return nullptr;
  }
  GgufVocabulary vocabulary(file);
  Json json = Json::object();
  JsonListedObject listed{.path = {"model", "vocab"}, .members = {}};
  if (model == "gpt2") {
    describeByteLevel(vocabulary, textOf(file, "general.architecture").value_or(""), json, listed);
  } else if (model == "llama") {
    describeScoredMerges(vocabulary, json, listed);
  } else if (model == "bert") {
    describeWordPiece(vocabulary, json, listed);
  } else if (model == "t5") {
    describeUnigram(vocabulary, json);
  } else {
    vocabulary.fail(GgufTokenizerError::unsupportedModel, "model",
                    "a tokenizer of the kind '" + model + "' is not supported",
                    "Put the model's tokenizer.json beside the file: it is used instead. "
                    "Supported are: bert, gpt2, llama, t5");
  }
  json["added_tokens"] = addedTokens(vocabulary);
  if (const auto result = vocabulary.result(); !result) {
    return failure(result.error());
  }
  return readTokenizer(JsonPart(json, file.path().string(), "", &listed));
}

}  // namespace headscope
