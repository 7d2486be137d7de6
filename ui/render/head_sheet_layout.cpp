#include "render/head_sheet_layout.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace headscope {

namespace {

constexpr double kSheetMargin = 24;
constexpr double kLayerLabel = 40;
constexpr double kHeadLabel = 24;
constexpr double kSheetLine = 16;  // of a label under a card
constexpr double kNameLine = 24;   // of name and value
constexpr double kFlowGap = 16;
constexpr double kMeanGap = 8;     // more, before the means
constexpr int kRoomySide = 40;     // from here on cards of a grid stand well apart
constexpr int kReadableSide = 40;  // no smaller unless asked for
constexpr int kLargestFittedSide = 192;
constexpr int kFlowSide = 112;      // about
constexpr int kLeastFlowSide = 96;  // room for a name and a number
constexpr int kLabelSide = 96;      // room for a label
constexpr std::array kSides = {24, 32, 40, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256};

double gapOf(int side) {
  return side < kRoomySide ? 4 : 8;
}

}  // namespace

HeadSheetLayout::HeadSheetLayout(const HeadSheet& figure, QSizeF size, QPointF scroll)
    : grid_(figure.arrangement == HeadSheet::Arrangement::grid),
      count_(static_cast<int>(figure.cards.size())),
      endsInMeans_(figure.endsInMeans),
      columns_(std::max(1, figure.columns)),
      size_(size) {
  double top = 8;
  const double inner = std::max(0.0, size.width() - 2 * kSheetMargin);
  if (!figure.title.isEmpty()) {
    title_ = QRectF(kSheetMargin, 16, inner, 24);
    subtitle_ = QRectF(kSheetMargin, 40, inner, 24);
    top = 80;
  }
  top_ = top;
  grid_ ? placeGrid(figure.side) : placeFlow(figure.side);
  const double right = columnLeft(columns_ - 1) + side_ + kSheetMargin;
  const double bottom = rowTop(rows_ - 1) + side_ + nameLine_ + labelLine_;
  content_ = QSizeF(right, bottom + kSheetMargin);
  // Frames of the cards reach out a little.
  body_ = grid_ ? QRectF(QPointF(left_ - 4, top_ - 4), QPointF(size.width(), size.height()))
                : QRectF(QPointF(0, title_.isEmpty() ? 0 : top_ - 4),
                         QPointF(size.width(), size.height()));
  scroll_ = boundedScroll(scroll);
}

QPointF HeadSheetLayout::boundedScroll(QPointF scroll) const {
  const QPointF most = largestScroll();
  return {std::clamp(std::round(scroll.x()), 0.0, most.x()),
          std::clamp(std::round(scroll.y()), 0.0, most.y())};
}

HeadSheetLayout HeadSheetLayout::scrolledTo(QPointF scroll) const {
  HeadSheetLayout moved = *this;
  moved.scroll_ = boundedScroll(scroll);
  return moved;
}

void HeadSheetLayout::placeGrid(int wantedSide) {
  rows_ = (count_ + columns_ - 1) / columns_;
  left_ = kSheetMargin + kLayerLabel;
  top_ += kHeadLabel;
  const double room = size_.width() - left_ - kSheetMargin - kMeanGap;
  const auto fitted = static_cast<int>((room + 8) / columns_ - 8);
  side_ = wantedSide > 0 ? std::clamp(wantedSide, kLeastSide, kLargestSide)
                         : std::clamp(fitted, kReadableSide, kLargestFittedSide);
  labelLine_ = side_ >= kLabelSide ? kSheetLine + 4 : 0;
  pitchX_ = side_ + gapOf(side_);
  pitchY_ = side_ + gapOf(side_) + labelLine_;
}

void HeadSheetLayout::placeFlow(int wantedSide) {
  left_ = kSheetMargin;
  top_ += 8;
  const double room = size_.width() - 2 * kSheetMargin;
  const auto columnsOf = [room](double side) {
    return std::max(1, static_cast<int>((room + kFlowGap) / (side + kFlowGap)));
  };
  if (wantedSide > 0) {
    side_ = std::clamp(wantedSide, kLeastFlowSide, kLargestSide);
    columns_ = columnsOf(side_);
  } else {  // lines are filled
    columns_ = columnsOf(kFlowSide);
    side_ = std::clamp(static_cast<int>((room + kFlowGap) / columns_ - kFlowGap), kLeastFlowSide,
                       kLargestFittedSide);
  }
  rows_ = (count_ + columns_ - 1) / columns_;
  nameLine_ = kNameLine;
  labelLine_ = kSheetLine;
  pitchX_ = side_ + kFlowGap;
  pitchY_ = side_ + nameLine_ + labelLine_ + kFlowGap;
}

int HeadSheetLayout::smallerSide() const {
  const auto next = std::ranges::lower_bound(kSides, side_);
  const int side = next == kSides.begin() ? kLeastSide : *std::prev(next);
  return grid_ ? side : std::max(side, kLeastFlowSide);
}

