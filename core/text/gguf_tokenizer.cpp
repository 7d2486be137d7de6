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

// A tokenizer in the words of tokenizer.json.
struct Description {
  std::string architecture;  // of the model
  Json json = Json::object();
  JsonListedObject listed{.path = {"model", "vocab"}, .members = {}};
};

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

Json metaspace(bool prepends = true) {
  return {{"type", "Metaspace"},
          {"replacement", "▁"},
          {"prepend_scheme", prepends ? "always" : "never"}};
}

void describeByteLevel(GgufVocabulary& vocabulary, Description& description) {
  // Files of before 2024 do not name it.
  const std::string usual = description.architecture == "gpt2"    ? "gpt-2"
                            : description.architecture == "qwen2" ? "qwen2"
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
  Json& json = description.json;
  json["normalizer"] = Json::parse(splits->normalizer);
  json["pre_tokenizer"] = Json::parse(splits->preTokenizer);
  json["model"] = byteLevelModel(vocabulary, splits->ignoreMerges, description.listed);
  json["post_processor"] =
      templateOf(vocabulary, frameOf(vocabulary, splits->beginsWithSpecial, false));
  json["decoder"] = {{"type", "ByteLevel"}};
}

void describeScoredMerges(GgufVocabulary& vocabulary, Description& description) {
  Json normalizers = Json::array();
  if (vocabulary.flagOr("add_space_prefix", true)) {
    normalizers.push_back({{"type", "Prepend"}, {"prepend", "▁"}});
  }
  normalizers.push_back({{"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", "▁"}});
  Json& json = description.json;
  json["normalizer"] = {{"type", "Sequence"}, {"normalizers", normalizers}};
  json["model"] = scoredMergesModel(vocabulary, description.listed);
  json["post_processor"] = templateOf(vocabulary, frameOf(vocabulary, true, false));
  json["decoder"] = metaspace();
}

void describeWordPiece(GgufVocabulary& vocabulary, Description& description) {
  Json& json = description.json;
  json["normalizer"] = {{"type", "BertNormalizer"},
                        {"clean_text", true},
                        {"handle_chinese_chars", true},
                        {"strip_accents", nullptr},
                        {"lowercase", !hasCapitals(vocabulary)}};
  json["pre_tokenizer"] = {{"type", "BertPreTokenizer"}};
  json["model"] = wordPieceModel(vocabulary, description.listed);
  Frame frame{.before = vocabulary.id("cls_token_id"),
              .after = vocabulary.id("seperator_token_id")};  // spelled so in the format
  if (!frame.before) {
    frame.before = vocabulary.id("bos_token_id");
  }
  if (!frame.after) {
    frame.after = vocabulary.id("eos_token_id");
  }
  json["post_processor"] = templateOf(vocabulary, frame);
}

// As transformers' convert_slow_tokenizer.py puts SentencePiece's rules.
void describeUnigram(GgufVocabulary& vocabulary, Description& description) {
  Json& json = description.json;
  Json normalizers = Json::array();
  const std::string rules = vocabulary.bytes("precompiled_charsmap");
  if (!rules.empty()) {
    normalizers.push_back({{"type", "Precompiled"}, {"precompiled_charsmap", encodeBase64(rules)}});
  }
  if (vocabulary.flagOr("remove_extra_whitespaces", true)) {
    normalizers.push_back({{"type", "Strip"}, {"strip_left", false}, {"strip_right", true}});
    normalizers.push_back(
        {{"type", "Replace"}, {"pattern", {{"Regex", " {2,}"}}}, {"content", "▁"}});
  }
  json["normalizer"] = {{"type", "Sequence"}, {"normalizers", normalizers}};
  json["pre_tokenizer"] = metaspace(vocabulary.flagOr("add_space_prefix", true));
  json["model"] = unigramModel(vocabulary);
  json["post_processor"] = templateOf(vocabulary, frameOf(vocabulary, false, true));
  json["decoder"] = metaspace();
}

// One line for each tokenizer.ggml.model.
constexpr std::pair<const char*, void (*)(GgufVocabulary&, Description&)> kGgufModels[] = {
    {"bert", describeWordPiece},
    {"gpt2", describeByteLevel},
    {"llama", describeScoredMerges},
    {"t5", describeUnigram},
};

// A text of the metadata, or nothing.
std::optional<std::string> textOf(const GgufFile& file, const char* key) {
  const auto found = file.metadata().find(key);
  const auto* text =
      found == file.metadata().end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? std::nullopt : std::optional(*text);
}

void describeTokenizer(GgufVocabulary& vocabulary, const std::string& model,
                       Description& description) {
  std::string names;
  for (const auto& [name, describeModel] : kGgufModels) {
    if (model == name) {
      vocabulary.readTokens();
      describeModel(vocabulary, description);
      description.json["added_tokens"] = addedTokens(vocabulary);
      return;
    }
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  vocabulary.fail(GgufTokenizerError::unsupportedModel, "model",
                  "a tokenizer of the kind '" + model + "' is not supported",
                  "Put the model's tokenizer.json beside the file: it is used instead. "
                  "Supported are: " +
                      names);
}

}  // namespace

Result<std::unique_ptr<Tokenizer>> ggufTokenizer(const GgufFile& file) {
  if (const auto json = textOf(file, "tokenizer.huggingface.json")) {
    return parseTokenizer(*json, file.path().string());
  }
  GgufVocabulary vocabulary(file);
  const std::string model = vocabulary.textOr("model", "none");
  if (vocabulary.result() && (model == "none" || model == "no_vocab")) {
    return nullptr;
  }
  Description description{.architecture = textOf(file, "general.architecture").value_or("")};
  describeTokenizer(vocabulary, model, description);
  if (const auto result = vocabulary.result(); !result) {
    return failure(result.error());
  }
  return readTokenizer(JsonPart(description.json, file.path().string(), "", &description.listed));
}

}  // namespace headscope
