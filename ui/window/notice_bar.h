#pragma once

#include <QFrame>
#include <QLabel>

#include "error/error.h"

namespace headscope {

// A line above the figure for what the user must know: an error with what to do next, or that the
// text was cut. It covers nothing and asks for nothing.
class NoticeBar : public QFrame {
  Q_OBJECT
 public:
  explicit NoticeBar(QWidget* parent = nullptr);

  void showError(const Error& error);
  void clearError();
  void setNotice(const QString& notice);  // empty: none

  QString text() const { return label_->text(); }

 private:
  void update();

  QString error_;
  QString notice_;
  QLabel* label_;
};

}  // namespace headscope
