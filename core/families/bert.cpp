#include "families/bert.h"

#include <array>
#include <utility>
#include <vector>

#include "families/activation_names.h"
#include "families/tensor_reader.h"
#include "tensor/parallel.h"

namespace headscope {
namespace {

constexpr int kMostLayers = 1024;
constexpr int kMostWidth = 1 << 16;
constexpr int kMostTokens = 1 << 20;
constexpr int kMostWords = 1 << 24;

struct BertConfig {
  BlockConfig block;
  int layers = 0;
  int words = 0;
  int positions = 0;
  int types = 0;
};

Result<BertConfig> readConfig(ConfigReader& config) {
  BertConfig bert;
  BlockConfig& block = bert.block;
  block.dModel = config.number("hidden_size", 1, kMostWidth);
  block.heads = config.number("num_attention_heads", 1, kMostWidth);
  block.dFeedForward = config.number("intermediate_size", 1, kMostWidth);
  block.normEpsilon = config.realOr("layer_norm_eps", 1e-12F);
  block.activation = readActivation(config, "hidden_act", "gelu");
  bert.layers = config.number("num_hidden_layers", 1, kMostLayers);
  bert.words = config.number("vocab_size", 1, kMostWords);
  bert.positions = config.number("max_position_embeddings", 1, kMostTokens);
  bert.types = config.numberOr("type_vocab_size", 2, 0, kMostTokens);
  if (block.dModel % block.heads != 0) {
    config.fail(FamilyError::indivisibleHeads, "num_attention_heads",
                std::to_string(block.heads) + " heads do not divide hidden_size " +
                    std::to_string(block.dModel));
  }
  const std::string positions = config.textOr("position_embedding_type", "absolute");
  if (positions != "absolute") {
    config.fail(FamilyError::unsupportedOption, "position_embedding_type",
                "'" + positions + "' is not supported, only absolute positions are");
  }
  for (const char* flag : {"is_decoder", "add_cross_attention"}) {
    if (config.flagOr(flag, false)) {
      config.fail(FamilyError::unsupportedOption, flag, "a BERT that decodes is not supported");
    }
  }
  block.dK = block.dModel / block.heads;
  return config.result().map([&bert] { return bert; });
}

Result<BlockWeights> readLayer(const TensorReader& tensors, const BlockConfig& block, int layer) {
  const std::string at = "encoder.layer." + std::to_string(layer) + ".";
  const auto linear = [&](std::vector<std::string> names, Index in, Index out) {
    for (std::string& name : names) {
      name = at + name;
    }
    return tensors.joined(names, in, out);
  };
  auto projections = linear({"attention.self.query", "attention.self.key", "attention.self.value"},
                            block.dModel, block.dHeads());
  auto output = linear({"attention.output.dense"}, block.dHeads(), block.dModel);
  auto up = linear({"intermediate.dense"}, block.dModel, block.dFeedForward);
  auto down = linear({"output.dense"}, block.dFeedForward, block.dModel);
  auto attentionNorm = tensors.norm(at + "attention.output.LayerNorm", block.dModel);
  auto feedForwardNorm = tensors.norm(at + "output.LayerNorm", block.dModel);
  for (const Result<Affine>* part : {&projections, &output, &up, &down}) {
    if (!*part) {
      return failure(part->error());
    }
  }
  for (const Result<NormWeights>* part : {&attentionNorm, &feedForwardNorm}) {
    if (!*part) {
      return failure(part->error());
    }
  }
  return BlockWeights{.queryKeyValue = std::move(*projections),
                      .output = std::move(*output),
                      .attentionNorm = std::move(*attentionNorm),
                      .up = std::move(*up),
                      .down = std::move(*down),
                      .feedForwardNorm = std::move(*feedForwardNorm)};
}

Result<std::vector<BlockWeights>> readLayers(const TensorReader& tensors, const BertConfig& bert) {
  std::vector<Result<BlockWeights>> read(static_cast<std::size_t>(bert.layers));
  parallelPieces(bert.layers, [&](Index layer) {
    read[static_cast<std::size_t>(layer)] = readLayer(tensors, bert.block, static_cast<int>(layer));
  });
  std::vector<BlockWeights> layers;
  for (Result<BlockWeights>& layer : read) {
    if (!layer) {
      return failure(layer.error());
    }
    layers.push_back(std::move(*layer));
  }
  return layers;
}

Result<InputEmbedding> readEmbedding(const TensorReader& tensors, const BertConfig& bert) {
  const Index dModel = bert.block.dModel;
  auto words = tensors.rows("embeddings.word_embeddings.weight", bert.words, dModel);
  auto positions = tensors.matrix("embeddings.position_embeddings.weight", bert.positions, dModel);
  auto norm = tensors.norm("embeddings.LayerNorm", dModel);
  if (!words || !positions || !norm) {
    return failure(!words ? words.error() : !positions ? positions.error() : norm.error());
  }
  InputEmbedding embedding{.readWord = std::move(*words),
                           .wordRows = bert.words,
                           .dModel = dModel,
                           .positions = std::move(*positions),
                           .norm = std::move(*norm),
                           .normEpsilon = bert.block.normEpsilon};
  if (bert.types > 0) {
    const auto types =
        tensors.matrix("embeddings.token_type_embeddings.weight", bert.types, dModel);
    if (!types) {
      return failure(types.error());
    }
    embedding.tokenType = types->row(0);
  }
  return embedding;
}

}  // namespace

Result<FamilyModel> loadBert(ConfigReader& config, std::shared_ptr<const SafetensorsFile> file) {
  const auto bert = readConfig(config);
  if (!bert) {
    return failure(bert.error());
  }
  const TensorReader tensors(std::move(file), {"", "bert."});
  auto embedding = readEmbedding(tensors, *bert);
  if (!embedding) {
    return failure(embedding.error());
  }
  auto layers = readLayers(tensors, *bert);
  if (!layers) {
    return failure(layers.error());
  }
  return FamilyModel{.family = "BERT",
                     .transformer = Transformer(bert->block, std::move(*layers)),
                     .embedding = std::move(*embedding),
                     .maxTokens = bert->positions};
}

}  // namespace headscope
