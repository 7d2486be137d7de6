#include "families/read_layers.h"

#include <algorithm>
#include <utility>

#include "families/part_reader.h"
#include "tensor/parallel.h"

namespace headscope {
namespace {

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

int blockOf(const FamilyPlan& plan, std::size_t layer) {
  return plan.blockOfLayer.empty() ? static_cast<int>(layer) : plan.blockOfLayer[layer];
}

}  // namespace

void BlockCount::addOne() {
  const std::lock_guard lock(mutex_);
  ++done_;
  if (watch_.progress) {
    watch_.progress(done_, all_);
  }
}

int blocksOf(const FamilyPlan& plan) {
  int blocks = 0;
  for (std::size_t layer = 0; layer < plan.layers.size(); ++layer) {
    blocks = std::max(blocks, blockOf(plan, layer) + 1);
  }
  return blocks;
}

Result<std::vector<Layer>> readLayers(const FamilyPlan& plan, const TensorReader& tensors,
                                      BlockCount& count) {
  const int blocks = blocksOf(plan);
  std::vector<Result<BlockWeights>> read(static_cast<std::size_t>(blocks));
  parallelPieces(blocks, [&](Index block) {
    Result<BlockWeights>& into = read[static_cast<std::size_t>(block)];
    if (count.isStopped()) {
      into = failure({.code = FamilyError::stopped,
                      .problem = "the model was not read to its end: that was stopped"});
      return;
    }
    into = readBlock(plan, tensors, static_cast<int>(block));
    count.addOne();
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
                      .weights = weights[static_cast<std::size_t>(blockOf(plan, layer))]});
    if (*bias != nullptr) {
      layers.back().config.score.bias = *bias;
    }
  }
  return layers;
}

}  // namespace headscope
