#include "families/build_family.h"

#include <algorithm>
#include <array>
#include <utility>

#include "position/sinusoid.h"
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
  // A vector, or a matrix of one row.
  Eigen::RowVectorXf row(const std::string& name, Index size) {
    const auto found = tensors_.shapeOf(name);
    return found && found->size() == 2 ? Eigen::RowVectorXf(take(tensors_.matrix(name, 1, size)))
                                       : vector(name, size);
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
  if (!names.cross.empty()) {
    const LinearPart query{.name = prefix + names.cross[0], .out = block.dHeads()};
    const LinearPart keyValue[] = {{.name = prefix + names.cross[1], .out = block.dKeys()},
                                   {.name = prefix + names.cross[2], .out = block.dKeys()}};
    weights.cross = CrossWeights{
        .query = read.linear({query}, dModel, names.projectionForm),
        .keyValue =
            read.linear({std::begin(keyValue), std::end(keyValue)}, dModel, names.projectionForm),
        .output = read.linear({{.name = prefix + names.cross[3], .out = dModel}}, block.dHeads(),
                              names.outputForm),
        .norm = read.normIfNamed(names.crossNorm, dModel, prefix)};
  }
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

// Null where the plan has none.
Result<std::shared_ptr<const DistanceBias>> readDistances(const FamilyPlan& plan,
                                                          const TensorReader& tensors) {
  const DistanceTable& table = plan.distances;
  if (table.name.empty()) {
    return nullptr;
  }
  return tensors.matrix(table.name + ".weight", table.buckets, plan.layers.front().heads)
      .map([&table](Matrix&& values) {
        return std::make_shared<const DistanceBias>(BucketBias{
            .values = std::move(values), .kind = table.kind, .maxDistance = table.maxDistance});
      });
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
  const auto bias = readDistances(plan, tensors);
  if (!bias) {
    return failure(bias.error());
  }
  std::vector<Layer> layers;
  for (std::size_t layer = 0; layer < plan.layers.size(); ++layer) {
    layers.push_back({.config = plan.layers[layer],
                      .weights = weights[static_cast<std::size_t>(blockOf(layer))]});
    if (*bias != nullptr) {
      layers.back().config.score.bias = *bias;
    }
  }
  return layers;
}

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
  if (names.sinusoids) {
    embedding.positions = sinesThenCosines(names.positionRows, dSum);
    embedding.positionKind = PositionKind::sinusoidSorted;
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

// By the plan with the decoder's parts in the place of the encoder's.
Result<Decoder> buildDecoder(const FamilyPlan& whole, const TensorReader& tensors) {
  FamilyPlan plan = whole;
  plan.layers = whole.decoder->layers;
  plan.block = whole.decoder->block;
  plan.embedding = whole.decoder->embedding;
  plan.finalNorm = whole.decoder->finalNorm;
  plan.distances = whole.decoder->distances;
  PartReader read(plan, tensors);
  TokenEmbedding embedding = readEmbedding(plan, read);
  std::optional<NormWeights> finalNorm =
      read.normIfNamed(plan.finalNorm, plan.layers.front().dModel);
  if (auto ok = read.result(); !ok) {
    return failure(ok.error());
  }
  return readLayers(plan, tensors).map([&](std::vector<Layer>&& layers) {
    return Decoder{.transformer = Transformer(std::move(layers), std::move(finalNorm)),
                   .embedding = std::move(embedding),
                   .startToken = whole.decoder->startToken};
  });
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
  std::optional<Decoder> decoder;
  if (plan.decoder) {
    auto built = buildDecoder(plan, tensors);
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
