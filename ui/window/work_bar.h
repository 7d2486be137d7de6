#pragma once

#include <optional>

#include <QFrame>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace headscope {

// A line that says how far a piece of work has come, with a button to stop it. It covers nothing:
// the window goes on meanwhile.
class WorkBar : public QFrame {
  Q_OBJECT
 public:
  // accessibleName: of the bar; stopHint: what stopping leaves.
  WorkBar(const QString& accessibleName, const QString& stopHint, QWidget* parent);

  QString text() const { return label_->text(); }
  QToolButton* stopButton() { return stop_; }

 signals:
  void stopRequested();

 protected:
  // share: 0 to 1; without one the bar only moves.
  void showWork(const QString& text, std::optional<double> share);

 private:
  QLabel* label_;
  QProgressBar* bar_;
  QToolButton* stop_;
};

}  // namespace headscope
