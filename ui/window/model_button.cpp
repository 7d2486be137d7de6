#include "window/model_button.h"

#include <QStyleOptionToolButton>
#include <QStylePainter>

#include "theme/theme.h"

namespace headscope {
namespace {

constexpr int kOpeningDelay = 150;  // ms before it is said that a model is being opened
constexpr int kInsetLeft = 14;
constexpr int kBeforeDetail = 10;
constexpr int kArrowRoom = 24;

QFont detailFont() {
  return uiFont(11);
}

}  // namespace

ModelButton::ModelButton(QWidget* parent) : QToolButton(parent) {
  opening_.setSingleShot(true);
  opening_.setInterval(kOpeningDelay);
  connect(&opening_, &QTimer::timeout, this, &ModelButton::showOpening);
}

void ModelButton::setModel(const QString& name, const QString& detail) {
  name_ = name;
  detail_ = detail;
  showModel();
}

void ModelButton::setLoading(bool loading) {
  if (!loading) {
    opening_.stop();
    showModel();
  } else if (name_.isEmpty()) {
    showOpening();
  } else {
    opening_.start();
  }
}

void ModelButton::showModel() {
  saysOpening_ = false;
  QString both = detail_.isEmpty() ? name_ : name_ + QStringLiteral("   ") + detail_;
  setText(both.replace(QLatin1Char('&'), QStringLiteral("&&")));  // "&" marks a button's key
}

void ModelButton::showOpening() {
  saysOpening_ = true;
  setText(tr("Opening…"));
}

QString ModelButton::shownName() const {
  return saysOpening_ ? tr("Opening…") : name_;
}

QString ModelButton::shownDetail() const {
  return saysOpening_ ? QString() : detail_;
}

QSize ModelButton::sizeHint() const {
  const QString sizes = shownDetail();
  const int detail =
      sizes.isEmpty() ? 0 : kBeforeDetail + QFontMetrics(detailFont()).horizontalAdvance(sizes);
  return {kInsetLeft + fontMetrics().horizontalAdvance(shownName()) + detail + kBeforeDetail +
              kArrowRoom,
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
  painter.drawText(room, kFlags, shownName(), &room);
  painter.setFont(detailFont());
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(rect().adjusted(room.right() + kBeforeDetail, 0, -kArrowRoom, 0), kFlags,
                   shownDetail());
}

}  // namespace headscope
