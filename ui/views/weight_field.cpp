#include "views/weight_field.h"

#include <QFontMetrics>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QWheelEvent>

#include "theme/theme.h"
#include "views/window_keys.h"

namespace headscope {
namespace {

constexpr int kWeightInset = 10;
constexpr int kWeightNameGap = 8;

}  // namespace

WeightField::WeightField(const QString& name, QWidget* parent)
    : QDoubleSpinBox(parent), name_(new QLabel(name, this)) {
  setLocale(QLocale::c());
  setDecimals(2);
  setRange(0.01, 1);
  setSingleStep(0.01);
  setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  setButtonSymbols(QAbstractSpinBox::NoButtons);
  setKeyboardTracking(false);  // "0.08" is not 0.0 and 0.08
  setFont(uiFont(13));
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  name_->setFont(uiFont(13));
  name_->setProperty("role", QStringLiteral("quiet"));
  name_->setAttribute(Qt::WA_TransparentForMouseEvents);
  // The frame's padding at the right is for arrows, which this field does not have.
  setStyleSheet(
      QStringLiteral("QAbstractSpinBox { padding-right: 9px; }"
                     "QAbstractSpinBox:focus { padding-right: 8px; }"));
}

void WeightField::showValue(double value) {
  const QSignalBlocker quiet(this);
  setValue(value);
}

QSize WeightField::sizeHint() const {
  const int number = QFontMetrics(font()).horizontalAdvance(QStringLiteral("0.000"));
  return {2 * kWeightInset + name_->sizeHint().width() + kWeightNameGap + number, 32};
}

bool WeightField::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const bool isTyping = lineEdit()->text() != textFromValue(value());
    if (isLeftToWindow(*static_cast<QKeyEvent*>(event), isTyping)) {
      event->ignore();
      return true;
    }
  }
  return QDoubleSpinBox::event(event);
}

QValidator::State WeightField::validate(QString& text, int& cursor) const {
  text.replace(QLatin1Char(','), QLatin1Char('.'));
  return QDoubleSpinBox::validate(text, cursor);
}

void WeightField::wheelEvent(QWheelEvent* event) {
  if (hasFocus()) {
    QDoubleSpinBox::wheelEvent(event);
  } else {
    event->ignore();
  }
}

void WeightField::resizeEvent(QResizeEvent* event) {
  QDoubleSpinBox::resizeEvent(event);
  name_->setGeometry(kWeightInset, 0, name_->sizeHint().width(), height());
}

}  // namespace headscope
