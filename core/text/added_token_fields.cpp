#include "text/added_token_fields.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "text/components.h"
#include "text/json_fields.h"
#include "text/vocabulary.h"

namespace headscope {
namespace {

// The file's ids are not authoritative: the vocabulary's are, and the contents that it does not
// have follow it in order.
class IdsInOrder {
 public:
  explicit IdsInOrder(const TokenModel& model) : model_(model), next_(model.vocabularySize()) {}

  // Nothing where no id is left.
  std::optional<std::int32_t> idOf(const std::string& content) {
    const auto given = given_.find(content);
    if (given != given_.end()) {
      return given->second;
    }
    const std::int32_t known = model_.idOf(content);
    const std::int64_t id = known >= 0 ? known : next_;
    if (id > std::numeric_limits<std::int32_t>::max()) {
      return std::nullopt;
    }
    next_ = std::max(next_, id + 1);
    return given_.emplace(content, static_cast<std::int32_t>(id)).first->second;
  }

 private:
  const TokenModel& model_;
  Vocabulary given_;
  std::int64_t next_;
};

// A token with its flags and the id that the file has for it.
Result<AddedToken> readAddedToken(const JsonPart& part) {
  AddedToken token;
  auto content = part.stringAt("content");
  const auto id = part.member("id").and_then([](const JsonPart& p) { return p.id(); });
  if (!content || !id) {
    return failure(!content ? content.error() : id.error());
  }
  if (content->empty()) {
    return part.fail(TokenizerError::emptyAddedToken, "an added token has no characters");
  }
  token.id = *id;
  token.content = std::move(*content);
  const std::pair<const char*, bool*> fields[] = {{"single_word", &token.singleWord},
                                                  {"lstrip", &token.leftStrip},
                                                  {"rstrip", &token.rightStrip},
                                                  {"normalized", &token.normalized}};
  for (const auto& [name, field] : fields) {
    const auto value = part.booleanAt(name);
    if (!value) {
      return failure(value.error());
    }
    *field = *value;
  }
  return token;
}

}  // namespace

Result<std::vector<AddedToken>> readAddedTokens(const JsonPart& part, const TokenModel& model) {
  std::vector<AddedToken> tokens;
  if (part.isNull()) {
    return tokens;
  }
  const auto elements = part.elements();
  if (!elements) {
    return failure(elements.error());
  }
  IdsInOrder ids(model);
  for (const JsonPart& element : *elements) {
    auto token = readAddedToken(element);
    if (!token) {
      return failure(token.error());
    }
    const auto id = ids.idOf(token->content);
    if (!id) {
      return element.fail(TokenizerError::invalidId, "no id is left for '" + token->content + "'",
                          "Ids must be smaller: they go up to 2147483647");
    }
    token->id = *id;
    tokens.push_back(std::move(*token));
  }
  return tokens;
}

}  // namespace headscope
