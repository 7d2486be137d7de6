#include "fuzz/use_model.h"

#include <algorithm>

#include "fuzz/promises.h"
#include "model/layer_recorder.h"
#include "model/mask.h"

namespace headscope {

void useModel(const FamilyModel& model) {
  constexpr int kMostTokens = 12;
  const auto* words = std::get_if<TokenEmbedding>(&model.embedding);
  if (words == nullptr) {
    return;  // a file says how large its images are: more pixels than a test has time for
  }
  promise(model.maxTokens >= 0, "a model takes a number of tokens");
  std::vector<std::int32_t> ids;
  const int n = std::min(kMostTokens, model.maxTokens);
  for (int i = 0; i < n; ++i) {
    ids.push_back(static_cast<std::int32_t>((i * 7 + n - 1) % words->wordRows));
  }
  if (ids.empty()) {
    return;
  }
  const Mask mask{.causal = model.causal};
  Matrix x = words->embed(ids);
  Activations activations;
  LayerRecorder recorder(0);
  promise(model.transformer.forward(x, mask, activations, recorder, {.threads = 1}),
          "a pass that nobody stops ends");
  promise(recorder.find(Stage::weights, 0) != nullptr, "the first head has a map");
  if (model.head) {
    promise(model.head->logits(x.topRows(1)).cols() == model.head->wordRows,
            "a number for each word");
  }
}

}  // namespace headscope
