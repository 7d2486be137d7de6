#include "render/block_layout.h"

#include <algorithm>
#include <cmath>

#include "render/shaped_text.h"
#include "render/tabular_text.h"

namespace headscope {

namespace {

constexpr double kBlockPadding = 24;
constexpr double kBlockTitleTop = 16;
constexpr double kBlockTitleHeight = 24;
constexpr double kBlockCaption = 24;
constexpr double kBlockNote = 18;
constexpr double kBlockColumnGap = 32;
constexpr double kBlockMostColumnGap = 64;
constexpr double kBlockRowGap = 18;
constexpr double kBlockMostRowGap = 64;
constexpr double kBlockLeastSide = 72;
constexpr double kBlockMostSide = 168;
constexpr double kBlockMostNarrowSide = 120;
constexpr double kBlockMostCell = 24;
constexpr int kBlockHeadColumns = 4;  // X, projections, scores, softmax and Z
constexpr double kBlockCardHeight = 50;
constexpr double kBlockCardGap = 16;
constexpr double kBlockLeastCard = 40;
constexpr double kBlockValueWidth = 168;

// Below this the explanation's value stands above its cards.
constexpr double kBlockNarrow = 688;

// A text's words in lines of this width.
QStringList sentenceInLines(const QString& text, const QFont& font, double width) {
  QStringList lines;
  for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    const QString longer = lines.isEmpty() ? word : lines.back() + QLatin1Char(' ') + word;
    if (lines.isEmpty() || textWidth(font, longer) > width) {
      lines.append(word);
    } else {
      lines.back() = longer;
    }
  }
  return lines;
}

}  // namespace

BlockLayout::BlockLayout(const BlockFigure& figure, QSizeF size, const FigureStyle& style)
    : size_(size) {
  placeHeader(figure, style);
  placeExplanation(figure, style);
  if (!figure.tiles.empty()) {
    placeTiles(figure, style);
  }
  chainHeight_ = std::max(chainHeight_, size_.height() - explanationHeight_);
}

bool BlockLayout::isNarrow(double width) {
  return width < kBlockNarrow;
}

double BlockLayout::height() const {
  return chainHeight_ + explanationHeight_;
}

void BlockLayout::placeHeader(const BlockFigure& figure, const FigureStyle& style) {
  const QFont titleFont = style.font(style.titleSize, QFont::DemiBold);
  const QFont captionFont = style.font(style.captionSize, QFont::Medium);
  const double width = std::max(0.0, size_.width() - 2 * kBlockPadding);
  title_ = {kBlockPadding, kBlockTitleTop,
            std::min(width, std::ceil(textWidth(titleFont, figure.title)) + 1), kBlockTitleHeight};
  double right = title_.right() + 4;
  for (const QString& tag : figure.tags) {
    const double tagWidth = std::ceil(textWidth(captionFont, tag)) + 20;
    if (right + 8 + tagWidth > kBlockPadding + width) {
      break;
    }
    tags_.push_back({tag, QRectF(std::round(right + 8), kBlockTitleTop + 1, tagWidth, 22)});
    right = tags_.back().rect.right();
  }
  const double needed = textWidth(style.font(style.captionSize), figure.hint) + 1;
  const bool below = right + 24 + needed > kBlockPadding + width;
  hint_ = below ? QRectF(kBlockPadding, title_.bottom(), width, 20)
                : QRectF(kBlockPadding + width - needed, kBlockTitleTop, needed, kBlockTitleHeight);
  headerHeight_ = (below ? hint_.bottom() : title_.bottom()) + 16;
}

