#pragma once

#include <QWidget>

#include "render/figure_style.h"

namespace headscope {

// What is inspected and the number that matters most, large, with a line below.
class CellTitle : public QWidget {
  Q_OBJECT
 public:
  explicit CellTitle(QWidget* parent = nullptr);

  // Without a number the title is a quiet hint.
  void setTexts(const QString& title, const QString& number, const QString& unit);
  void setFocusVisible(bool visible);  // that of the panel it stands in
  void setFigureStyle(const FigureStyle& style);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString title_;
  QString number_;
  QString unit_;
  bool focusVisible_ = false;
  FigureStyle style_;
};

}  // namespace headscope
