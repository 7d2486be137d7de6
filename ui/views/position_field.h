#pragma once

#include <QLabel>
#include <QSpinBox>

namespace headscope {

// A whole number with its quiet name at the left inside the same frame, like the fields of the
// model panel. Arrow keys change it and, once it has the focus, the wheel. Taking back is left to
// the window while nothing is being typed into it.
class PositionField : public QSpinBox {
  Q_OBJECT
 public:
  explicit PositionField(const QString& name, QWidget* parent = nullptr);

  // Without telling anyone: for showing what something else has chosen.
  void showValue(int value);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  bool event(QEvent* event) override;
  QValidator::State validate(QString& text, int& cursor) const override;
  void fixup(QString& text) const override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  bool isTooLarge(const QString& text) const;

  QLabel* name_;
};

}  // namespace headscope
