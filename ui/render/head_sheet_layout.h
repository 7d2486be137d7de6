#pragma once

#include <vector>

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "render/head_sheet.h"

namespace headscope {

// A step from a card to another one, as arrow keys go.
struct HeadSheetStep {
  int columns = 0;
  int rows = 0;
};

// Where everything of a HeadSheet stands: logical pixels, whole ones, of a room `size` large that
// shows the sheet from `scroll` on. In a grid the names of layers and heads stay in sight. It keeps
// no text and no picture, so that it fits the sheet with other ones.
class HeadSheetLayout {
 public:
  static constexpr int kLeastSide = 24;
  static constexpr int kLargestSide = 256;

  HeadSheetLayout(const HeadSheet& figure, QSizeF size, QPointF scroll = {});
  HeadSheetLayout scrolledTo(QPointF scroll) const;

  bool isGrid() const { return grid_; }
  int side() const { return side_; }  // of a picture
  int columns() const { return columns_; }
  int rows() const { return rows_; }
  bool hasLabels() const { return labelLine_ > 0; }
  // The side one step smaller or larger than the present one.
  int smallerSide() const;
  int largerSide() const;

  QSizeF size() const { return size_; }
  QSizeF contentSize() const { return content_; }  // all of the sheet, its margins included
  QPointF scroll() const { return scroll_; }
  QPointF largestScroll() const;
  double line() const { return pitchY_; }  // from a row of cards to the next
  QPointF scrollShowing(int card) const;   // moves no more than it must

  QRectF titleLine() const { return title_; }
  QRectF subtitleLine() const { return subtitle_; }
  QRectF body() const { return body_; }  // what cards are seen through
  QRectF card(int card) const;           // the picture and all that stands beneath
  QRectF picture(int card) const;
  QRectF nameLine(int card) const;       // name and value; empty in a grid
  QRectF labelLine(int card) const;      // empty where there is no room for it
  QRectF columnLabel(int column) const;  // of a grid
  QRectF rowLabel(int row) const;

  std::vector<int> cardsIn(const QRectF& region) const;  // that touch it, in order
  std::vector<int> cardsInSight() const { return cardsIn(body_); }
  int hit(QPointF position) const;  // -1: no card
  // From a card; it stays where there is none. A grid's last column, of means, is not
  // entered, nor a row of them.
  int stepFrom(int card, HeadSheetStep step) const;

 private:
  void placeGrid(int wantedSide);
  void placeFlow(int wantedSide);
  QPointF boundedScroll(QPointF scroll) const;
  double columnLeft(int column) const;  // in the sheet, not scrolled
  double rowTop(int row) const;

  bool grid_;
  int count_;
  bool endsInMeans_;
  int columns_ = 1;
  int rows_ = 0;
  int side_ = kLeastSide;
  double pitchX_ = 0;
  double pitchY_ = 0;
  double left_ = 0;  // of the first card
  double top_ = 0;
  double nameLine_ = 0;
  double labelLine_ = 0;
  QSizeF size_;
  QSizeF content_;
  QPointF scroll_;
  QRectF title_;
  QRectF subtitle_;
  QRectF body_;
};

}  // namespace headscope
