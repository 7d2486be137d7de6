#include "families/build_family.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tensor/parallel.h"

namespace headscope {
namespace {

// Reads part after part and remembers the first error, so that a whole model is read in one go.
// After an error, parts are empty.
class PartReader {
 public:
  PartReader(const FamilyPlan& plan, const TensorReader& tensors)
      : plan_(plan), tensors_(tensors) {}

  Affine linear(const std::vector<LinearPart>& parts, Index in, LinearForm form) {
    return take(tensors_.linear(parts, in, form));
  }
  Affine linearByHead(const std::string& name, const BlockConfig& block, LinearForm form) {
    return take(tensors_.linearByHead(name, block.dModel, block.heads, block.dK, form));
  }
  NormWeights norm(const std::string& name, Index size) {
    NormWeights norm = take(tensors_.norm(name, size, plan_.normBias));
    norm.weight.array() += plan_.normShift;
    return norm;
  }
  std::optional<NormWeights> normIfNamed(const std::string& name, Index size,
                                         const std::string& prefix = "") {
    if (name.empty()) {
      return std::nullopt;
    }
    return norm(prefix + name, size);
  }
  Matrix matrix(const std::string& name, Index rows, Index columns) {
    return take(tensors_.matrix(name + ".weight", rows, columns));
  }
  // A tensor (1, rows, columns), by its whole name.
  Matrix batch(const std::string& name, Index rows, Index columns) {
    const std::array shape = {std::uint64_t{1}, static_cast<std::uint64_t>(rows),
                              static_cast<std::uint64_t>(columns)};
    return take(tensors_.folded(name, shape));
  }
  Eigen::RowVectorXf vector(const std::string& name, Index size) {
    return take(tensors_.vector(name, size));
  }
  std::function<void(Index, std::span<float>)> rows(const std::string& name, Index rows,
                                                    Index columns) {
    return take(tensors_.rows(name + ".weight", rows, columns));
  }
  bool has(const std::string& name) const { return tensors_.has(name); }

  Result<void> result() const { return result_; }

 private:
  template <typename T>
  T take(Result<T> read) {
    if (read) {
      return std::move(*read);
    }
    if (result_) {
      result_ = failure(read.error());
    }
    return {};
  }

