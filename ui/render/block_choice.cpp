#include "render/block_choice.h"

namespace headscope {

namespace {

int chosenWithin(int index, Index count) {
  return index < count ? index : -1;
}

bool isOfHead(StepKind kind) {
  return kind == StepKind::query || kind == StepKind::key || kind == StepKind::value ||
         kind == StepKind::headOutput;
}

// Which column of a choice is a step's; works for const choices and others.
template <typename Choice>
auto& columnFor(const BlockStep& step, Choice& choice) {
  if (hasKeyColumns(step)) {
    return choice.key;
  }
  if (isOfHead(step.kind)) {
    return choice.headColumn;
  }
  if (step.kind == StepKind::concatenation) {
    return choice.headsColumn;
  }
  return step.kind == StepKind::hidden ? choice.hiddenColumn : choice.streamColumn;
}

}  // namespace

int chosenRow(const BlockStep& step, const BlockChoice& choice) {
  return chosenWithin(hasKeyRows(step) ? choice.key : choice.query, step.matrix.rows());
}

int chosenColumn(const BlockStep& step, const BlockChoice& choice) {
  return chosenWithin(columnFor(step, choice), step.matrix.cols());
}

void chooseRow(const BlockStep& step, int row, BlockChoice& choice) {
  (hasKeyRows(step) ? choice.key : choice.query) = row;
}

void chooseColumn(const BlockSteps& steps, const BlockStep& step, int column, BlockChoice& choice) {
  columnFor(step, choice) = column;
  const int dK = steps.block.config.dK;
  if (isOfHead(step.kind)) {
    choice.headsColumn = column < 0 ? -1 : steps.head * dK + column;
  } else if (step.kind == StepKind::concatenation && column / dK == steps.head && column >= 0) {
    choice.headColumn = column % dK;
  }
}

}  // namespace headscope
