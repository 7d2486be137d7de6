#pragma once

#include <span>
#include <vector>

#include <QPainter>
#include <QRectF>
#include <QString>
#include <QStringList>

#include "render/figure_style.h"

namespace headscope {

enum class RowOrder { byWeight, inText };

// Where one query looks: a bar for each key. A value, cheap to copy.
struct RowFigure {
  QString title;               // "“it” looks at"; empty: no line for it
  QStringList keys;            // (n_key)
  std::vector<float> weights;  // (n_key), in [0, 1]
  std::vector<int> order;      // the keys from top to bottom
  int selectedKey = -1;
  std::vector<int> paddedKeys = {};  // ascending; no weight can go there
};

// The keys from top to bottom; equal weights stay in the order of the text, NaN goes last.
std::vector<int> rowOrder(std::span<const float> weights, RowOrder order);

// Geometry of a RowFigure of some width; as high as it has keys.
class RowLayout {
 public:
  RowLayout(const RowFigure& figure, double width, const FigureStyle& style);

  static constexpr double kLine = 24;

  double height() const { return top_ + kLine * static_cast<double>(count_); }
  QRectF titleLine() const { return {0, 0, width_, top_}; }
  QRectF line(int position) const;   // position counts lines from the top
  QRectF label(int position) const;  // right-aligned
  QRectF bar(int position, double weight) const;
  double weightAt(double x) const;  // that a bar which ends there stands for, in [0, fullBar()]
  double numberEnd() const { return width_ - kInset; }
  int positionAt(double y) const;  // -1: on no line

  // The weight of a full bar: 1, 0.5, 0.2, 0.1, …, the least that holds the greatest weight.
  double fullBar() const { return fullBar_; }

 private:
  static constexpr double kInset = 8;

  double width_;
  double top_;
  std::size_t count_;
  double labelWidth_;
  double numberWidth_;
  double fullBar_;
};

// Paints the lines that touch `region` (all of them for a file), without a background.
void paintRow(QPainter& painter, const RowFigure& figure, const RowLayout& layout,
              const FigureStyle& style, const QRectF& region);

}  // namespace headscope
