#include "text/tokenizer_json.h"

#include <utility>

#include "io/json.h"
#include "text/added_token_fields.h"
#include "text/bert_normalizer.h"
#include "text/bert_pre_tokenizer.h"
#include "text/byte_level.h"
#include "text/byte_pair_encoding.h"
#include "text/json_fields.h"
#include "text/metaspace.h"
#include "text/normalizers.h"
#include "text/pipeline_tokenizer.h"
#include "text/post_processors.h"
#include "text/precompiled.h"
#include "text/sequences.h"
#include "text/split.h"
#include "text/unigram.h"
#include "text/word_piece.h"

namespace headscope {
namespace {

// What an object's "type" may be, and how such an object is read.
template <typename T>
struct Registered {
  const char* type;
  Result<T> (*read)(const JsonPart&);
};

Result<std::unique_ptr<Normalizer>> readNormalizers(const JsonPart& part);
Result<std::unique_ptr<PreTokenizer>> readPreTokenizers(const JsonPart& part);
Result<SpecialTokenFrame> readPostProcessors(const JsonPart& part);

constexpr Registered<std::unique_ptr<Normalizer>> kNormalizers[] = {
    {"BertNormalizer", readBertNormalizer},
    {"Lowercase", readLowercase},
    {"NFC", readNfc},
    {"NFD", readNfd},
    {"NFKC", readNfkc},
    {"NFKD", readNfkd},
    {"Nmt", readNmt},
    {"Precompiled", readPrecompiled},
    {"Prepend", readPrepend},
    {"Replace", readReplace},
    {"Sequence", readNormalizers},
    {"Strip", readStrip},
    {"StripAccents", readStripAccents}};
constexpr Registered<std::unique_ptr<PreTokenizer>> kPreTokenizers[] = {
    {"BertPreTokenizer", readBertPreTokenizer},
    {"ByteLevel", readByteLevel},
    {"Digits", readDigits},
    {"Metaspace", readMetaspace},
    {"Sequence", readPreTokenizers},
    {"Split", readSplit},
    {"Whitespace", readWhitespace},
    {"WhitespaceSplit", readWhitespaceSplit}};
constexpr Registered<std::unique_ptr<TokenModel>> kModels[] = {
    {"BPE", readBytePairEncoding}, {"Unigram", readUnigram}, {"WordPiece", readWordPiece}};
constexpr Registered<SpecialTokenFrame> kPostProcessors[] = {
    {"BertProcessing", readBertProcessing},
    {"ByteLevel", readByteLevelProcessing},
    {"RobertaProcessing", readRobertaProcessing},
    {"Sequence", readPostProcessors},
    {"TemplateProcessing", readTemplateProcessing}};

// The component that an object's "type" names; T{} of null.
template <typename T, std::size_t N>
Result<T> readComponent(const JsonPart& part, const char* kind, const Registered<T> (&known)[N]) {
  if (part.isNull()) {
    return T{};
  }
  const auto type = part.stringAt("type");
  if (!type) {
    return failure(type.error());
  }
  std::string names;
  for (const Registered<T>& entry : known) {
    if (*type == entry.type) {
      return entry.read(part);
    }
    names += (names.empty() ? "" : ", ") + std::string(entry.type);
  }
  return part.fail(TokenizerError::unsupportedComponent,
                   "the " + std::string(kind) + " '" + *type + "' is not supported",
                   "Supported are: " + names);
}

// The components of a Sequence, each of which must be one. A file may nest them; JSON's depth is
// limited where it is read.
template <typename T, std::size_t N>
Result<std::vector<T>> readAll(const JsonPart& part, const char* member, const char* kind,
                               const Registered<T> (&known)[N]) {
  const auto elements =
      part.member(member).and_then([](const JsonPart& p) { return p.elements(); });
  if (!elements) {
    return failure(elements.error());
  }
  std::vector<T> components;
  for (const JsonPart& element : *elements) {
    if (element.isNull()) {
      return element.fail(TokenizerError::wrongType, std::string("expected a ") + kind);
    }
    auto component = readComponent(element, kind, known);
    if (!component) {
      return failure(component.error());
    }
    components.push_back(std::move(*component));
  }
  return components;
}

Result<std::unique_ptr<Normalizer>> readNormalizers(const JsonPart& part) {
  return readAll(part, "normalizers", "normalizer", kNormalizers).map([](auto&& parts) {
    return normalizersInTurn(std::move(parts));
  });
}

Result<std::unique_ptr<PreTokenizer>> readPreTokenizers(const JsonPart& part) {
  return readAll(part, "pretokenizers", "pre-tokenizer", kPreTokenizers).map([](auto&& parts) {
    return preTokenizersInTurn(std::move(parts));
  });
}

Result<SpecialTokenFrame> readPostProcessors(const JsonPart& part) {
  return readAll(part, "processors", "post-processor", kPostProcessors).map([](auto&& parts) {
    SpecialTokenFrame all;
    for (SpecialTokenFrame& frame : parts) {
      all = inTurn(std::move(all), std::move(frame));
    }
    return all;
  });
}

Result<void> checkVersion(const JsonPart& root) {
  const auto version = root.optionalMember("version");
  if (!version) {
    return failure(version.error());
  }
  if (!version->isNull() && version->value() != "1.0") {
    return version->fail(TokenizerError::unsupportedVersion,
                         "the version must be \"1.0\", found " + version->value().dump());
  }
  return {};
}

// A vocabulary has tens of thousands of members.
JsonListedObject vocabulary() {
  return {.path = {"model", "vocab"}, .members = {}};
}

}  // namespace

// `truncation` and `padding` are left aside: they shape batches, and transformers resets them too
// when it encodes one text. The decoder says only how tokens are spelled: no ids become text here.
Result<std::unique_ptr<Tokenizer>> readTokenizer(const JsonPart& root) {
  if (auto version = checkVersion(root); !version) {
    return failure(version.error());
  }
  auto model = root.member("model").and_then(
      [](const JsonPart& part) { return readComponent(part, "model", kModels); });
  if (!model) {
    return failure(model.error());
  }
  if (*model == nullptr) {
    return root.fail(TokenizerError::missingField, "the model is null");
  }
  auto normalizer = readComponent(*root.optionalMember("normalizer"), "normalizer", kNormalizers);
  if (!normalizer) {
    return failure(normalizer.error());
  }
  auto preTokenizer =
      readComponent(*root.optionalMember("pre_tokenizer"), "pre-tokenizer", kPreTokenizers);
  if (!preTokenizer) {
    return failure(preTokenizer.error());
  }
  auto frame =
      readComponent(*root.optionalMember("post_processor"), "post-processor", kPostProcessors);
  if (!frame) {
    return failure(frame.error());
  }
  const auto spelling = root.optionalMember("decoder").and_then(readSpelling);
  if (!spelling) {
    return failure(spelling.error());
  }
  auto added = readAddedTokens(*root.optionalMember("added_tokens"), **model);
  if (!added) {
    return failure(added.error());
  }
  try {
    return std::make_unique<PipelineTokenizer>(
        PipelineTokenizer::Parts{.addedTokens = std::move(*added),
                                 .normalizer = std::move(*normalizer),
                                 .preTokenizer = std::move(*preTokenizer),
                                 .model = std::move(*model),
                                 .frame = std::move(*frame),
                                 .spelling = *spelling});
  } catch (const CannotTokenize& reason) {  // thrown where it normalizes its added tokens
    return root.optionalMember("added_tokens")->fail(TokenizerError::badAddedToken, reason.what());
  }
}

Result<std::unique_ptr<Tokenizer>> parseTokenizer(std::string_view json, const std::string& file) {
  JsonListedObject listed = vocabulary();
  const auto root = parseJson(json, file, DuplicateKeys::keepLast, &listed);
  if (!root) {
    return failure(root.error());
  }
  return readTokenizer(JsonPart(*root, file, "", &listed));
}

Result<std::unique_ptr<Tokenizer>> loadTokenizer(const std::filesystem::path& path) {
  JsonListedObject listed = vocabulary();
  const auto root = readJsonFile(path, DuplicateKeys::keepLast, kMaxJsonBytes, &listed);
  if (!root) {
    return failure(root.error());
  }
  return readTokenizer(JsonPart(*root, path.string(), "", &listed));
}

}  // namespace headscope
