#include "tokenize_command.h"

#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "command_line.h"
#include "exit_code.h"
#include "text/tokenizer_json.h"
#include "text_lines.h"

namespace headscope {
namespace {

struct TokenizeRequest {
  std::string tokenizer;
  std::string text;
  std::optional<std::string> lines;
  bool json = false;
};

nlohmann::ordered_json toJson(const std::vector<Token>& tokens) {
  using Json = nlohmann::ordered_json;
  Json ids = Json::array();
  Json texts = Json::array();
  Json offsets = Json::array();
  Json words = Json::array();
  Json special = Json::array();
  for (const Token& token : tokens) {
    ids.push_back(token.id);
    texts.push_back(token.text);
    offsets.push_back({token.span.begin, token.span.end});
    words.push_back(token.word < 0 ? Json() : Json(token.word));
    special.push_back(token.special ? 1 : 0);
  }
  return {{"ids", std::move(ids)},
          {"tokens", std::move(texts)},
          {"offsets", std::move(offsets)},
          {"word_ids", std::move(words)},
          {"special_tokens_mask", std::move(special)}};
}

void print(const std::vector<Token>& tokens, bool json) {
  if (json) {
    std::cout << toJson(tokens).dump() << '\n';
    return;
  }
  const char* gap = "";
  for (const Token& token : tokens) {
    std::cout << std::exchange(gap, " ") << token.text;
  }
  std::cout << '\n';
}

int runTokenize(const TokenizeRequest& request) {
  const auto tokenizer = loadTokenizer(request.tokenizer);
  if (!tokenizer) {
    return reportError(tokenizer.error());
  }
  const auto texts = request.lines ? readTextLines(*request.lines)
                                   : Result<std::vector<std::string>>({request.text});
  if (!texts) {
    return reportError(texts.error());
  }
  for (const std::string& text : *texts) {
    const auto encoding = (*tokenizer)->encode(text);
    if (!encoding) {
      return reportError(encoding.error());
    }
    print(encoding->tokens, request.json);
  }
  return kDone;
}

}  // namespace

void addTokenizeCommand(Commands program) {
  const auto request = std::make_shared<TokenizeRequest>();
  const Options command = program.command("tokenize", "Cut texts into a model's tokens",
                                          [request] { return runTokenize(*request); });
  command.option("--tokenizer", request->tokenizer, "a tokenizer.json").required();
  const Options input = command.exactlyOne("input", "what is cut");
  input.option("--text", request->text, "a text");
  input.option("--lines", request->lines,
               "a file with a text a line, as a JSON string or an object with \"text\"");
  command.flag("--json", request->json,
               "print ids, tokens, offsets, word_ids and special_tokens_mask as JSON");
}

}  // namespace headscope
