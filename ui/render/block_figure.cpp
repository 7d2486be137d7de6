#include "render/block_figure.h"

#include <utility>

#include <QCoreApplication>

#include "render/block_cards.h"
#include "render/block_words.h"

namespace headscope {

namespace {

BlockLane laneOf(const BlockStep& step) {
  switch (step.kind) {
    case StepKind::given:
      return BlockLane::stream;
    case StepKind::norm:
      return step.stage == Stage::attentionInput || step.stage == Stage::crossInput
                 ? BlockLane::stream
                 : BlockLane::rest;
    case StepKind::query:
    case StepKind::key:
    case StepKind::value:
      return BlockLane::projections;
    case StepKind::scores:
    case StepKind::mask:
      return BlockLane::scores;
    case StepKind::softmax:
    case StepKind::headOutput:
      return BlockLane::mixed;
    default:
      return BlockLane::rest;
  }
}

// The tiles of one picture with one choice.
class TileMaker {
  Q_DECLARE_TR_FUNCTIONS(BlockFigure)
 public:
  TileMaker(const BlockPicture& picture, const BlockChoice& choice, int shownProducts)
      : picture_(picture), choice_(choice), shownProducts_(shownProducts) {}

  BlockTile tile(int index) const {
    const BlockStep& step = picture_.steps.at(index);
    const FoldedMatrix& matrix = picture_.folded[static_cast<std::size_t>(index)];
    BlockTile tile{.name = stepName(picture_, index),
                   .shape = stepShape(step),
                   .lane = laneOf(step),
                   .from = arrowsInto(index),
                   .isAttention = step.kind == StepKind::softmax,
                   .reach = foldedReach(matrix),
                   .matrix = &matrix,
                   .row = chosenRow(step, choice_)};
    // A cell is outlined where it is looked at, and in the maps, which every view has.
    if (index == choice_.step || hasKeyColumns(step)) {
      tile.column = chosenColumn(step, choice_);
    }
    tile.note = note(index, tile);
    return tile;
  }

  BlockExplanation explanation() const {
    const int index = choice_.step;
    const BlockStep& step = picture_.steps.at(index);
    BlockExplanation result{.name = stepName(picture_, index),
                            .sentence = stepSentence(picture_, index),
                            .place = {},
                            .value = {},
                            .cards = {}};
    const int row = chosenRow(step, choice_);
    const int column = chosenColumn(step, choice_);
    if (row < 0) {
      return result;
    }
    result.place = placeInWords(picture_, index, row, column);
    if (column >= 0) {
      const CellMaking making = cellMaking(picture_.steps, index, row, column);
      result.value = blockNumber(making.value);
      result.cards = blockCards(picture_, index, making, shownProducts_);
    }
    return result;
  }

  QStringList tags() const {
    QStringList tags;
    if (const QString query = picture_.labels.queries.value(choice_.query); !query.isEmpty()) {
      tags.append(tr("query %1").arg(visibleToken(query)));
    }
    if (const QString key = picture_.labels.keys.value(choice_.key); !key.isEmpty()) {
      tags.append(tr("key %1").arg(visibleToken(key)));
    }
    return tags;
  }

  static QString title(HeadId head) { return tr("%1, step by step").arg(headName(head)); }
  static QString hint() { return tr("choose a cell to see what it was made from · ← → walks"); }

 private:
  // Behind the head the chain is one line: what comes to it from further away, such as the residual
  // stream, would cross the picture, and is said instead.
  std::vector<int> arrowsInto(int index) const {
    const BlockStep& step = picture_.steps.at(index);
    std::vector<int> from;
    for (const int input : step.inputs) {
      if (laneOf(step) != BlockLane::rest || input == index - 1) {
        from.push_back(input);
      }
    }
    return from;
  }

  QString note(int index, const BlockTile& tile) const {
    const BlockStep& step = picture_.steps.at(index);
    const BlockConfig& config = picture_.steps.block.config;
    if (hasKeyColumns(step) && tile.row >= 0 && tile.column >= 0) {
      return blockNumber(double{step.matrix(tile.row, tile.column)});
    }
    switch (step.kind) {
      case StepKind::given:
        return step.stage == Stage::crossMemory ? tr("its output") : tr("residual stream");
      case StepKind::key:
      case StepKind::value:
        return config.keyHeads() < config.heads
                   ? tr("of %1 heads").arg(config.heads / config.keyHeads())
                   : QString();
      case StepKind::headOutput:
        return tr("softmax · %1").arg(stepName(picture_, step.inputs[1]));
      case StepKind::concatenation:
        return config.heads == 1 ? tr("one head") : tr("%1 heads").arg(config.heads);
      case StepKind::hidden:
        if (config.branches == Branches::sideBySide &&
            !picture_.steps.block.weights->feedForwardNorm) {
          return tr("of the first norm");
        }
        return config.feedForward == FeedForward::gated ? tr("by W_gate, W_up") : tr("by W_up");
      case StepKind::feedForward:
        return tr("by W_down");
      case StepKind::norm:
        return index + 1 == picture_.steps.count() ? tr("norm")
               : tile.from.empty()                 ? tr("of X")
                                                   : QString();
      case StepKind::sum:
        if (config.branches == Branches::sideBySide) {
          return tr("X + W_O + FFN");
        }
        return index + 1 == picture_.steps.count() ? tr("+ residual") : QString();
      default:
        return {};
    }
  }

  const BlockPicture& picture_;
  const BlockChoice& choice_;
  int shownProducts_;
};

}  // namespace

BlockPicture blockPicture(BlockSteps steps, HeadId head, int layers, TokenLabels labels) {
  BlockPicture picture{.steps = std::move(steps),
                       .head = head,
                       .layers = layers,
                       .labels = std::move(labels),
                       .folded = {}};
  for (const BlockStep& step : picture.steps.steps) {
    picture.folded.push_back(folded(step.matrix));
  }
  return picture;
}

BlockFigure blockFigure(std::shared_ptr<const BlockPicture> picture, const BlockChoice& choice,
                        int shownProducts) {
  BlockFigure figure;
  if (picture == nullptr) {
    return figure;
  }
  const TileMaker maker(*picture, choice, shownProducts);
  figure.title = TileMaker::title(picture->head);
  figure.tags = maker.tags();
  figure.hint = TileMaker::hint();
  for (int i = 0; i < picture->steps.count(); ++i) {
    figure.tiles.push_back(maker.tile(i));
  }
  if (choice.step >= 0 && choice.step < picture->steps.count()) {
    figure.current = choice.step;
    figure.explanation = maker.explanation();
  }
  figure.picture = std::move(picture);
  return figure;
}

}  // namespace headscope
