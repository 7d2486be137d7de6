#include "source/edits_file.h"

#include <nlohmann/json.hpp>

#include "io/atomic_file.h"

namespace headscope {

Result<void> saveEdits(const std::filesystem::path& file, const ModelDescription& model,
                       const std::vector<Token>& tokens, const AttentionEdits& edits) {
  using OrderedJson = nlohmann::ordered_json;
  OrderedJson texts = OrderedJson::array();
  for (const Token& token : tokens) {
    texts.push_back(shownText(token));
  }
  OrderedJson weights = OrderedJson::array();
  for (const WeightEdit& edit : edits.weights) {
    weights.push_back({{"layer", edit.head.layer},
                       {"head", edit.head.head},
                       {"query", edit.query},
                       {"key", edit.key},
                       {"weight", edit.weight}});
  }
  OrderedJson heads = OrderedJson::array();
  for (const HeadId& head : edits.headsOff) {
    heads.push_back({{"layer", head.layer}, {"head", head.head}});
  }
  const OrderedJson json = {{"model", model.name},
                            {"tokens", std::move(texts)},
                            {"weights", std::move(weights)},
                            {"heads_off", std::move(heads)},
                            {"tokens_hidden", edits.keysOff}};
  return writeFileAtomically(file, json.dump(2) + "\n");
}

}  // namespace headscope
