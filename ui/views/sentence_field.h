#pragma once

#include <QLineEdit>

namespace headscope {

// A line of text that leaves the window's keys to the window.
class SentenceField : public QLineEdit {
  Q_OBJECT
 public:
  using QLineEdit::QLineEdit;

 protected:
  bool event(QEvent* event) override;
};

}  // namespace headscope
