#pragma once

#include <vector>

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "render/block_figure.h"
#include "render/figure_style.h"

namespace headscope {

struct BlockTilePlace {
  QRectF caption;  // the name, and the shape where there is room for it
  QRectF map;
  QRectF note;
  bool shapeInCaption = true;
  QString noteText;  // with the shape where the caption has no room for it

  QRectF whole() const { return caption.united(map).united(note); }
};

// A curve from one matrix to the next, which ends in an arrow head.
struct BlockArrow {
  QPointF from;
  QPointF first;  // control points
  QPointF second;
  QPointF to;
};

struct BlockTag {
  QString text;
  QRectF rect;
};

struct BlockHit {
  int tile = -1;
  int row = -1;  // of the pixels shown; -1 beside them
  int col = -1;
  bool operator==(const BlockHit&) const = default;
};

// Where everything of a block's picture stands: pure geometry in logical pixels. Where there is
// room the chain goes from left to right; where there is not, what follows the head stands below
// it, in rows that run to and fro, and the picture is higher than was asked for.
class BlockLayout {
 public:
  BlockLayout(const BlockFigure& figure, QSizeF size, const FigureStyle& style);

  // Whether so little room is better used by fewer products.
  static bool isNarrow(double width);

  double width() const { return size_.width(); }
  double chainHeight() const { return chainHeight_; }  // of the header and the matrices
  double explanationHeight() const { return explanationHeight_; }
  double height() const;  // of both, at least what was asked for

  QRectF title() const { return title_; }
  const std::vector<BlockTag>& tags() const { return tags_; }
  QRectF hint() const { return hint_; }
  double side() const { return side_; }  // of the largest matrix
  const std::vector<BlockTilePlace>& tiles() const { return tiles_; }
  const std::vector<BlockArrow>& arrows() const { return arrows_; }

  // Of the explanation, whose top is 0.
  QRectF name() const { return name_; }
  // One line beside the name, or lines below it.
  QRectF sentence() const { return sentence_; }
  const QStringList& sentenceLines() const { return sentenceLines_; }
  QRectF place() const { return place_; }
  QRectF value() const { return value_; }
  const std::vector<QRectF>& cards() const { return cards_; }

  // Which tile, and which of its pixels, a position of the chain has.
  BlockHit hit(const BlockFigure& figure, QPointF position) const;

 private:
  struct Slot {
    double col = 0;
    double row = 0;
  };
  struct Grid {
    std::vector<Slot> places;  // of each tile
    int cols = 0;
    int rows = 0;
  };
  static Grid gridOf(const BlockFigure& figure, int rowsOfRest);  // 0: below the head
  void placeHeader(const BlockFigure& figure, const FigureStyle& style);
  void placeExplanation(const BlockFigure& figure, const FigureStyle& style);
  void placeTiles(const BlockFigure& figure, const FigureStyle& style);
  void placeArrows(const BlockFigure& figure, const Grid& grid);

  QSizeF size_;
  QRectF title_;
  std::vector<BlockTag> tags_;
  QRectF hint_;
  double headerHeight_ = 0;
  double side_ = 0;
  std::vector<BlockTilePlace> tiles_;
  std::vector<BlockArrow> arrows_;
  double chainHeight_ = 0;
  double explanationHeight_ = 0;
  QRectF name_;
  QRectF sentence_;
  QStringList sentenceLines_;
  QRectF place_;
  QRectF value_;
  std::vector<QRectF> cards_;
};

}  // namespace headscope
