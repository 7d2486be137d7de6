#include "views/position_field.h"

#include <algorithm>

#include <QFontMetrics>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QWheelEvent>

#include "theme/theme.h"
#include "views/window_keys.h"

namespace headscope {
namespace {

constexpr int kInset = 10;
constexpr int kNameGap = 8;
constexpr int kLeastDigits = 3;

}  // namespace

PositionField::PositionField(const QString& name, QWidget* parent)
    : QSpinBox(parent), name_(new QLabel(name, this)) {
  setAccessibleName(name);
  setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  setButtonSymbols(QAbstractSpinBox::NoButtons);
  setKeyboardTracking(false);  // "512" is not 5, 51 and 512
  setFont(uiFont(13));
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);  // down to minimumSizeHint
  name_->setFont(uiFont(13));
  name_->setProperty("role", QStringLiteral("quiet"));
  name_->setAttribute(Qt::WA_TransparentForMouseEvents);
  // The frame's padding at the right is for arrows, which this field does not have.
  setStyleSheet(
      QStringLiteral("QAbstractSpinBox { padding-right: 9px; }"
                     "QAbstractSpinBox:focus { padding-right: 8px; }"));
}

void PositionField::showValue(int value) {
  const QSignalBlocker quiet(this);
  setValue(value);
}

QSize PositionField::sizeHint() const {
  const QFontMetrics metrics(font());
  const int number = metrics.horizontalAdvance(QStringLiteral("00000"));
  return {2 * kInset + name_->sizeHint().width() + kNameGap + number, 32};
}

QSize PositionField::minimumSizeHint() const {
  const QFontMetrics metrics(font());
  const int digits = std::max(kLeastDigits, static_cast<int>(textFromValue(value()).size()));
  const int number = metrics.horizontalAdvance(QString(digits, QLatin1Char('0')));
  return {2 * kInset + name_->sizeHint().width() + kNameGap + number, 32};
}

bool PositionField::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const bool isTyping = lineEdit()->text() != textFromValue(value());
    if (isLeftToWindow(*static_cast<QKeyEvent*>(event), isTyping)) {
      event->ignore();
      return true;
    }
  }
  return QSpinBox::event(event);
}

// A number that is too large can be typed and becomes the largest, where the default swallows the
// key and keeps what stood before it: 9 for 99.
QValidator::State PositionField::validate(QString& text, int& cursor) const {
  const QValidator::State state = QSpinBox::validate(text, cursor);
  return state == QValidator::Invalid && isTooLarge(text) ? QValidator::Intermediate : state;
}

void PositionField::fixup(QString& text) const {
  if (isTooLarge(text)) {
    text = textFromValue(maximum());
  }
}

bool PositionField::isTooLarge(const QString& text) const {
  constexpr qsizetype kMostDigits = 18;  // of a number that qlonglong holds
  const bool digits = !text.isEmpty() && text.size() <= kMostDigits &&
                      std::all_of(text.begin(), text.end(), [](QChar c) { return c.isDigit(); });
  return digits && text.toLongLong() > maximum();
}

void PositionField::wheelEvent(QWheelEvent* event) {
  if (hasFocus() && !isReadOnly()) {
    QSpinBox::wheelEvent(event);
  } else {
    event->ignore();
  }
}

void PositionField::resizeEvent(QResizeEvent* event) {
  QSpinBox::resizeEvent(event);
  name_->setGeometry(kInset, 0, name_->sizeHint().width(), height());
}

}  // namespace headscope
