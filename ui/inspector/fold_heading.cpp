#include "inspector/fold_heading.h"

#include <cmath>

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include "render/painting.h"
#include "render/shaped_text.h"
#include "views/focus_ring.h"

namespace headscope {
namespace {

constexpr int kFoldHeading = 28;
constexpr double kArrowRoom = 14;
constexpr double kArrow = 3.5;  // half of its width

}  // namespace

FoldHeading::FoldHeading(QWidget* parent) : QToolButton(parent) {
  setCheckable(true);
  setProperty("role", QStringLiteral("link"));  // which may be low
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFixedHeight(kFoldHeading);
}

void FoldHeading::setTexts(const QString& heading, const QString& summary) {
  if (heading == text() && summary == summary_) {
    return;
  }
  setText(heading);
  summary_ = summary;
  setAccessibleName(heading);
  setAccessibleDescription(summary);
  updateGeometry();
  update();
}

void FoldHeading::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  update();
}

QSize FoldHeading::sizeHint() const {
  const double text =
      textWidth(style_.font(style_.scaleSize, QFont::DemiBold), QToolButton::text().toUpper());
  return {static_cast<int>(std::ceil(kArrowRoom + text)) + 8, kFoldHeading};
}

void FoldHeading::keyPressEvent(QKeyEvent* event) {
  const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  // As in a tree: Right opens, Left folds.
  const bool opens = event->key() == Qt::Key_Right && !isChecked();
  const bool folds = event->key() == Qt::Key_Left && isChecked();
  if (isReturn || opens || folds) {
    click();
  } else {
    QToolButton::keyPressEvent(event);
  }
}

void FoldHeading::focusInEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  QToolButton::focusInEvent(event);
}

void FoldHeading::focusOutEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  QToolButton::focusOutEvent(event);
}

void FoldHeading::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor ink = underMouse() ? style_.theme.text : style_.theme.textQuiet;
  const QPointF centre(kArrow + 1, height() / 2.0);
  QPainterPath arrow;
  if (isChecked()) {
    arrow.moveTo(centre + QPointF(-kArrow, -kArrow / 2));
    arrow.lineTo(centre + QPointF(0, kArrow / 2));
    arrow.lineTo(centre + QPointF(kArrow, -kArrow / 2));
  } else {
    arrow.moveTo(centre + QPointF(-kArrow / 2, -kArrow));
    arrow.lineTo(centre + QPointF(kArrow / 2, 0));
    arrow.lineTo(centre + QPointF(-kArrow / 2, kArrow));
  }
  painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPath(arrow);
  const QFont font = style_.font(style_.scaleSize, QFont::DemiBold);
  const QString heading = text().toUpper();
  const QRectF room = QRectF(rect()).adjusted(kArrowRoom, 0, 0, 0);
  paintText(painter, font, ink, room, Align::left, heading);
  if (!isChecked()) {
    paintText(painter, style_.font(style_.captionSize), style_.theme.text,
              room.adjusted(textWidth(font, heading) + 12, 0, 0, 0), Align::right, summary_);
  }
  if (focusVisible_) {
    painter.setPen(QPen(style_.theme.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 3, -1, -3), 4, 4);
  }
}

}  // namespace headscope
