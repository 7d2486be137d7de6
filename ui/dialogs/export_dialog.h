#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLineEdit>

namespace headscope {

// Where to and how: a file name, whose ending is the format, and for a PNG how many pixels.
class ExportDialog : public QDialog {
  Q_OBJECT
 public:
  explicit ExportDialog(const QString& folder, QWidget* parent = nullptr);

  QString file() const;
  double scale() const;  // of a PNG, 1 to 4

  // As the user would.
  void setFile(const QString& file) { file_->setText(file); }
  void setFormat(const QString& suffix);
  void setScale(int scale) { scale_->setCurrentIndex(scale - 1); }

 private:
  void formatChosen();
  void fileChanged();
  void browse();

  QLineEdit* file_;
  QComboBox* format_;
  QComboBox* scale_;
  QPushButton* save_ = nullptr;
};

}  // namespace headscope
