#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QRectF>
#include <QSizeF>

#include "render/arcs_geometry.h"
#include "render/band_painter.h"
#include "render/figure_style.h"
#include "render/links_choice.h"
#include "render/links_figure.h"

namespace headscope {

struct LinksHit {
  enum class Part { nothing, query, key };
  Part part = Part::nothing;
  int token = -1;
  bool operator==(const LinksHit&) const = default;
};

// Where everything of a figure of links stands, and which links are drawn: those with an end in
// sight, at most kMostDrawn (of long arcs fewer), what is looked at before the rest and the
// strongest first. Columns scroll up and down, a text with arcs to its sides. Lengths are logical
// pixels.
class LinksLayout {
 public:
  static constexpr std::size_t kMostDrawn = 1000;
  static constexpr double kMostArcLength = 400'000;  // of all arcs that are drawn, in pixels
  static constexpr double kLeastLine = 20;  // lines shrink to this height, then they scroll
  static constexpr double kMostLine = 36;

  LinksLayout(const LinksFigure& figure, QSizeF size, const FigureStyle& style, double scroll = 0);
  // The same at another place: what is measured stays.
  LinksLayout scrolledTo(const LinksFigure& figure, double scroll) const;

  QSizeF size() const { return size_; }
  // Of a text with arcs; null of columns.
  const ArcsGeometry* arcs() const { return arcs_ ? &*arcs_ : nullptr; }
  QRectF body() const { return body_; }  // of the lines; what is beyond is not seen
  double line() const { return line_; }  // height of one, or what a step of scrolling is
  double scroll() const { return scroll_; }
  double largestScroll() const { return largestScroll_; }
  // The least move after which this token is in sight; the side's other end stays where it can.
  double scrollShowing(LinksHit::Part part, int token) const;

  QRectF titleLine() const { return title_; }
  QRectF subtitleLine() const { return subtitle_; }
  bool subtitleBelow() const { return subtitleBelow_; }
  const std::vector<QRectF>& headChips() const { return headChips_; }  // (heads); in a file

  QRectF columnTitle(LinksHit::Part part) const;
  int labelSize() const { return labelSize_; }
  TokenRange queriesInSight() const { return queries_; }
  TokenRange keysInSight() const { return keys_; }
  QRectF label(LinksHit::Part part, int token) const;
  double centre(LinksHit::Part part, int token) const;  // of a line; may lie out of sight
  QRectF bandRoom() const { return bands_; }            // as high as the body; of columns

  bool chipsHaveNumbers() const { return chipsHaveNumbers_; }
  QRectF chip(int head, int key) const;

  LinksHit hit(QPointF point) const;

  // Indexes into the figure's links, strongest first: those of what is looked at, and the rest.
  const std::vector<std::uint32_t>& strong() const { return choice_.strong; }
  const std::vector<std::uint32_t>& faint() const { return choice_.faint; }
  std::size_t drawn() const { return choice_.strong.size() + choice_.faint.size(); }
  // Where a link's band runs; its colour is the painter's to choose.
  Band band(const Link& link) const;

 private:
  void placeHeader(const LinksFigure& figure, const FigureStyle& style);
  void placeArcs(const LinksFigure& figure, double top, const FigureStyle& style);
  void placeColumns(const LinksFigure& figure, const FigureStyle& style);
  void placeScroll(const LinksFigure& figure, double scroll);
  void limitArcs(const LinksFigure& figure);
  double height(LinksHit::Part part) const;  // of all its lines
  double offset(LinksHit::Part part) const;  // by which its lines are moved up

  QSizeF size_;
  std::optional<ArcsGeometry> arcs_;
  QRectF title_;
  QRectF subtitle_;
  bool subtitleBelow_ = false;
  std::vector<QRectF> headChips_;
  QRectF body_;
  double line_ = kMostLine;
  int labelSize_ = 14;
  int queryCount_;
  int keyCount_;
  int headCount_;
  QRectF queryLabels_;  // as high as the body, as are the next three
  QRectF keyLabels_;
  QRectF bands_;
  QRectF chips_;
  double chipWidth_ = 0;
  double chipGap_ = 0;
  bool chipsHaveNumbers_ = true;
  double scroll_ = 0;
  double largestScroll_ = 0;
  TokenRange queries_;
  TokenRange keys_;
  LinksChoice choice_;
};

}  // namespace headscope
