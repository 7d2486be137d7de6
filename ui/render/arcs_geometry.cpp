#include "render/arcs_geometry.h"

#include <algorithm>
#include <cmath>

#include "render/shaped_text.h"

namespace headscope {
namespace {

constexpr double kArcsMargin = 24;
constexpr double kTitles = 36;  // at the left, for what the rows are
constexpr double kBetweenWords = 12;
constexpr double kLeastWord = 34;    // a chip's number fits below
constexpr double kTurnedLabel = 16;  // so far apart turned labels are easily read,
constexpr double kLeastTurned = 13;  // and so far they still fit beside each other
constexpr double kLyingRow = 32;
constexpr double kMostTurnedRow = 104;
constexpr double kLabelInset = 8;  // between the line and a label
constexpr double kNumberChipWidth = 30;
constexpr double kNumberChipHeight = 18;
constexpr double kNumberChipStep = 22;
constexpr double kMostSquares = 96;  // high, of all heads
constexpr double kMostSquare = 12;
constexpr double kBelowChips = 16;
constexpr int kMostNumberedHeads = 4;
constexpr double kSelfReach = 9;  // half of a loop's width
constexpr double kSelfHeight = 22;
constexpr double kAhead = 0.86;  // of the height of an arc that looks back

}  // namespace

ArcsGeometry::ArcsGeometry(const LinksFigure& figure, const QRectF& room, const FigureStyle& style)
    : room_(room.adjusted(kArcsMargin + kTitles, 0, -kArcsMargin, 0)),
      headCount_(static_cast<int>(figure.heads.size())) {
  placeTokens(figure, style);
  placeRows(style);
  largestScroll_ = std::max(0.0, std::ceil(width_ - room_.width() - 1e-6));
  scrollTo(0);
}

void ArcsGeometry::placeTokens(const LinksFigure& figure, const FigureStyle& style) {
  const QFont font = style.font(style.labelSize, QFont::DemiBold);
  double x = 0;
  for (const QString& token : figure.labels.queries) {
    const double label = textWidth(font, visibleToken(token));
    widestLabel_ = std::max(widestLabel_, label);
    const double word = std::max(kLeastWord, std::ceil(label) + kBetweenWords);
    centres_.push_back(x + word / 2);
    x += word;
  }
  const auto count = static_cast<double>(std::max<std::size_t>(1, centres_.size()));
  const double fitting = x > 0 ? std::max(1.0, room_.width()) / x : 1;
  // As it fits, if its labels can still be read then.
  const double readable = std::max(fitting, kTurnedLabel * count / std::max(1.0, x));
  spacing_ = figure.spacing > 0 ? std::max(figure.spacing, std::min(1.0, fitting))
                                : std::min(1.0, readable);
  labelsLie_ = spacing_ >= 1;
  labelSize_ = labelsLie_ ? style.labelSize : style.captionSize;
  width_ = x * spacing_;
  for (std::size_t i = 0; i < centres_.size(); ++i) {
    // Turned labels are all as wide.
    centres_[i] =
        labelsLie_ ? centres_[i] * spacing_ : (static_cast<double>(i) + 0.5) * width_ / count;
  }
  if (width_ < room_.width()) {  // in the middle
    const double aside = std::floor((room_.width() - width_) / 2);
    for (double& centre : centres_) {
      centre += aside;
    }
  }
}

void ArcsGeometry::placeRows(const FigureStyle& style) {
  double labelRow = kLyingRow;
  if (!labelsLie_) {
    const double shrunk = widestLabel_ * labelSize_ / std::max(1, style.labelSize);
    labelRow = std::min(kMostTurnedRow, std::ceil(shrunk) + kLabelInset + 4);
  }
  chipsHaveNumbers_ = labelsLie_ && headCount_ <= kMostNumberedHeads;
  chipHeight_ = chipsHaveNumbers_
                    ? kNumberChipStep
                    : std::clamp(kMostSquares / std::max(1, headCount_), 3.0, kMostSquare + 2);
  const double chipRow = headCount_ * chipHeight_ + 4;
  const double bottom = std::max(room_.top(), room_.bottom() - kBelowChips);
  chips_ = QRectF(room_.left(), std::max(room_.top(), bottom - chipRow), room_.width(), chipRow);
  labels_ =
      QRectF(room_.left(), std::max(room_.top(), chips_.top() - labelRow), room_.width(), labelRow);
  arcs_ = QRectF(room_.left(), room_.top(), room_.width(),
                 std::max(0.0, std::floor(labels_.top()) - room_.top()));
}

void ArcsGeometry::scrollTo(double scroll) {
  scroll_ = std::clamp(scroll, 0.0, largestScroll_);
  first_ = 0;
  last_ = tokenCount() - 1;
  while (first_ < last_ && slot(first_).right() <= room_.left()) {
    ++first_;
  }
  while (last_ > first_ && slot(last_).left() >= room_.right()) {
    --last_;
  }
}

double ArcsGeometry::scrollShowing(int token) const {
  if (token < 0 || token >= tokenCount()) {
    return scroll_;
  }
  const double left = slot(token).left() + scroll_ - room_.left();
  const double right = slot(token).right() + scroll_ - room_.left();
  const double wanted =
      std::clamp(scroll_, std::max(0.0, right - room_.width()), std::max(0.0, left));
  return std::clamp(wanted, 0.0, largestScroll_);
}

double ArcsGeometry::centre(int token) const {
  return room_.left() + centres_[static_cast<std::size_t>(token)] - scroll_;
}

QRectF ArcsGeometry::slot(int token) const {
  const double here = centre(token);
  const double before = token > 0 ? (here - centre(token - 1)) / 2 : -1;
  const double after = token + 1 < tokenCount() ? (centre(token + 1) - here) / 2 : -1;
  const double only = std::max({before, after, 4.0});
  const double left = before < 0 ? only : before;
  const double right = after < 0 ? only : after;
  return {here - left, labels_.top(), left + right, labels_.height()};
}

QRectF ArcsGeometry::keySlot(int token) const {
  const QRectF above = slot(token);
  return {above.left(), chips_.top(), above.width(), chips_.height()};
}

QRectF ArcsGeometry::chip(int head, int token) const {
  const double width =
      chipsHaveNumbers_ ? kNumberChipWidth : std::clamp(slot(token).width() - 1, 1.0, kMostSquare);
  const double height = chipsHaveNumbers_ ? kNumberChipHeight : std::max(2.0, chipHeight_ - 2);
  return {std::round(centre(token) - width / 2), std::round(chips_.top() + head * chipHeight_),
          width, height};
}

int ArcsGeometry::tokenAt(double x) const {
  if (centres_.empty() || x < room_.left() || x > room_.right()) {
    return -1;
  }
  const double place = x - room_.left() + scroll_;
  const auto above = std::lower_bound(centres_.begin(), centres_.end(), place);
  auto token = static_cast<int>(above - centres_.begin());
  if (token == tokenCount() || (token > 0 && place - *(above - 1) < *above - place)) {
    --token;
  }
  return slot(token).adjusted(-1, 0, 1, 0).left() <= x && x <= slot(token).right() + 1 ? token : -1;
}

std::vector<int> ArcsGeometry::labelled(const std::vector<int>& wanted) const {
  std::vector<int> shown;
  const auto fits = [&](int token) {
    return std::ranges::none_of(
        shown, [&](int other) { return std::abs(centre(token) - centre(other)) < kLeastTurned; });
  };
  const auto inSight = [&](int token) { return token >= first_ && token <= last_; };
  double closest = kLeastTurned;
  for (int token = first_; token < last_; ++token) {
    closest = std::min(closest, centre(token + 1) - centre(token));
  }
  if (labelsLie_ || closest >= kLeastTurned) {
    for (int token = first_; token <= last_; ++token) {
      shown.push_back(token);
    }
    return shown;
  }
  for (const int token : wanted) {
    if (inSight(token) && std::ranges::find(shown, token) == shown.end() && fits(token)) {
      shown.push_back(token);
    }
  }
  const std::vector<int> first = shown;
  double free = -1e9;  // of the line, from here on
  for (int token = first_; token <= last_; ++token) {
    const double here = centre(token);
    const bool beside = std::ranges::all_of(
        first, [&](int other) { return std::abs(here - centre(other)) >= kLeastTurned; });
    if (here >= free && beside) {
      shown.push_back(token);
      free = here + kLeastTurned;
    }
  }
  std::ranges::sort(shown);
  return shown;
}

Arc ArcsGeometry::arc(const Link& link) const {
  const double step = headCount_ > 1 ? std::min(2.5, 20.0 / (headCount_ - 1)) : 0;
  const double outwards = step * (link.head - (headCount_ - 1) / 2.0);
  const auto weight = static_cast<double>(std::min(link.weight, 1.0F));
  const double from = centre(link.query);
  const double to = centre(link.key);
  const double most = std::max(1.0, arcs_.height() - 12);
  Arc arc{.from = from, .to = to, .height = 0, .width = std::max(0.75, weight * 8), .color = {}};
  if (link.query == link.key) {
    arc.from = from - kSelfReach;
    arc.to = from + kSelfReach;
    arc.height = std::min(most, kSelfHeight + std::max(-8.0, outwards));
    return arc;
  }
  // Over the longest way that is seen an arc is as high as there is room; shorter ones with the
  // root of theirs.
  const double longest = std::max(1.0, std::min(width_, 2 * room_.width()));
  const double reach = std::abs(to - from) / longest;
  arc.height = (link.key > link.query ? kAhead : 1) * most * std::sqrt(std::min(1.0, reach));
  const double aside = link.key > link.query ? outwards : -outwards;
  arc.from -= aside;
  arc.to += aside;
  arc.height = std::clamp(arc.height + outwards, 4.0, most);
  return arc;
}

double ArcsGeometry::lengthInSight(const Arc& arc) const {
  const auto [left, right] = std::minmax(arc.from, arc.to);
  const double across = std::min(right, arcs_.right()) - std::max(left, arcs_.left());
  const int feet = (left >= arcs_.left() && left <= arcs_.right() ? 1 : 0) +
                   (right >= arcs_.left() && right <= arcs_.right() ? 1 : 0);
  return std::max(0.0, across) + feet * arc.height;
}

}  // namespace headscope
