#include "render/row_painter.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "render/painting.h"
#include "render/shaped_text.h"
#include "render/tabular_text.h"
#include "render/token_label.h"

namespace headscope {

namespace {

constexpr double kBarHeight = 10;

double fullBarOf(std::span<const float> weights) {
  float greatest = 0;
  for (const float weight : weights) {
    greatest = std::fmax(greatest, weight);  // ignores NaN
  }
  double full = 1;
  for (const double smaller : {0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001}) {
    if (smaller >= greatest) {
      full = smaller;
    }
  }
  return full;
}

}  // namespace

std::vector<int> rowOrder(std::span<const float> weights, RowOrder order) {
  std::vector<int> keys(weights.size());
  std::iota(keys.begin(), keys.end(), 0);
  if (order == RowOrder::byWeight) {
    std::stable_sort(keys.begin(), keys.end(), [&](int a, int b) {
      const float left = weights[static_cast<std::size_t>(a)];
      const float right = weights[static_cast<std::size_t>(b)];
      return std::isnan(right) ? !std::isnan(left) : left > right;
    });
  }
  return keys;
}

RowLayout::RowLayout(const RowFigure& figure, double width, const FigureStyle& style)
    : width_(width),
      top_(figure.title.isEmpty() ? 0 : kLine),
      count_(figure.order.size()),
      fullBar_(fullBarOf(figure.weights)) {
  const QFont font = style.font(style.listSize, QFont::DemiBold);
  const double most = std::max(40.0, 0.36 * width);
  labelWidth_ = 24;
  for (const QString& key : figure.keys) {
    labelWidth_ = std::max(labelWidth_, std::ceil(textWidth(font, visibleToken(key))));
    if (labelWidth_ >= most) {
      labelWidth_ = most;
      break;
    }
  }
  numberWidth_ = TabularText(style.font(style.listSize)).width(QStringLiteral("0.000"));
}

QRectF RowLayout::line(int position) const {
  return {0, top_ + kLine * position, width_, kLine};
}

QRectF RowLayout::label(int position) const {
  return {kInset, top_ + kLine * position, labelWidth_, kLine};
}

QRectF RowLayout::bar(int position, double weight) const {
  const double left = kInset + labelWidth_ + 8;
  const double full = std::max(0.0, width_ - kInset - numberWidth_ - 12 - left);
  const double part = std::isnan(weight) ? 0 : std::clamp(weight / fullBar_, 0.0, 1.0);
  return {left, top_ + kLine * position + (kLine - kBarHeight) / 2, full * part, kBarHeight};
}

double RowLayout::weightAt(double x) const {
  const QRectF full = bar(0, fullBar_);
  return full.width() > 0 ? fullBar_ * std::clamp((x - full.left()) / full.width(), 0.0, 1.0) : 0;
}

int RowLayout::positionAt(double y) const {
  const double position = std::floor((y - top_) / kLine);
  return y >= top_ && position < static_cast<double>(count_) ? static_cast<int>(position) : -1;
}

void paintRow(QPainter& painter, const RowFigure& figure, const RowLayout& layout,
              const FigureStyle& style, const QRectF& region) {
  const Theme& theme = style.theme;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  if (!figure.title.isEmpty()) {
    paintText(painter, style.font(style.captionSize, QFont::DemiBold), theme.textQuiet,
              layout.titleLine().adjusted(8, 0, -8, 0), Align::left, figure.title);
  }
  const TabularText numbers(style.font(style.listSize));
  const TabularText chosenNumbers(style.font(style.listSize, QFont::DemiBold));
  const int last = static_cast<int>(figure.order.size()) - 1;
  for (int position = 0; position <= last; ++position) {
    const QRectF line = layout.line(position);
    if (!line.intersects(region)) {
      continue;
    }
    const int key = figure.order[static_cast<std::size_t>(position)];
    const float weight = figure.weights[static_cast<std::size_t>(key)];
    const bool chosen = key == figure.selectedKey;
    const bool isPadding = std::ranges::binary_search(figure.paddedKeys, key);
    if (chosen) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(theme.accentSoft);
      painter.drawRoundedRect(line.adjusted(0, 1, 0, -1), 6, 6);
    }
    paintText(painter, style.font(style.listSize, chosen ? QFont::DemiBold : QFont::Normal),
              chosen ? theme.accent : theme.textQuiet, layout.label(position), Align::right,
              visibleToken(figure.keys.value(key)));

    const QRectF bar = layout.bar(position, weight);
    if (bar.width() > 0.25) {
      const double radius = std::min(3.0, bar.width() / 2);
      painter.setPen(Qt::NoPen);
      painter.setBrush(theme.accent);
      painter.drawRoundedRect(bar, radius, radius);
    }
    const TabularText& text = chosen ? chosenNumbers : numbers;
    painter.setPen(theme.text);
    text.drawRight(painter, QPointF(layout.numberEnd(), line.center().y() + text.capHeight() / 2),
                   std::isnan(weight) || (isPadding && weight == 0) ? QString(QChar(0x2013))
                                                                    : listNumber(weight, 3));
  }
  painter.restore();
}

}  // namespace headscope
