#include "inspector/number_lines.h"

#include <algorithm>
#include <utility>

#include <QPaintEvent>
#include <QPainter>

#include "render/painting.h"
#include "render/shaped_text.h"
#include "render/tabular_text.h"

namespace headscope {
namespace {

constexpr double kNumberLine = 22;
constexpr double kNameToNumber = 8;

}  // namespace

NumberLines::NumberLines(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAttribute(Qt::WA_OpaquePaintEvent);  // else all panels below are painted first
}

void NumberLines::setLines(std::vector<NumberLine> lines, std::size_t room) {
  const std::size_t before = std::max(lines_.size(), room_);
  lines_ = std::move(lines);
  room_ = room;
  if (std::max(lines_.size(), room_) != before) {
    updateGeometry();
  }
  update();
}

void NumberLines::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  update();
}

QSize NumberLines::sizeHint() const {
  return {200, static_cast<int>(kNumberLine * static_cast<double>(std::max(lines_.size(), room_)))};
}

void NumberLines::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.fillRect(event->rect(), style_.theme.panel);
  const QFont font = style_.font(style_.listSize);
  const TabularText number(font);
  const double width = this->width();
  double y = 0;
  for (const NumberLine& line : lines_) {
    const double taken =
        TabularText::isNumber(line.value) ? number.width(line.value) : textWidth(font, line.value);
    paintText(painter, font, style_.theme.textQuiet,
              {0, y, width - taken - kNameToNumber, kNumberLine}, Align::left, line.name);
    painter.setPen(style_.theme.text);
    number.drawRight(painter, {width, y + kNumberLine / 2 + number.capHeight() / 2}, line.value);
    y += kNumberLine;
  }
}

}  // namespace headscope
