#include "window/opening_bar.h"

#include <QFileInfo>

namespace headscope {
namespace {

constexpr int kDelay = 400;  // ms

// The last part of a path: the whole would push the bar away.
QString shortName(const QString& reference) {
  const QFileInfo path(reference);
  return path.exists() && !path.fileName().isEmpty() ? path.fileName() : reference;
}

}  // namespace

OpeningBar::OpeningBar(QWidget* parent)
    : WorkBar(tr("Opened"), tr("Stop opening; the model before it stays"), parent) {
  delay_.setSingleShot(true);
  delay_.setInterval(kDelay);
  connect(&delay_, &QTimer::timeout, this, &OpeningBar::showIfDue);
}

void OpeningBar::setLoading(bool loading) {
  name_.clear();
  if (loading) {
    delay_.start();
  } else {
    delay_.stop();
    hide();
  }
}

void OpeningBar::setProgress(const QString& reference, int done, int all) {
  name_ = shortName(reference);
  share_ = static_cast<double>(done) / all;
  showIfDue();
}

void OpeningBar::showIfDue() {
  if (!delay_.isActive() && !name_.isEmpty()) {
    showWork(tr("Opening %1: %2 %").arg(name_, QString::number(qRound(100 * share_))), share_);
  }
}

}  // namespace headscope
