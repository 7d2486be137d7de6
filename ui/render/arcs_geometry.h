#pragma once

#include <vector>

#include <QRectF>

#include "render/arc_painter.h"
#include "render/figure_style.h"
#include "render/links_figure.h"

namespace headscope {

// Where everything of a text with arcs above it stands: its tokens on one line, below it for each a
// strip of chips that say where the queries that are looked at look. Wider than its room, it moves
// sideways. Lengths are logical pixels.
class ArcsGeometry {
 public:
  // `room` is all there is. The figure's spacing says how far apart tokens stand.
  ArcsGeometry(const LinksFigure& figure, const QRectF& room, const FigureStyle& style);

  void scrollTo(double scroll);  // clamped
  double scroll() const { return scroll_; }
  double largestScroll() const { return largestScroll_; }
  double scrollShowing(int token) const;  // the least move after which it is in sight

  int tokenCount() const { return static_cast<int>(centres_.size()); }
  // 1: tokens stand as far apart as their words are long, and labels lie. Closer, labels are turned
  // and stand evenly.
  double spacing() const { return spacing_; }
  bool labelsLie() const { return labelsLie_; }
  int labelSize() const { return labelSize_; }

  double centre(int token) const;   // x; may lie out of sight
  QRectF slot(int token) const;     // from half way to its neighbours, as high as its label
  QRectF keySlot(int token) const;  // the same of its chips
  QRectF chip(int head, int token) const;
  bool chipsHaveNumbers() const { return chipsHaveNumbers_; }
  QRectF arcRoom() const { return arcs_; }  // arcs stand on its bottom
  // Those whose slot is in sight.
  int firstInSight() const { return first_; }
  int lastInSight() const { return last_; }
  // The one nearest to this x, or -1: beside the text.
  int tokenAt(double x) const;

  // Tokens whose labels are shown, in sight and ascending: all, or where they stand too close those
  // of `wanted` and of the others what fits between.
  std::vector<int> labelled(const std::vector<int>& wanted) const;

  // Where a link's arc runs; its colour is the painter's to choose. One that looks ahead is lower
  // than one that looks back between the same tokens, and heads lie over each other.
  Arc arc(const Link& link) const;
  // How long about an arc is as far as it is in sight, in pixels: what it costs to paint.
  double lengthInSight(const Arc& arc) const;

 private:
  void placeTokens(const LinksFigure& figure, const FigureStyle& style);
  void placeRows(const FigureStyle& style);

  QRectF room_;  // of the tokens
  QRectF arcs_;
  QRectF labels_;  // as wide as the room, as are the chips
  QRectF chips_;
  std::vector<double> centres_;  // unmoved, from the room's left
  double width_ = 0;             // of all tokens
  double spacing_ = 1;
  bool labelsLie_ = true;
  int labelSize_ = 14;
  double widestLabel_ = 0;
  int headCount_;
  bool chipsHaveNumbers_ = true;
  double chipHeight_ = 0;
  double scroll_ = 0;
  double largestScroll_ = 0;
  int first_ = 0;
  int last_ = -1;
};

}  // namespace headscope
