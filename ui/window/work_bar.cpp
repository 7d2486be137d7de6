#include "window/work_bar.h"

#include <QHBoxLayout>

namespace headscope {
namespace {

constexpr int kBarWidth = 200;
constexpr int kBarHeight = 6;
constexpr int kBarSteps = 1000;

}  // namespace

WorkBar::WorkBar(const QString& accessibleName, const QString& stopHint, QWidget* parent)
    : QFrame(parent),
      label_(new QLabel(this)),
      bar_(new QProgressBar(this)),
      stop_(new QToolButton(this)) {
  setObjectName(QStringLiteral("notice"));
  setProperty("role", QStringLiteral("panel"));
  label_->setTextFormat(Qt::PlainText);
  bar_->setTextVisible(false);
  bar_->setFixedSize(kBarWidth, kBarHeight);
  bar_->setAccessibleName(accessibleName);
  stop_->setText(tr("Stop"));
  stop_->setToolTip(stopHint);
  stop_->setProperty("role", QStringLiteral("link"));
  stop_->setFocusPolicy(Qt::StrongFocus);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(24, 8, 16, 8);
  layout->setSpacing(16);
  layout->addWidget(label_, 1);
  layout->addWidget(bar_);
  layout->addWidget(stop_);
  connect(stop_, &QToolButton::clicked, this, &WorkBar::stopRequested);
  hide();
}

void WorkBar::showWork(const QString& text, std::optional<double> share) {
  label_->setText(text);
  bar_->setRange(0, share ? kBarSteps : 0);
  if (share) {
    bar_->setValue(static_cast<int>(kBarSteps * *share));
  }
  setVisible(true);
}

}  // namespace headscope
