#pragma once

#include <QString>
#include <QToolButton>

namespace headscope {

// Shows the model's name strong, and its sizes quiet behind it.
class ModelButton : public QToolButton {
  Q_OBJECT
 public:
  explicit ModelButton(QWidget* parent = nullptr) : QToolButton(parent) {}

  // detail: may be empty. The button's text() is both, for screen readers.
  void setModel(const QString& name, const QString& detail);

  // As wide as what is painted: the text in one size would need more.
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString name_;
  QString detail_;
};

}  // namespace headscope
