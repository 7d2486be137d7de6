#include "window/notice_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QStyle>
#include <QToolButton>

#include "views/figure_accessible.h"

namespace headscope {

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), label_(new QLabel(this)) {
  setObjectName(QStringLiteral("notice"));
  setAccessibleRole(this, QAccessible::AlertMessage);
  setProperty("role", QStringLiteral("panel"));
  label_->setWordWrap(true);
  label_->setTextFormat(Qt::PlainText);  // file names and texts may look like markup
  label_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  auto* close = new QToolButton(this);
  close->setProperty("role", QStringLiteral("link"));
  close->setText(tr("Dismiss"));
  connect(close, &QToolButton::clicked, this, [this] {
    error_.clear();
    notice_.clear();
    update();
  });
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(24, 8, 16, 8);
  layout->setSpacing(16);
  layout->addWidget(label_, 1);
  layout->addWidget(close, 0, Qt::AlignTop);
  hide();
}

void NoticeBar::showError(const Error& error) {
  error_ = QString::fromStdString(describe(error));
  update();
}

void NoticeBar::clearError() {
  error_.clear();
  update();
}

void NoticeBar::setNotice(const QString& notice) {
  notice_ = notice;
  update();
}

void NoticeBar::update() {
  const QString text = error_.isEmpty() ? notice_ : error_;
  label_->setText(text);
  label_->setProperty("role", error_.isEmpty() ? QVariant() : QStringLiteral("error"));
  label_->style()->unpolish(label_);
  label_->style()->polish(label_);
  setVisible(!text.isEmpty());
  if (text != accessibleName()) {
    setAccessibleName(text);
    if (!text.isEmpty()) {
      QAccessibleEvent alert(this, QAccessible::Alert);  // it comes where nobody is looking
      QAccessible::updateAccessibility(&alert);
    }
  }
}

}  // namespace headscope
