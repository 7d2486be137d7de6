#include "text/vocabulary.h"

#include <optional>
#include <utility>

#include "text/json_fields.h"

namespace headscope {

std::int32_t idOf(const Vocabulary& vocabulary, std::string_view token) {
  const auto found = vocabulary.find(token);
  return found == vocabulary.end() ? -1 : found->second;
}

std::string textOf(const Vocabulary& vocabulary, std::int32_t id) {
  for (const auto& [text, number] : vocabulary) {
    if (number == id) {
      return text;
    }
  }
  return {};
}

Result<Vocabulary> readVocabulary(const JsonPart& part) {
  if (!part.value().is_object()) {
    return part.fail(
        TokenizerError::notAnObject,
        std::string("expected an object of tokens and ids, found ") + part.value().type_name());
  }
  if (part.memberCount() == 0) {
    return part.fail(TokenizerError::emptyVocabulary, "the vocabulary has no tokens");
  }
  Vocabulary vocabulary;
  vocabulary.reserve(part.memberCount());
  std::optional<Error> error;
  part.forEachMember([&](const std::string& token, const nlohmann::json& value) {
    if (const auto id = idIn(value)) {
      vocabulary.insert_or_assign(token, *id);
    } else {
      error = part.part(token, value).id().error();
    }
    return !error;
  });
  if (error) {
    return failure(std::move(*error));
  }
  return vocabulary;
}

}  // namespace headscope
