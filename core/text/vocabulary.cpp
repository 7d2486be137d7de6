#include "text/vocabulary.h"

#include "text/json_fields.h"

namespace headscope {

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

}  // namespace headscope
