#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace headscope {

// Which model of the Hugging Face hub to fetch.
class HubDialog : public QDialog {
  Q_OBJECT
 public:
  explicit HubDialog(QWidget* parent = nullptr);

  QString name() const { return name_->text().trimmed(); }

  // As the user would.
  void setName(const QString& name) { name_->setText(name); }
  QPushButton* fetchButton() { return fetch_; }

 private:
  void nameChanged();

  QLineEdit* name_;
  QLabel* problem_;
  QPushButton* fetch_ = nullptr;
};

}  // namespace headscope
