#include "inspector/cell_title.h"

#include <QPaintEvent>
#include <QPainter>

#include "render/painting.h"
#include "render/tabular_text.h"

namespace headscope {
namespace {

constexpr double kTitleLine = 24;
constexpr double kNumberHeight = 48;
constexpr double kBelowNumber = 12;

}  // namespace

CellTitle::CellTitle(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAttribute(Qt::WA_OpaquePaintEvent);  // else all panels below are painted first
}

void CellTitle::setTexts(const QString& title, const QString& number, const QString& unit) {
  title_ = title;
  number_ = number;
  unit_ = unit;
  update();
}

void CellTitle::setFocusVisible(bool visible) {
  focusVisible_ = visible;
  update();
}

void CellTitle::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  update();
}

QSize CellTitle::sizeHint() const {
  return {200, static_cast<int>(kTitleLine + kNumberHeight + kBelowNumber)};
}

void CellTitle::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.fillRect(event->rect(), style_.theme.panel);
  const double width = this->width();
  const QRectF line(0, 0, width, kTitleLine);
  if (number_.isEmpty()) {
    paintText(painter, style_.font(style_.listSize), style_.theme.textQuiet, line, Align::left,
              title_);
  } else {
    paintText(painter, style_.font(16, QFont::DemiBold), style_.theme.text, line, Align::left,
              title_);
    const TabularText number(style_.font(34, QFont::DemiBold));
    const QPointF baseline(0, kTitleLine + kNumberHeight - 10);
    painter.setPen(style_.theme.text);
    number.draw(painter, baseline, number_);
    const double unitLeft = number.width(number_) + 10;
    const double unitHeight = 20;
    paintText(painter, style_.font(style_.listSize), style_.theme.textQuiet,
              {unitLeft, baseline.y() - unitHeight / 2 - 5, width - unitLeft, unitHeight},
              Align::left, unit_);
    painter.fillRect(QRectF(0, kTitleLine + kNumberHeight + 4, width, 1), style_.theme.border);
  }
  if (focusVisible_) {
    paintFrame(painter, QRectF(0, 0, width, kTitleLine + kNumberHeight), 2, style_.theme.accent);
  }
}

}  // namespace headscope
