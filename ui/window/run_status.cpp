#include "window/run_status.h"

namespace headscope {

RunStatus::RunStatus(QWidget* parent)
    : QStatusBar(parent),
      tokens_(new QLabel(this)),
      forward_(new QLabel(this)),
      painted_(new QLabel(this)) {
  setSizeGripEnabled(false);
  setContentsMargins(12, 0, 0, 0);
  for (QLabel* label : {tokens_, forward_, painted_}) {
    addWidget(label);
  }
  addPermanentWidget(new QLabel(tr("layers and heads count from 0"), this));
  afterPainting_.setSingleShot(true);
  afterPainting_.setInterval(0);
  connect(&afterPainting_, &QTimer::timeout, this, &RunStatus::say);
  say();
}

void RunStatus::setRun(const std::shared_ptr<const Run>& run) {
  run_ = run;
  afterPainting_.start();
}

void RunStatus::setPainted(double milliseconds) {
  paintMilliseconds_ = milliseconds;
  afterPainting_.start();
}

void RunStatus::say() {
  for (QLabel* label : {tokens_, forward_, painted_}) {
    label->setVisible(run_ != nullptr);
  }
  if (run_ == nullptr) {
    return;
  }
  tokens_->setText(run_->tokens.size() == 1 ? tr("1 token")
                                            : tr("%1 tokens").arg(run_->tokens.size()));
  forward_->setText(tr("forward %1 ms").arg(run_->forwardMilliseconds, 0, 'f', 1));
  painted_->setText(tr("painted %1 ms").arg(paintMilliseconds_, 0, 'f', 1));
}

}  // namespace headscope