void BlockLayout::placeExplanation(const BlockFigure& figure, const FigureStyle& style) {
  const double width = std::max(0.0, size_.width() - 2 * kBlockPadding);
  const bool stacked = isNarrow(size_.width());
  const QFont nameFont = style.font(style.listSize, QFont::DemiBold);
  const QFont listFont = style.font(style.listSize);
  const double nameWidth =
      std::min(width, std::ceil(textWidth(nameFont, figure.explanation.name)) + 10);
  name_ = {kBlockPadding, 12, nameWidth, 20};
  const bool beside = nameWidth + textWidth(listFont, figure.explanation.sentence) <= width;
  sentence_ = beside ? QRectF(name_.right(), name_.top(), width - nameWidth, 20)
                     : QRectF(kBlockPadding, name_.bottom(), width, 20);
  sentenceLines_ = sentenceInLines(figure.explanation.sentence, listFont, sentence_.width());
  sentence_.setHeight(20 * static_cast<double>(sentenceLines_.size()));
  const double besides =
      std::ceil(textWidth(style.font(style.captionSize), figure.explanation.place)) + 16;
  place_ = {kBlockPadding, std::max(name_.bottom(), sentence_.bottom()) + 8,
            stacked ? std::min(width / 2, besides) : kBlockValueWidth - 16, 18};
  value_ = stacked ? QRectF(place_.right(), place_.top() - 3, width / 2, 24)
                   : QRectF(kBlockPadding, place_.bottom() + 2, kBlockValueWidth - 16, 28);
  const double left = stacked ? kBlockPadding : kBlockPadding + kBlockValueWidth;
  const double top = stacked ? place_.bottom() + 10 : place_.top();
  const double room = kBlockPadding + width - left;

  const QFont labelFont = style.font(style.scaleSize);
  const TabularText working(style.font(style.captionSize));
  const TabularText result(style.font(style.listSize, QFont::DemiBold));
  double x = left;
  double y = top;
  for (const BlockCard& card : figure.explanation.cards) {
    const double cardWidth =
        std::ceil(std::max({kBlockLeastCard, textWidth(labelFont, card.label),
                            working.width(card.working), result.width(card.result)}) +
                  1);
    if (x > left && x + cardWidth > left + room) {
      x = left;
      y += kBlockCardHeight;
    }
    cards_.push_back({x, y, std::min(cardWidth, room), kBlockCardHeight});
    x += cardWidth + kBlockCardGap;
  }
  // Mostly the same room whatever is chosen: the matrices would jump while one walks.
  explanationHeight_ = std::max(y - top, kBlockCardHeight) + kBlockCardHeight + top + 12;
}

BlockLayout::Grid BlockLayout::gridOf(const BlockFigure& figure, int rowsOfRest) {
  const auto inLane = [&figure](BlockLane lane) {
    return std::ranges::count_if(figure.tiles,
                                 [lane](const BlockTile& tile) { return tile.lane == lane; });
  };
  // A chain that is not hidden by a mask has its scores between Q and K.
  const auto streams = inLane(BlockLane::stream);
  const auto scores = inLane(BlockLane::scores);
  const double firstStream = streams == 1 ? 1 : 0;
  const double firstScore = scores == 1 ? 0.5 : 0;
  const int headRows = 3;
  Grid grid{.places = {}, .cols = kBlockHeadColumns, .rows = headRows};
  int counts[5] = {};
  for (const BlockTile& tile : figure.tiles) {
    const int index = counts[static_cast<std::size_t>(tile.lane)]++;
    Slot slot;
    switch (tile.lane) {
      case BlockLane::stream: {
        // What an encoder has made stands beside the keys and values that read it.
        const bool isMemory =
            streams == 3 ? index == 1 : streams == 2 && tile.from.empty() && index == 1;
        slot = {0, isMemory ? 2.0 : streams == 3 && index == 2 ? 1.0 : firstStream + index};
        break;
      }
      case BlockLane::projections:
        slot = {1, static_cast<double>(index)};
        break;
      case BlockLane::scores:
        slot = {2, firstScore + index};
        break;
      case BlockLane::mixed:
        slot = {3, index == 0 ? firstScore + static_cast<double>(scores) - 1 : 2};
        break;
      case BlockLane::rest:
        if (rowsOfRest > 0) {
          slot = {static_cast<double>(kBlockHeadColumns + index / rowsOfRest),
                  static_cast<double>(index % rowsOfRest)};
        } else {
          const int row = index / kBlockHeadColumns;
          const int along = index % kBlockHeadColumns;
          slot = {static_cast<double>(row % 2 == 0 ? kBlockHeadColumns - 1 - along : along),
                  static_cast<double>(headRows + row)};
        }
        break;
    }
    grid.cols = std::max(grid.cols, static_cast<int>(slot.col) + 1);
    grid.rows = std::max(grid.rows, static_cast<int>(std::ceil(slot.row)) + 1);
    grid.places.push_back(slot);
  }
  return grid;
}

