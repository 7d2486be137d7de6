#pragma once

#include <QComboBox>
#include <QLabel>

namespace headscope {

// A choice with its quiet name at the left inside the same frame. The wheel changes it only once it
// has the focus, so that a panel may scroll under the pointer.
class ChoiceField : public QComboBox {
  Q_OBJECT
 public:
  explicit ChoiceField(const QString& name, QWidget* parent = nullptr);

  // Without telling anyone: for showing what something else has chosen.
  void showIndex(int index);
  // The same with a text that is none of the choices.
  void showText(const QString& text);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  QString name_;
};

}  // namespace headscope
