#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include <nlohmann/json.hpp>

#include "families/family_error.h"
#include "families/load_watch.h"
#include "io/tensor_store.h"
#include "model/output_head.h"
#include "model/patch_embedding.h"
#include "model/token_embedding.h"
#include "model/transformer.h"

namespace headscope {

// The half of an encoder-decoder that writes.
struct Decoder {
  Transformer transformer;
  TokenEmbedding embedding;
  std::int32_t startToken = 0;  // what it reads before the first token of a text
};

// A checkpoint, ready to run.
struct FamilyModel {
  std::string family;  // for people: "BERT"
  Transformer transformer;
  std::variant<TokenEmbedding, PatchEmbedding> embedding;  // of what it reads
  std::optional<Decoder> decoder;  // where `transformer` is an encoder for one
  // Of the last hidden state, where what Hugging Face lists as such is not normed yet (ViT).
  std::optional<NormWeights> outputNorm;
  std::optional<OutputHead> head;  // where the checkpoint has one; of the decoder, if any
  bool causal = false;             // a token sees those before it only
  int maxTokens = 0;               // special tokens included; 0: any number
};

// Builds the model that a config.json describes from its tensors; the family is the config's
// model_type. Errors: FamilyError, and those of TensorStore::readable. `configFile` names the
// config in errors.
Result<FamilyModel> loadFamily(const nlohmann::json& config, const std::string& configFile,
                               std::shared_ptr<const TensorStore> store,
                               const LoadWatch& watch = {});

}  // namespace headscope