int HeadSheetLayout::largerSide() const {
  const auto next = std::ranges::upper_bound(kSides, side_);
  return next == kSides.end() ? kLargestSide : *next;
}

QPointF HeadSheetLayout::largestScroll() const {
  return {std::max(0.0, std::ceil(content_.width() - size_.width())),
          std::max(0.0, std::ceil(content_.height() - size_.height()))};
}

double HeadSheetLayout::columnLeft(int column) const {
  const bool mean = grid_ && column == columns_ - 1;
  return left_ + column * pitchX_ + (mean ? kMeanGap : 0);
}

double HeadSheetLayout::rowTop(int row) const {
  const bool means = grid_ && endsInMeans_ && row == rows_ - 1;
  return top_ + row * pitchY_ + (means ? kMeanGap : 0);
}

QRectF HeadSheetLayout::picture(int card) const {
  return {columnLeft(card % columns_) - scroll_.x(), rowTop(card / columns_) - scroll_.y(),
          static_cast<double>(side_), static_cast<double>(side_)};
}

QRectF HeadSheetLayout::card(int card) const {
  return picture(card).adjusted(0, 0, 0, nameLine_ + labelLine_);
}

QRectF HeadSheetLayout::nameLine(int card) const {
  const QRectF above = picture(card);
  return {above.left(), above.bottom(), above.width(), nameLine_};
}

QRectF HeadSheetLayout::labelLine(int card) const {
  const QRectF above = picture(card);
  return {above.left(), above.bottom() + nameLine_, above.width(), labelLine_};
}

QRectF HeadSheetLayout::columnLabel(int column) const {
  return {columnLeft(column) - scroll_.x(), top_ - kHeadLabel, static_cast<double>(side_),
          kHeadLabel - 4};
}

QRectF HeadSheetLayout::rowLabel(int row) const {
  return {kSheetMargin, rowTop(row) - scroll_.y(), kLayerLabel - 4, static_cast<double>(side_)};
}

QPointF HeadSheetLayout::scrollShowing(int shown) const {
  if (shown < 0 || shown >= count_) {
    return scroll_;
  }
  const QRectF place = card(shown);
  // The first of a line is shown with its margin.
  const auto moved = [](double scroll, double first, double last, double from, double to) {
    return first < from ? scroll - (from - first) : last > to ? scroll + (last - to) : scroll;
  };
  const double x = moved(scroll_.x(), place.left() - 4, place.right() + kSheetMargin, body_.left(),
                         size_.width());
  const double y = moved(scroll_.y(), place.top() - (grid_ ? 4 : kFlowGap),
                         place.bottom() + kSheetMargin, body_.top(), size_.height());
  return boundedScroll({x, y});
}

std::vector<int> HeadSheetLayout::cardsIn(const QRectF& region) const {
  std::vector<int> cards;
  const QRectF seen = region.intersected(body_).translated(scroll_);
  if (seen.isEmpty() || count_ == 0) {
    return cards;
  }
  const auto placeOf = [](double position, double first, double pitch, int most) {
    return std::clamp(static_cast<int>(std::floor((position - first) / pitch)), 0, most - 1);
  };
  const int firstRow = placeOf(seen.top() - kMeanGap, top_, pitchY_, rows_);
  const int lastRow = placeOf(seen.bottom(), top_, pitchY_, rows_);
  // Means stand a little farther off than their pitch has it.
  const int firstColumn = placeOf(seen.left() - kMeanGap, left_, pitchX_, columns_);
  const int lastColumn = placeOf(seen.right(), left_, pitchX_, columns_);
  for (int row = firstRow; row <= lastRow; ++row) {
    for (int column = firstColumn; column <= lastColumn; ++column) {
      const int index = row * columns_ + column;
      if (index < count_ && card(index).intersects(region)) {
        cards.push_back(index);
      }
    }
  }
  return cards;
}

int HeadSheetLayout::hit(QPointF position) const {
  for (const int index : cardsIn(QRectF(position - QPointF(1, 1), QSizeF(2, 2)))) {
    if (body_.contains(position) && card(index).contains(position)) {
      return index;
    }
  }
  return -1;
}

int HeadSheetLayout::stepFrom(int from, HeadSheetStep step) const {
  if (count_ == 0) {
    return -1;
  }
  const int at = std::clamp(from, 0, count_ - 1);
  if (grid_) {
    const int column = std::clamp(at % columns_ + step.columns, 0, std::max(0, columns_ - 2));
    const int last = std::max(0, rows_ - (endsInMeans_ ? 2 : 1));
    const int row = std::clamp(at / columns_ + step.rows, 0, last);
    return row * columns_ + column;
  }
  // Along the line and on into the next one; up and down in the column, whose last may lack.
  const int along = std::clamp(at + step.columns, 0, count_ - 1);
  const int row = std::clamp(along / columns_ + step.rows, 0, rows_ - 1);
  return std::min(row * columns_ + along % columns_, count_ - 1);
}

}  // namespace headscope
