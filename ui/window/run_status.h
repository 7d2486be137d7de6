#pragma once

#include <cstddef>
#include <optional>

#include <QLabel>
#include <QStatusBar>
#include <QTimer>

namespace headscope {

// The line at the window's foot: how many tokens, how long the pass and the painting took. It says
// so after the picture is painted: setting labels takes a tenth of a keystroke's time.
class RunStatus : public QStatusBar {
  Q_OBJECT
 public:
  explicit RunStatus(QWidget* parent = nullptr);

  void setRun(std::size_t tokens, double forwardMilliseconds);
  void clearRun();  // there is no picture
  void setPainted(double milliseconds);
  QString message() const { return message_->text(); }
  void say(const QString& message);  // beside the rest, for some seconds

 private:
  void showRun();

  QLabel* tokens_;
  QLabel* forward_;
  QLabel* painted_;
  QLabel* message_;
  std::optional<std::size_t> tokenCount_;  // of the picture, if there is one
  double forwardMilliseconds_ = 0;
  double paintMilliseconds_ = 0;
  QTimer afterPainting_;
  QTimer messageOver_;
};

}  // namespace headscope
