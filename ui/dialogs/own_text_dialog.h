#pragma once

#include <QDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

namespace headscope {

// A text of one's own, of which a model is to learn the next word. It closes with a text that can
// be learnt from, or says why not.
class OwnTextDialog : public QDialog {
  Q_OBJECT
 public:
  explicit OwnTextDialog(const QString& text, QWidget* parent = nullptr);

  QString text() const { return text_->toPlainText(); }
  QString problem() const { return problem_->text(); }
  QPlainTextEdit* editor() { return text_; }
  QPushButton* learnButton() { return learn_; }

  void accept() override;

 private:
  QPlainTextEdit* text_;
  QLabel* problem_;
  QPushButton* learn_ = nullptr;
};

}  // namespace headscope
