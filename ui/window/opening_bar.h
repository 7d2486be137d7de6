#pragma once

#include <QTimer>

#include "window/work_bar.h"

namespace headscope {

// How far a model that is being opened has come, where that takes long enough to be read.
class OpeningBar : public WorkBar {
  Q_OBJECT
 public:
  explicit OpeningBar(QWidget* parent = nullptr);

  // Between true and false a model is being opened. Of some nothing more is known: they are small.
  void setLoading(bool loading);
  // How many blocks of its weights have been read, of how many.
  void setProgress(const QString& reference, int done, int all);

 private:
  void showIfDue();

  QTimer delay_;
  QString name_;  // of the model, once it has begun to come
  double share_ = 0;
};

}  // namespace headscope
