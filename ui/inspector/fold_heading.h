#pragma once

#include <QToolButton>

#include "render/figure_style.h"

namespace headscope {

// The quiet heading of a part that can be folded away: a click, Space or Return does it. Folded,
// what the part comes to stands at the right. Checked means open.
class FoldHeading : public QToolButton {
  Q_OBJECT
 public:
  explicit FoldHeading(QWidget* parent = nullptr);

  void setTexts(const QString& heading, const QString& summary);
  void setFigureStyle(const FigureStyle& style);
  QString summary() const { return summary_; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  FigureStyle style_;
  QString summary_;
  bool focusVisible_ = false;
};

}  // namespace headscope
