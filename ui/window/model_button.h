#pragma once

#include <QString>
#include <QTimer>
#include <QToolButton>

namespace headscope {

// Shows the model's name strong, and its sizes quiet behind it.
class ModelButton : public QToolButton {
  Q_OBJECT
 public:
  explicit ModelButton(QWidget* parent = nullptr);

  // detail: may be empty. The button's text() is both, for screen readers.
  void setModel(const QString& name, const QString& detail);
  // While a model is being opened, that is said in place of the last: at once where there is none,
  // else when it takes long enough to be read.
  void setLoading(bool loading);

  // As wide as what is painted: the text in one size would need more.
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  // The model, or what is said in its place.
  QString shownName() const;
  QString shownDetail() const;
  void showModel();
  void showOpening();

  QString name_;
  QString detail_;
  bool saysOpening_ = false;
  QTimer opening_;
};

}  // namespace headscope