  const FamilyPlan& plan_;
  const TensorReader& tensors_;
  Result<void> result_;
};

std::vector<LinearPart> parts(const std::string& prefix, const std::vector<std::string>& names,
                              const std::vector<Index>& widths) {
  if (names.size() == 1) {
    Index all = 0;
    for (const Index width : widths) {
      all += width;
    }
    return {{.name = prefix + names.front(), .out = all}};
  }
  std::vector<LinearPart> result;
  for (std::size_t i = 0; i < names.size(); ++i) {
    result.push_back({.name = prefix + names[i], .out = widths[i]});
  }
  return result;
}

Result<BlockWeights> readBlock(const FamilyPlan& plan, const TensorReader& tensors, int index) {
  PartReader read(plan, tensors);
  const BlockNames& names = plan.block;
  const BlockConfig& block = plan.layers.front();
  const std::string prefix = names.prefix(index);
  const Index dModel = block.dModel;
  const Index dFeedForward = block.dFeedForward;
  BlockWeights weights;
  if (names.fused == Fused::byHead) {
    weights.queryKeyValue =
        read.linearByHead(prefix + names.projections.front(), block, names.projectionForm);
  } else {
    std::vector<LinearPart> projections =
        parts(prefix, names.projections, {block.dHeads(), block.dKeys(), block.dKeys()});
    if (names.rotaryOrder == RotaryOrder::alternating && projections.size() == 3) {
      projections[0].alternating = block.dK;
      projections[1].alternating = block.dK;
    }
    weights.queryKeyValue = read.linear(projections, dModel, names.projectionForm);
  }
  weights.output = read.linear({{.name = prefix + names.output, .out = dModel}}, block.dHeads(),
                               names.outputForm);
  const std::vector<Index> widths = block.feedForward == FeedForward::gated
                                        ? std::vector<Index>{dFeedForward, dFeedForward}
                                        : std::vector<Index>{dFeedForward};
  weights.up = read.linear(parts(prefix, names.up, widths), dModel, names.feedForwardForm);
  weights.down = read.linear({{.name = prefix + names.down, .out = dModel}}, dFeedForward,
                             names.feedForwardForm);
  weights.queryNorm = read.normIfNamed(names.queryNorm, block.dK, prefix);
  weights.keyNorm = read.normIfNamed(names.keyNorm, block.dK, prefix);
  weights.attentionNorm = index < names.firstAttentionNorm
                              ? std::nullopt
                              : read.normIfNamed(names.attentionNorm, dModel, prefix);
  weights.attentionOutputNorm = read.normIfNamed(names.attentionOutputNorm, dModel, prefix);
  weights.feedForwardNorm = read.normIfNamed(names.feedForwardNorm, dModel, prefix);
  weights.feedForwardOutputNorm = read.normIfNamed(names.feedForwardOutputNorm, dModel, prefix);
  if (auto ok = read.result(); !ok) {
    return failure(ok.error());
  }
  return weights;
}

Result<std::vector<Layer>> readLayers(const FamilyPlan& plan, const TensorReader& tensors) {
  const auto blockOf = [&plan](std::size_t layer) {
    return plan.blockOfLayer.empty() ? static_cast<int>(layer) : plan.blockOfLayer[layer];
  };
  int blocks = 0;
  for (std::size_t layer = 0; layer < plan.layers.size(); ++layer) {
    blocks = std::max(blocks, blockOf(layer) + 1);
  }
  std::vector<Result<BlockWeights>> read(static_cast<std::size_t>(blocks));
  parallelPieces(blocks, [&](Index block) {
    read[static_cast<std::size_t>(block)] = readBlock(plan, tensors, static_cast<int>(block));
  });
  std::vector<std::shared_ptr<const BlockWeights>> weights;
  for (Result<BlockWeights>& block : read) {
    if (!block) {
      return failure(block.error());
    }
    weights.push_back(std::make_shared<const BlockWeights>(std::move(*block)));
  }
  std::vector<Layer> layers;
  for (std::size_t layer = 0; layer < plan.layers.size(); ++layer) {
    layers.push_back({.config = plan.layers[layer],
                      .weights = weights[static_cast<std::size_t>(blockOf(layer))]});
  }
  return layers;
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
  if (!names.positions.empty()) {
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
  head.readWord =
      read.rows(own != names.words.end() ? *own : words.words, words.wordRows, words.dWord);
  if (!names.bias.empty() && read.has(names.bias)) {
    head.bias = read.vector(names.bias, words.wordRows);
  }
  return head;
}

}  // namespace

Result<FamilyModel> buildFamily(const FamilyPlan& plan, std::shared_ptr<const TensorStore> store) {
  const TensorReader tensors(std::move(store), plan.prefixes);
  PartReader read(plan, tensors);
  using Embedding = decltype(FamilyModel::embedding);
  Embedding embedding =
      plan.patches ? Embedding(readPatches(plan, read)) : Embedding(readEmbedding(plan, read));
  if (auto ok = read.result(); !ok) {
    return failure(ok.error());
  }
  auto layers = readLayers(plan, tensors);
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
  const auto mostTokens = std::visit([](const auto& e) { return e.mostTokens(); }, embedding);
  return FamilyModel{
      .family = plan.family,
      .transformer = Transformer(std::move(*layers), std::move(finalNorm)),
      .embedding = std::move(embedding),
      .outputNorm = std::move(outputNorm),
      .head = std::move(head),
      .causal = plan.causal,
      .maxTokens = plan.maxTokens > 0 ? plan.maxTokens : static_cast<int>(mostTokens)};
}

}  // namespace headscope
