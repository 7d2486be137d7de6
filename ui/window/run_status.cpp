#include "window/run_status.h"

#include <chrono>

namespace headscope {
namespace {

constexpr int kHeight = 32;
constexpr int kMargin = 16;
constexpr int kLayoutMargin = 5;  // what the bar's own layout adds
constexpr std::chrono::seconds kMessageStands(8);

}  // namespace

RunStatus::RunStatus(QWidget* parent)
    : QStatusBar(parent),
      tokens_(new QLabel(this)),
      forward_(new QLabel(this)),
      painted_(new QLabel(this)),
      message_(new QLabel(this)) {
  setSizeGripEnabled(false);
  setFixedHeight(kHeight);
  setContentsMargins(kMargin - kLayoutMargin, 0, 0, 0);
  message_->setTextFormat(Qt::PlainText);
  for (QLabel* label : {tokens_, forward_, painted_, message_}) {
    addWidget(label);
  }
  addPermanentWidget(new QLabel(tr("layers and heads count from 0"), this));
  afterPainting_.setSingleShot(true);
  afterPainting_.setInterval(0);
  connect(&afterPainting_, &QTimer::timeout, this, &RunStatus::showRun);
  messageOver_.setSingleShot(true);
  messageOver_.setInterval(kMessageStands);
  connect(&messageOver_, &QTimer::timeout, message_, &QLabel::clear);
  showRun();
}

void RunStatus::setRun(std::size_t tokens, double forwardMilliseconds) {
  tokenCount_ = tokens;
  forwardMilliseconds_ = forwardMilliseconds;
  afterPainting_.start();
}

void RunStatus::clearRun() {
  tokenCount_.reset();
  afterPainting_.start();
}

void RunStatus::setPainted(double milliseconds) {
  paintMilliseconds_ = milliseconds;
  afterPainting_.start();
}

// A status bar's own messages hide the others and stand out of line with them.
void RunStatus::say(const QString& message) {
  message_->setText(message);
  messageOver_.start();
}

void RunStatus::showRun() {
  for (QLabel* label : {tokens_, forward_, painted_}) {
    label->setVisible(tokenCount_.has_value());
  }
  if (!tokenCount_) {
    return;
  }
  tokens_->setText(*tokenCount_ == 1 ? tr("1 token") : tr("%1 tokens").arg(*tokenCount_));
  forward_->setText(tr("forward %1 ms").arg(forwardMilliseconds_, 0, 'f', 1));
  painted_->setText(tr("painted %1 ms").arg(paintMilliseconds_, 0, 'f', 1));
}

}  // namespace headscope
