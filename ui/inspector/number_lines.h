#pragma once

#include <vector>

#include <QWidget>

#include "inspector/inspected.h"
#include "render/figure_style.h"

namespace headscope {

// Lines of an arithmetic under each other: names at the left, numbers at the right. The panel that
// it stands in says them to a screen reader.
class NumberLines : public QWidget {
  Q_OBJECT
 public:
  explicit NumberLines(QWidget* parent = nullptr);

  // As high as `room` lines, if that is more.
  void setLines(std::vector<NumberLine> lines, std::size_t room = 0);
  void setFigureStyle(const FigureStyle& style);
  const std::vector<NumberLine>& lines() const { return lines_; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<NumberLine> lines_;
  std::size_t room_ = 0;
  FigureStyle style_;
};

}  // namespace headscope