void BlockLayout::placeTiles(const BlockFigure& figure, const FigureStyle& style) {
  const double width = size_.width() - 2 * kBlockPadding;
  const double room = size_.height() - explanationHeight_ - headerHeight_ - 8;
  const auto sideFor = [&](const Grid& grid, double least) {
    const double across = (width - (grid.cols - 1) * kBlockColumnGap) / grid.cols;
    const double down =
        (room + kBlockRowGap) / grid.rows - kBlockCaption - kBlockNote - kBlockRowGap;
    return std::floor(std::min({across, std::max(down, least), kBlockMostSide}));
  };
  Grid grid;
  for (const int rows : {3, 4, 5}) {
    Grid wide = gridOf(figure, rows);
    if (const double side = sideFor(wide, kBlockLeastSide); side > side_) {
      side_ = side;
      grid = std::move(wide);
    }
  }
  if (side_ < kBlockLeastSide) {
    grid = gridOf(figure, 0);
    const double across = (width - (grid.cols - 1) * kBlockColumnGap) / grid.cols;
    side_ = std::max(24.0, std::floor(std::min(across, kBlockMostNarrowSide)));
  }
  const double free = width - grid.cols * side_;
  const double columnGap =
      grid.cols > 1 ? std::clamp(free / (grid.cols - 1), 8.0, kBlockMostColumnGap) : 0;
  const double whole = side_ + kBlockCaption + kBlockNote;
  const double rowGap = grid.rows > 1 ? std::clamp((room - grid.rows * whole) / (grid.rows - 1),
                                                   kBlockRowGap, kBlockMostRowGap)
                                      : 0;

  const QFont nameFont = style.font(style.listSize, QFont::DemiBold);
  const QFont shapeFont = style.font(style.scaleSize);
  for (std::size_t i = 0; i < figure.tiles.size(); ++i) {
    const BlockTile& tile = figure.tiles[i];
    const double left = std::round(kBlockPadding + grid.places[i].col * (side_ + columnGap));
    const double top = std::round(headerHeight_ + grid.places[i].row * (whole + rowGap));
    // The curves from one column to the next run up and down in the middle between them.
    const double besideMap = columnGap / 2 - 6;
    BlockTilePlace place;
    place.caption = {left, top, side_ + besideMap, kBlockCaption};
    place.map = {left, place.caption.bottom(),
                 std::min(side_, kBlockMostCell * static_cast<double>(tile.matrix->cols)),
                 std::min(side_, kBlockMostCell * static_cast<double>(tile.matrix->rows))};
    place.note = {left, place.map.bottom() + 2, side_ + besideMap, kBlockNote - 2};
    place.shapeInCaption = textWidth(nameFont, tile.name) + 8 + textWidth(shapeFont, tile.shape) <=
                           place.caption.width();
    place.noteText = tile.note;
    if (!place.shapeInCaption) {
      const QString both = tile.shape + QStringLiteral(" · ") + tile.note;
      const bool fits = !tile.note.isEmpty() && textWidth(shapeFont, both) <= place.note.width();
      place.noteText = fits ? both : tile.shape;
    }
    tiles_.push_back(place);
    chainHeight_ = std::max(chainHeight_, top + whole + 8);
  }
  placeArrows(figure, grid);
}

void BlockLayout::placeArrows(const BlockFigure& figure, const Grid& grid) {
  constexpr double kAway = 4;  // from the matrices
  for (std::size_t i = 0; i < figure.tiles.size(); ++i) {
    for (const int from : figure.tiles[i].from) {
      const auto source = static_cast<std::size_t>(from);
      const QRectF& start = tiles_[source].map;
      const QRectF& end = tiles_[i].map;
      const double across = grid.places[i].col - grid.places[source].col;
      BlockArrow arrow;
      if (across == 0) {
        // From below the note to above the caption.
        const double x = std::round(std::min(start.width(), end.width()) / 2 + start.left()) + 0.5;
        arrow.from = {x, tiles_[source].note.bottom() + 4};
        arrow.to = {x, tiles_[i].caption.top() - 1};
        arrow.first = arrow.second = (arrow.from + arrow.to) / 2;
      } else {
        arrow.from = {across > 0 ? start.right() + kAway : start.left() - kAway,
                      start.center().y()};
        arrow.to = {across > 0 ? end.left() - kAway : end.right() + kAway, end.center().y()};
        const double bend = (arrow.to.x() - arrow.from.x()) / 2;
        arrow.first = arrow.from + QPointF(bend, 0);
        arrow.second = arrow.to - QPointF(bend, 0);
      }
      arrows_.push_back(arrow);
    }
  }
}

BlockHit BlockLayout::hit(const BlockFigure& figure, QPointF position) const {
  for (std::size_t i = 0; i < tiles_.size(); ++i) {
    const BlockTilePlace& place = tiles_[i];
    if (!place.whole().contains(position)) {
      continue;
    }
    BlockHit hit{.tile = static_cast<int>(i)};
    const QPointF inside = position - place.map.topLeft();
    const Matrix& shown = figure.tiles[i].matrix->values;
    if (place.map.contains(position)) {
      const auto pixel = [](double at, double length, Index count) {
        return static_cast<int>(std::clamp<Index>(
            static_cast<Index>(at / length * static_cast<double>(count)), 0, count - 1));
      };
      hit.row = pixel(inside.y(), place.map.height(), shown.rows());
      hit.col = pixel(inside.x(), place.map.width(), shown.cols());
    }
    return hit;
  }
  return {};
}

}  // namespace headscope
