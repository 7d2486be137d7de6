#pragma once

#include <QButtonGroup>
#include <QLineEdit>
#include <QWidget>

#include "source/attention_part.h"

namespace headscope {

// The line below the sentence that an encoder-decoder needs: which of its three attentions is
// shown, and what its decoder has written so far.
class TargetBar : public QWidget {
  Q_OBJECT
 public:
  explicit TargetBar(QWidget* parent = nullptr);

  QLineEdit* target() { return target_; }
  QAbstractButton* button(AttentionPart part) { return parts_->button(static_cast<int>(part)); }

  void setPart(AttentionPart part);
  void setCanType(bool can);
  void showTarget(const QString& text);  // unless it stands there already

 signals:
  void partChosen(headscope::AttentionPart part);

 private:
  QButtonGroup* parts_;
  QLineEdit* target_;
};

}  // namespace headscope
