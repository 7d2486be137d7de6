#include "window/fetch_bar.h"

#include <QHBoxLayout>

namespace headscope {
namespace {

constexpr int kBarWidth = 200;
constexpr int kBarSteps = 1000;
constexpr double kMegabyte = 1e6;

QString megabytes(std::uint64_t bytes) {
  return QString::number(static_cast<double>(bytes) / kMegabyte, 'f', 0);
}

QString stageText(const QString& name, const FetchProgress& progress) {
  switch (progress.stage) {
    case FetchStage::waiting:
      return FetchBar::tr("Fetching %1…").arg(name);
    case FetchStage::downloading:
      return progress.total == 0
                 ? FetchBar::tr("Fetching %1…").arg(name)
                 : FetchBar::tr("Fetching %1: %2 of %3 MB")
                       .arg(name, megabytes(progress.done), megabytes(progress.total));
    case FetchStage::extracting:
      return FetchBar::tr("Unpacking %1…").arg(name);
    case FetchStage::verifying:
      break;
  }
  return FetchBar::tr("Checking %1…").arg(name);
}

}  // namespace

FetchBar::FetchBar(QWidget* parent)
    : QFrame(parent),
      label_(new QLabel(this)),
      bar_(new QProgressBar(this)),
      stop_(new QToolButton(this)) {
  setObjectName(QStringLiteral("notice"));
  setProperty("role", QStringLiteral("panel"));
  label_->setTextFormat(Qt::PlainText);
  bar_->setTextVisible(false);
  bar_->setFixedWidth(kBarWidth);
  bar_->setFixedHeight(6);
  bar_->setAccessibleName(tr("Fetched"));
  stop_->setText(tr("Stop"));
  stop_->setToolTip(tr("Stop fetching; what has come of a model of the hub is kept"));
  stop_->setProperty("role", QStringLiteral("link"));
  stop_->setFocusPolicy(Qt::StrongFocus);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(24, 8, 16, 8);
  layout->setSpacing(16);
  layout->addWidget(label_, 1);
  layout->addWidget(bar_);
  layout->addWidget(stop_);
  connect(stop_, &QToolButton::clicked, this, &FetchBar::stopRequested);
  hide();
}

void FetchBar::show(const QString& name, const FetchProgress& progress) {
  label_->setText(stageText(name, progress));
  // Without a total the bar only moves.
  bar_->setRange(0, progress.total == 0 ? 0 : kBarSteps);
  if (progress.total > 0) {
    bar_->setValue(static_cast<int>(kBarSteps * static_cast<double>(progress.done) /
                                    static_cast<double>(progress.total)));
  }
  setVisible(true);
}

}  // namespace headscope
