#pragma once

#include <QFrame>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include "catalog/fetch.h"

namespace headscope {

// The line that says how far a model has come, with a button to stop. It covers nothing: the window
// goes on meanwhile.
class FetchBar : public QFrame {
  Q_OBJECT
 public:
  explicit FetchBar(QWidget* parent = nullptr);

  void show(const QString& name, const FetchProgress& progress);

  QString text() const { return label_->text(); }
  QToolButton* stopButton() { return stop_; }

 signals:
  void stopRequested();

 private:
  QLabel* label_;
  QProgressBar* bar_;
  QToolButton* stop_;
};

}  // namespace headscope
