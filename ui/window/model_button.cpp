#include "window/model_button.h"

#include <QStyleOptionToolButton>
#include <QStylePainter>

#include "theme/theme.h"

namespace headscope {
namespace {

constexpr int kInsetLeft = 14;
constexpr int kBeforeDetail = 10;
constexpr int kArrowRoom = 24;

QFont detailFont() {
  return uiFont(11);
}

}  // namespace

void ModelButton::setModel(const QString& name, const QString& detail) {
  name_ = name;
  detail_ = detail;
  QString both = detail.isEmpty() ? name : name + QStringLiteral("   ") + detail;
  setText(both.replace(QLatin1Char('&'), QStringLiteral("&&")));  // "&" marks a button's key
}

QSize ModelButton::sizeHint() const {
  const int detail =
      detail_.isEmpty() ? 0 : kBeforeDetail + QFontMetrics(detailFont()).horizontalAdvance(detail_);
  return {kInsetLeft + fontMetrics().horizontalAdvance(name_) + detail + kBeforeDetail + kArrowRoom,
          QToolButton::sizeHint().height()};
}

void ModelButton::paintEvent(QPaintEvent* /*event*/) {
  QStylePainter painter(this);
  QStyleOptionToolButton option;
  initStyleOption(&option);
  option.text.clear();
  painter.drawComplexControl(QStyle::CC_ToolButton, option);
  QRect room = rect().adjusted(kInsetLeft, 0, -kArrowRoom, 0);
  constexpr int kFlags = Qt::AlignVCenter | Qt::AlignLeft;
  painter.drawText(room, kFlags, name_, &room);
  painter.setFont(detailFont());
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(rect().adjusted(room.right() + kBeforeDetail, 0, -kArrowRoom, 0), kFlags,
                   detail_);
}

}  // namespace headscope
