#include "text/tokenizer_json.h"

#include <algorithm>
#include <utility>

#include "io/json.h"
#include "text/bert_normalizer.h"
#include "text/bert_pre_tokenizer.h"
#include "text/json_fields.h"
#include "text/pipeline_tokenizer.h"
#include "text/word_piece.h"

namespace headscope {
namespace {

// A component of this kind, built from its object.
template <typename T>
struct Registered {
  const char* type;
  Result<std::unique_ptr<T>> (*build)(const JsonPart&);
};

// Builds the component that an object's "type" names, or says which types there are.
template <typename T, std::size_t N>
Result<std::unique_ptr<T>> build(const JsonPart& part, const char* kind,
                                 const Registered<T> (&known)[N]) {
  if (part.isNull()) {
    return nullptr;
  }
  const auto type = part.stringAt("type");
  if (!type) {
    return failure(type.error());
  }
  std::string names;
  for (const Registered<T>& entry : known) {
    if (*type == entry.type) {
      return entry.build(part);
    }
    names += (names.empty() ? "" : ", ") + std::string(entry.type);
  }
  return part.fail(TokenizerError::unsupportedComponent,
                   "the " + std::string(kind) + " '" + *type + "' is not supported",
                   "Supported are: " + names);
}

Result<std::unique_ptr<Normalizer>> buildBertNormalizer(const JsonPart& part) {
  BertNormalizerOptions options;
  const std::pair<const char*, bool*> fields[] = {
      {"clean_text", &options.cleanText},
      {"handle_chinese_chars", &options.handleChineseChars},
      {"lowercase", &options.lowercase}};
  for (const auto& [name, field] : fields) {
    const auto value = part.booleanAt(name);
    if (!value) {
      return failure(value.error());
    }
    *field = *value;
  }
  const auto strip = part.optionalMember("strip_accents");
  options.stripAccents = options.lowercase;
  if (!strip->isNull()) {
    const auto value = strip->boolean();
    if (!value) {
      return failure(value.error());
    }
    options.stripAccents = *value;
  }
  return std::make_unique<BertNormalizer>(options);
}

Result<std::unique_ptr<PreTokenizer>> buildBertPreTokenizer(const JsonPart& /*part*/) {
  return std::make_unique<BertPreTokenizer>();
}

Result<Vocabulary> readVocabulary(const JsonPart& part) {
  if (!part.value().is_object()) {
    return part.fail(
        TokenizerError::notAnObject,
        std::string("expected an object of tokens and ids, found ") + part.value().type_name());
  }
  if (part.value().empty()) {
    return part.fail(TokenizerError::emptyVocabulary, "the vocabulary has no tokens");
  }
  Vocabulary vocabulary;
  vocabulary.reserve(part.value().size());
  for (const auto& [token, value] : part.value().items()) {
    const auto id = part.optionalMember(token)->id();
    if (!id) {
      return failure(id.error());
    }
    vocabulary.emplace(token, *id);
  }
  return vocabulary;
}

Result<std::unique_ptr<TokenModel>> buildWordPiece(const JsonPart& part) {
  auto vocabulary = part.member("vocab").and_then(readVocabulary);
  if (!vocabulary) {
    return failure(vocabulary.error());
  }
  WordPiece::Options options;
  auto unknown = part.stringAt("unk_token");
  auto prefix = part.stringAt("continuing_subword_prefix");
  const auto most =
      part.member("max_input_chars_per_word").and_then([](const JsonPart& p) { return p.id(); });
  if (!unknown || !prefix || !most) {
    return failure(!unknown ? unknown.error() : !prefix ? prefix.error() : most.error());
  }
  if (!vocabulary->contains(*unknown)) {
    return part.fail(TokenizerError::unknownTokenMissing,
                     "the unk_token '" + *unknown + "' is not in the vocabulary");
  }
  options = {.unknownToken = std::move(*unknown),
             .continuingPrefix = std::move(*prefix),
             .maxCharsPerWord = *most};
  return std::make_unique<WordPiece>(std::move(*vocabulary), std::move(options));
}

constexpr Registered<Normalizer> kNormalizers[] = {{"BertNormalizer", buildBertNormalizer}};
constexpr Registered<PreTokenizer> kPreTokenizers[] = {{"BertPreTokenizer", buildBertPreTokenizer}};
constexpr Registered<TokenModel> kModels[] = {{"WordPiece", buildWordPiece}};

Result<std::vector<AddedToken>> readAddedTokens(const JsonPart& part, const TokenModel& model) {
  std::vector<AddedToken> tokens;
  if (part.isNull()) {
    return tokens;
  }
  const auto elements = part.elements();
  if (!elements) {
    return failure(elements.error());
  }
  std::int32_t next = model.vocabularySize();
  for (const JsonPart& element : *elements) {
    AddedToken token;
    auto content = element.stringAt("content");
    const auto id = element.member("id").and_then([](const JsonPart& p) { return p.id(); });
    if (!content || !id) {
      return failure(!content ? content.error() : id.error());
    }
    if (content->empty()) {
      return element.fail(TokenizerError::emptyAddedToken, "an added token has no characters");
    }
    token.content = std::move(*content);
    const std::pair<const char*, bool*> fields[] = {{"single_word", &token.singleWord},
                                                    {"lstrip", &token.leftStrip},
                                                    {"rstrip", &token.rightStrip},
                                                    {"normalized", &token.normalized}};
    for (const auto& [name, field] : fields) {
      const auto value = element.booleanAt(name);
      if (!value) {
        return failure(value.error());
      }
      *field = *value;
    }
    // The file's id is not authoritative: the vocabulary's is, and others follow it in order.
    const std::int32_t known = model.idOf(token.content);
    token.id = known >= 0 ? known : next++;
    tokens.push_back(std::move(token));
  }
  return tokens;
}

Token specialToken(std::int32_t id, std::string text) {
  return {.id = id, .text = std::move(text), .special = true};
}

// The tokens that a template's special token stands for.
Result<std::vector<Token>> templateTokens(const JsonPart& specialTokens, const JsonPart& item) {
  const auto id = item.stringAt("id");
  if (!id) {
    return failure(id.error());
  }
  const auto entry = specialTokens.optionalMember(*id);
  if (!entry) {
    return failure(entry.error());
  }
  if (entry->isNull()) {
    return item.fail(TokenizerError::templateTokenMissing,
                     "the template uses '" + *id + "', which special_tokens does not define");
  }
  const auto ids = entry->member("ids").and_then([](const JsonPart& p) { return p.elements(); });
  const auto texts =
      entry->member("tokens").and_then([](const JsonPart& p) { return p.elements(); });
  if (!ids || !texts) {
    return failure(!ids ? ids.error() : texts.error());
  }
  if (ids->size() != texts->size()) {
    return entry->fail(TokenizerError::wrongType, "ids and tokens must be equally many");
  }
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < ids->size(); ++i) {
    const auto number = (*ids)[i].id();
    const auto text = (*texts)[i].string();
    if (!number || !text) {
      return failure(!number ? number.error() : text.error());
    }
    tokens.push_back(specialToken(*number, *text));
  }
  return tokens;
}

Result<SpecialTokenFrame> readTemplate(const JsonPart& part) {
  const auto items = part.member("single").and_then([](const JsonPart& p) { return p.elements(); });
  const auto specialTokens = part.member("special_tokens");
  if (!items || !specialTokens) {
    return failure(!items ? items.error() : specialTokens.error());
  }
  SpecialTokenFrame frame;
  bool textSeen = false;
  for (const JsonPart& item : *items) {
    if (item.value().is_object() && item.value().contains("Sequence")) {
      textSeen = true;
      continue;
    }
    const auto special = item.member("SpecialToken");
    if (!special) {
      return failure(special.error());
    }
    auto tokens = templateTokens(*specialTokens, *special);
    if (!tokens) {
      return failure(tokens.error());
    }
    std::vector<Token>& side = textSeen ? frame.after : frame.before;
    side.insert(side.end(), tokens->begin(), tokens->end());
  }
  if (!textSeen) {
    return part.fail(TokenizerError::templateWithoutText,
                     "the template 'single' has no place for the text");
  }
  return frame;
}

// ["[CLS]", 101]
Result<Token> readPair(const JsonPart& part) {
  const auto elements = part.elements();
  if (!elements) {
    return failure(elements.error());
  }
  if (elements->size() != 2) {
    return part.fail(TokenizerError::wrongType, "expected a token and its id");
  }
  const auto text = (*elements)[0].string();
  const auto id = (*elements)[1].id();
  if (!text || !id) {
    return failure(!text ? text.error() : id.error());
  }
  return specialToken(*id, *text);
}

Result<SpecialTokenFrame> readBertProcessing(const JsonPart& part) {
  auto first = part.member("cls").and_then(readPair);
  auto last = part.member("sep").and_then(readPair);
  if (!first || !last) {
    return failure(!first ? first.error() : last.error());
  }
  return SpecialTokenFrame{.before = {*first}, .after = {*last}};
}

Result<SpecialTokenFrame> readPostProcessor(const JsonPart& part) {
  if (part.isNull()) {
    return SpecialTokenFrame{};
  }
  const auto type = part.stringAt("type");
  if (!type) {
    return failure(type.error());
  }
  if (*type == "TemplateProcessing") {
    return readTemplate(part);
  }
  if (*type == "BertProcessing") {
    return readBertProcessing(part);
  }
  return part.fail(TokenizerError::unsupportedComponent,
                   "the post-processor '" + *type + "' is not supported",
                   "Supported are: TemplateProcessing, BertProcessing");
}

Result<std::unique_ptr<Tokenizer>> buildTokenizer(const JsonPart& root) {
  const auto version = root.optionalMember("version");
  if (!version) {
    return failure(version.error());
  }
  if (!version->isNull() && version->value() != "1.0") {
    return version->fail(TokenizerError::unsupportedVersion,
                         "the version must be \"1.0\", found " + version->value().dump());
  }
  PipelineTokenizer::Parts parts;
  // `truncation` and `padding` are left aside: they shape batches, and transformers resets them
  // too when it encodes one text.
  auto model = root.member("model").and_then(
      [](const JsonPart& part) { return build(part, "model", kModels); });
  if (!model) {
    return failure(model.error());
  }
  if (*model == nullptr) {
    return root.fail(TokenizerError::missingField, "the model is null");
  }
  parts.model = std::move(*model);
  auto normalizer = build(*root.optionalMember("normalizer"), "normalizer", kNormalizers);
  if (!normalizer) {
    return failure(normalizer.error());
  }
  parts.normalizer = std::move(*normalizer);
  auto preTokenizer = build(*root.optionalMember("pre_tokenizer"), "pre-tokenizer", kPreTokenizers);
  if (!preTokenizer) {
    return failure(preTokenizer.error());
  }
  parts.preTokenizer = std::move(*preTokenizer);
  auto frame = readPostProcessor(*root.optionalMember("post_processor"));
  if (!frame) {
    return failure(frame.error());
  }
  parts.frame = std::move(*frame);
  auto added = readAddedTokens(*root.optionalMember("added_tokens"), *parts.model);
  if (!added) {
    return failure(added.error());
  }
  parts.addedTokens = std::move(*added);
  return std::make_unique<PipelineTokenizer>(std::move(parts));
}

}  // namespace

Result<std::unique_ptr<Tokenizer>> parseTokenizer(std::string_view json, const std::string& file) {
  const auto root = parseJson(json, file, DuplicateKeys::keepLast);
  if (!root) {
    return failure(root.error());
  }
  return buildTokenizer(JsonPart(*root, file, ""));
}

Result<std::unique_ptr<Tokenizer>> loadTokenizer(const std::filesystem::path& path) {
  const auto root = readJsonFile(path, DuplicateKeys::keepLast);
  if (!root) {
    return failure(root.error());
  }
  return buildTokenizer(JsonPart(*root, path.string(), ""));
}

}  // namespace headscope
