#include "families/build_family.h"

#include <algorithm>
#include <utility>

#include "families/part_reader.h"
#include "families/read_layers.h"
#include "position/sinusoid.h"

namespace headscope {
namespace {

// The sinusoids of Vaswani et al. 2017 (3.5), of which Marian has all sines before all cosines.
Matrix sinesThenCosines(Index positions, Index width) {
  const Matrix inTurn = sinusoidTable(PositionKind::sinusoidInterleaved, positions, width);
  const Index sines = (width + 1) / 2;
  Matrix table(positions, width);
  for (Index column = 0; column < width; ++column) {
    table.col(column) = inTurn.col(column < sines ? 2 * column : 2 * (column - sines) + 1);
  }
  return table;
}

TokenEmbedding readEmbedding(const FamilyPlan& plan, PartReader& read) {
  const EmbeddingPlan& names = plan.embedding;
  const BlockConfig& block = plan.layers.front();
  const Index dModel = block.dModel;
  const Index dWord = names.dWord;
  // What positions and types are added to.
  const Index dSum = names.wordProjection.empty() ? dWord : dModel;
  TokenEmbedding embedding{.readWord = read.rows(names.words, names.wordRows, dWord),
                           .wordRows = names.wordRows,
                           .dWord = dWord,
                           .scale = names.scale,
                           .positionRule = names.positionRule,
                           .positionOffset = names.positionOffset,
                           .padding = names.padding,
                           .normEpsilon = block.normEpsilon};
  if (!names.wordProjection.empty()) {
    embedding.wordProjection =
        read.linear({{.name = names.wordProjection, .out = dModel}}, dWord, {.bias = Bias::none});
  }
  if (names.sinusoids != PositionKind::none) {
    embedding.positions = names.sinusoids == PositionKind::sinusoidSorted
                              ? sinesThenCosines(names.positionRows, dSum)
                              : sinusoidTable(names.sinusoids, names.positionRows, dSum);
    embedding.positionKind = names.sinusoids;
  } else if (!names.positions.empty()) {
    embedding.positions = read.matrix(names.positions, names.positionRows, dSum);
  }
  if (names.typeRows > 0) {
    const Matrix types = read.matrix(names.types, names.typeRows, dSum);
    if (types.rows() > 0) {
      embedding.tokenType = types.row(0);
    }
  }
  embedding.norm = read.normIfNamed(names.norm, dSum);
  if (!names.projection.empty()) {
    embedding.projection =
        read.linear({{.name = names.projection, .out = dModel}}, dSum, {.bias = Bias::present});
  }
  return embedding;
}

PatchEmbedding readPatches(const FamilyPlan& plan, PartReader& read) {
  const PatchPlan& names = *plan.patches;
  const Index dModel = plan.layers.front().dModel;
  const auto side = static_cast<std::uint64_t>(names.patchSize);
  const auto channels = static_cast<std::uint64_t>(names.channels);
  PatchEmbedding embedding{
      .imageHeight = names.imageSize,
      .imageWidth = names.imageSize,
      .patchSize = names.patchSize,
      .channels = names.channels,
      .projection = read.linear(
          {{.name = names.projection, .out = dModel, .inputAxes = {channels, side, side}}},
          static_cast<Index>(channels * side * side), {.bias = Bias::present})};
  std::vector<std::string> specials = {names.classToken};
  if (!names.distillationToken.empty() && read.has(names.distillationToken)) {
    specials.push_back(names.distillationToken);
  }
  embedding.specials = Matrix::Zero(static_cast<Index>(specials.size()), dModel);
  for (std::size_t i = 0; i < specials.size(); ++i) {
    if (const Matrix token = read.batch(specials[i], 1, dModel); token.size() > 0) {
      embedding.specials.row(static_cast<Index>(i)) = token;
    }
  }
  embedding.positions = read.batch(names.positions, embedding.mostTokens(), dModel);
  return embedding;
}

std::optional<OutputHead> readHead(const FamilyPlan& plan, PartReader& read) {
  if (!plan.head) {
    return std::nullopt;
  }
  const HeadPlan& names = *plan.head;
  const BlockConfig& block = plan.layers.front();
  const EmbeddingPlan& words = plan.embedding;
  if (!names.dense.empty() && !read.has(names.dense + ".weight")) {
    return std::nullopt;  // saved without it
  }
  OutputHead head{.activation = names.activation,
                  .normEpsilon = block.normEpsilon,
                  .wordRows = words.wordRows,
                  .dWord = words.dWord,
                  .cap = names.cap};
  if (!names.dense.empty()) {
    head.dense = read.linear({{.name = names.dense, .out = words.dWord}}, block.dModel,
                             {.bias = names.denseBias});
  }
  head.norm = read.normIfNamed(names.norm, words.dWord);
  if (!names.wordProjection.empty()) {
    head.wordProjection = read.linear({{.name = names.wordProjection, .out = words.dWord}},
                                      block.dModel, {.bias = Bias::none});
  }
  const auto own = std::find_if(names.words.begin(), names.words.end(),
                                [&](const auto& name) { return read.has(name + ".weight"); });
  const bool tied = own == names.words.end();
  head.readWord = read.rows(tied ? words.words : *own, words.wordRows, words.dWord);
  head.scale = tied ? names.scale : 1;
  if (!names.bias.empty() && read.has(names.bias)) {
    head.bias = read.row(names.bias, words.wordRows);
  }
  return head;
}

// The plan with the decoder's parts in the place of the encoder's.
FamilyPlan planOfDecoder(const FamilyPlan& whole) {
  FamilyPlan plan = whole;
  plan.layers = whole.decoder->layers;
  plan.block = whole.decoder->block;
  plan.embedding = whole.decoder->embedding;
  plan.finalNorm = whole.decoder->finalNorm;
  plan.distances = whole.decoder->distances;
  return plan;
}

Result<Decoder> buildDecoder(const FamilyPlan& plan, const TensorReader& tensors,
                             BlockCount& count) {
  PartReader read(plan, tensors);
  TokenEmbedding embedding = readEmbedding(plan, read);
  std::optional<NormWeights> finalNorm =
      read.normIfNamed(plan.finalNorm, plan.layers.front().dModel);
  if (auto ok = read.result(); !ok) {
    return failure(ok.error());
  }
  return readLayers(plan, tensors, count).map([&](std::vector<Layer>&& layers) {
    return Decoder{.transformer = Transformer(std::move(layers), std::move(finalNorm)),
                   .embedding = std::move(embedding),
                   .startToken = plan.decoder->startToken};
  });
}

}  // namespace

Result<FamilyModel> buildFamily(const FamilyPlan& plan, std::shared_ptr<const TensorStore> store,
                                const LoadWatch& watch) {
  const TensorReader tensors(std::move(store), plan.prefixes);
  const std::optional<FamilyPlan> planOfSecond =
      plan.decoder ? std::optional(planOfDecoder(plan)) : std::nullopt;
  BlockCount count(watch, blocksOf(plan) + (planOfSecond ? blocksOf(*planOfSecond) : 0));
  PartReader read(plan, tensors);
  using Embedding = decltype(FamilyModel::embedding);
  Embedding embedding =
      plan.patches ? Embedding(readPatches(plan, read)) : Embedding(readEmbedding(plan, read));
  if (auto ok = read.result(); !ok) {
    return failure(ok.error());
  }
  auto layers = readLayers(plan, tensors, count);
  if (!layers) {
    return failure(layers.error());
  }
  std::optional<NormWeights> finalNorm =
      read.normIfNamed(plan.finalNorm, plan.layers.front().dModel);
  std::optional<NormWeights> outputNorm =
      read.normIfNamed(plan.outputNorm, plan.layers.front().dModel);
  std::optional<OutputHead> head = readHead(plan, read);
  if (auto ok = read.result(); !ok) {
    return failure(ok.error());
  }
  std::optional<Decoder> decoder;
  if (planOfSecond) {
    auto built = buildDecoder(*planOfSecond, tensors, count);
    if (!built) {
      return failure(built.error());
    }
    decoder = std::move(*built);
  }
  const auto mostTokens = std::visit([](const auto& e) { return e.mostTokens(); }, embedding);
  return FamilyModel{
      .family = plan.family,
      .transformer = Transformer(std::move(*layers), std::move(finalNorm)),
      .embedding = std::move(embedding),
      .decoder = std::move(decoder),
      .outputNorm = std::move(outputNorm),
      .head = std::move(head),
      .causal = plan.causal,
      .maxTokens = plan.maxTokens > 0 ? plan.maxTokens : static_cast<int>(mostTokens)};
}

}  // namespace headscope
