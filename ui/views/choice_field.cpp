#include "views/choice_field.h"

#include <QApplication>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QWheelEvent>

#include "theme/theme.h"
#include "views/figure_accessible.h"

namespace headscope {
namespace {

constexpr int kChoiceInset = 10;
constexpr int kChoiceNameGap = 8;
constexpr int kArrow = 26;

}  // namespace

ChoiceField::ChoiceField(const QString& name, QWidget* parent) : QComboBox(parent), name_(name) {
  installFigureAccessibility();
  setAccessibleName(name);
  setProperty("role", QStringLiteral("choice"));
  setFont(uiFont(13));
  setFocusPolicy(Qt::StrongFocus);
  setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
}

void ChoiceField::showIndex(int index) {
  const QSignalBlocker quiet(this);
  setCurrentIndex(index);
}

void ChoiceField::showText(const QString& text) {
  showIndex(-1);
  setPlaceholderText(text);
}

QSize ChoiceField::sizeHint() const {
  return {minimumSizeHint().width() + 24, 32};
}

QSize ChoiceField::minimumSizeHint() const {
  return {kChoiceInset + fontMetrics().horizontalAdvance(name_) + kChoiceNameGap + 40 + kArrow, 32};
}

void ChoiceField::wheelEvent(QWheelEvent* event) {
  if (hasFocus()) {
    QComboBox::wheelEvent(event);
  } else {
    event->ignore();
  }
}

void ChoiceField::paintEvent(QPaintEvent* /*event*/) {
  QStylePainter painter(this);
  QStyleOptionComboBox option;
  initStyleOption(&option);
  option.currentText.clear();
  if (!isEnabled()) {
    // A value that is fixed is shown like one that is not, but for the arrow.
    option.subControls &= ~QStyle::SC_ComboBoxArrow;
  }
  painter.drawComplexControl(QStyle::CC_ComboBox, option);

  const QRect room = rect().adjusted(kChoiceInset, 0, isEnabled() ? -kArrow : -kChoiceInset, 0);
  painter.setFont(font());
  // The widget's own palette holds the style sheet's idea of it.
  painter.setPen(QApplication::palette().color(QPalette::Active, QPalette::PlaceholderText));
  painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, name_);
  painter.setPen(palette().color(QPalette::Active, QPalette::WindowText));
  const int valueWidth = room.width() - fontMetrics().horizontalAdvance(name_) - kChoiceNameGap;
  painter.drawText(room, Qt::AlignRight | Qt::AlignVCenter,
                   fontMetrics().elidedText(currentIndex() < 0 ? placeholderText() : currentText(),
                                            Qt::ElideRight, valueWidth));
}

}  // namespace headscope
