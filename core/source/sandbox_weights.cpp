#include "source/sandbox_weights.h"

#include <cmath>
#include <string>

#include "tensor/parallel.h"
#include "tensor/seeded.h"

namespace headscope {
namespace {

// Where a column stands, as the seed knows it: head and place in the head rather than a running
// number, so that a head's numbers do not move when d_k or the number of heads changes.
std::uint64_t place(Index position, int dK) {
  return (static_cast<std::uint64_t>(position / dK) << 16) |
         static_cast<std::uint64_t>(position % dK);
}

enum class HeadsAlong { columns, rows };

void fillSeeded(std::uint64_t key, int dK, HeadsAlong along, MatrixRef matrix) {
  const float bound = std::sqrt(3.0F / static_cast<float>(matrix.rows()));
  const bool headRows = along == HeadsAlong::rows;
  parallelRanges(matrix.rows(), rowsAtOnce(matrix.cols()), [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      const std::span<float> row = rowSpan(matrix, i);
      const std::uint64_t rowPlace = headRows ? place(i, dK) : static_cast<std::uint64_t>(i);
      for (std::size_t j = 0; j < row.size(); ++j) {
        const std::uint64_t column = headRows ? j : place(static_cast<Index>(j), dK);
        row[j] = bound * uniformAt(key, rowPlace, column);
      }
    }
  });
}

void fill(const MatrixChoice& choice, std::uint64_t key, int dK, HeadsAlong along,
          MatrixRef matrix) {
  switch (choice.kind) {
    case MatrixKind::seeded:
      fillSeeded(key, dK, along, matrix);
      return;
    case MatrixKind::identity:
      matrix.setIdentity();
      return;
    case MatrixKind::imported:
      matrix = choice.imported->values;
      return;
  }
}

}  // namespace

std::vector<BlockWeights> sandboxWeights(const SandboxConfig& config) {
  const Index dModel = config.dModel;
  const Index dHeads = config.block().dHeads();
  std::vector<BlockWeights> layers(static_cast<std::size_t>(config.layers));
  for (std::size_t l = 0; l < layers.size(); ++l) {
    BlockWeights& block = layers[l];
    const auto key = [&](const char* name) { return keyOf(config.seed, std::to_string(l) + name); };
    Matrix projections(dModel, 3 * dHeads);
    fill(config.query, key("W_Q"), config.dK, HeadsAlong::columns, projections.leftCols(dHeads));
    fill(config.key, key("W_K"), config.dK, HeadsAlong::columns,
         projections.middleCols(dHeads, dHeads));
    fill(config.value, key("W_V"), config.dK, HeadsAlong::columns, projections.rightCols(dHeads));
    block.queryKeyValue.weight = PackedMatrix(projections);
    Matrix output(dHeads, dModel);
    fill(config.output, key("W_O"), config.dK, HeadsAlong::rows, output);
    block.output.weight = PackedMatrix(output);
    if (config.dFeedForward > 0) {
      Matrix up(dModel, config.dFeedForward);
      fillSeeded(key("W_1"), config.dFeedForward, HeadsAlong::columns, up);
      block.up.weight = PackedMatrix(up);
      Matrix down(config.dFeedForward, dModel);
      fillSeeded(key("W_2"), config.dFeedForward, HeadsAlong::rows, down);
      block.down.weight = PackedMatrix(down);
    }
  }
  return layers;
}

}  // namespace headscope
