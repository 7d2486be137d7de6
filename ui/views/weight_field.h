#pragma once

#include <QDoubleSpinBox>
#include <QLabel>

namespace headscope {

// A weight in [0.01, 1] with its quiet name at the left inside the same frame. Arrow keys change it
// and, once it has the focus, the wheel. A comma is a point, whatever the desktop's language.
class WeightField : public QDoubleSpinBox {
  Q_OBJECT
 public:
  explicit WeightField(const QString& name, QWidget* parent = nullptr);

  // Without telling anyone.
  void showValue(double value);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  bool event(QEvent* event) override;
  QValidator::State validate(QString& text, int& cursor) const override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  QLabel* name_;
};

}  // namespace headscope
