#include "io/json.h"

#include "fuzz/entries.h"
#include "fuzz/promises.h"

namespace headscope {
namespace {

using Json = nlohmann::json;

// With model.vocab beside the document, as a tokenizer.json is read.
void readWithListed(std::string_view text, const Json& document) {
  JsonListedObject listed{.path = {"model", "vocab"}, .members = {}};
  const Result<Json> rest = parseJson(text, "a.json", DuplicateKeys::keepLast, &listed);
  promise(rest.has_value(), "listing an object changes nothing in what is valid");
  if (!document.is_object() || !document.contains("model") || !document["model"].is_object() ||
      !document["model"].contains("vocab") || !document["model"]["vocab"].is_object()) {
    return;
  }
  Json members = Json::object();
  for (const auto& [key, value] : listed.members) {
    members[key] = value;
  }
  promise(members == document["model"]["vocab"], "a listed object has the members it would have");
}

}  // namespace

Result<void> readAsJson(std::span<const std::byte> input) {
  const std::string_view text = textOf(input);
  const Result<Json> strict = parseJson(text, "a.json", DuplicateKeys::reject);
  const Result<Json> lenient = parseJson(text, "a.json", DuplicateKeys::keepLast);
  if (!lenient) {
    promise(!strict, "what is no JSON is none where keys may be given twice");
    refused(strict.error());
    return refused(lenient.error());
  }
  const std::string written = lenient->dump();
  const Result<Json> again = parseJson(written, "b.json", DuplicateKeys::reject);
  promise(again && *again == *lenient, "a document that is written reads as the same");
  readWithListed(text, *lenient);
  if (!strict) {
    promise(strict.error().code == JsonError::duplicateKey, "only keys given twice differ");
    return refused(strict.error());
  }
  promise(*strict == *lenient, "without keys given twice both ways are the same");
  return {};
}

}  // namespace headscope
