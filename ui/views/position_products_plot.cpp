#include "views/position_products_plot.h"

#include <cmath>

#include "position/dot_products.h"
#include "views/position_text.h"

namespace headscope {

PositionProductsPlot::PositionProductsPlot(QCustomPlot* plot)
    : rect_(makePositionRect(plot, TickNumbers::any)),
      caption_(new PlotCaption(rect_, kPositionMarksLayer)),
      first_(plot->addGraph(bottomOf(rect_), leftOf(rect_))),
      last_(plot->addGraph(bottomOf(rect_), leftOf(rect_))),
      chosen_(plot->addGraph(bottomOf(rect_), leftOf(rect_))),
      mark_(plot->addGraph(bottomOf(rect_), leftOf(rect_))) {
  leftOf(rect_)->grid()->setVisible(true);
  mark_->setLayer(kPositionMarksLayer);
}

void PositionProductsPlot::setTheme(const Theme& theme) {
  styleAxes(rect_, theme);
  styleMark(mark_, theme);
  caption_->setTheme(theme);
  // From the first position on all distances are positive, to the last all negative: one colour
  // does for both.
  for (QCPGraph* ends : {first_, last_}) {
    ends->setPen(QPen(mix(theme.textQuiet, theme.canvas, 0.45), 1.5));
  }
  chosen_->setPen(QPen(theme.accent, 2));
}

void PositionProductsPlot::show(const PositionTable& table, int position) {
  const Matrix& values = *table.values;
  const auto fill = [&values](QCPGraph* graph, Index from) {
    const std::vector<double> products = dotProducts(values, from);
    graph->setData(wholeNumbers(values.rows(), static_cast<double>(-from)),
                   finite({products.begin(), products.end()}), true);
  };
  fill(first_, 0);
  fill(last_, values.rows() - 1);
  fill(chosen_, position);
  mark_->setData({0.0}, {(chosen_->data()->constBegin() + position)->value}, true);
  leftOf(rect_)->setRange(range());
  const QString name = QString::number(position);
  caption_->setText(
      PositionText::tr("dot product by distance"), PositionText::tr("dot product"),
      {{PositionText::tr("position %1").arg(name), PositionText::tr("pos %1").arg(name),
        chosen_->pen().color()},
       {PositionText::tr("first and last"), PositionText::tr("ends"), first_->pen().color()}});
}

// The chosen position's products, and those of the ends with other positions: with itself the
// first has thirty times the product of most in MiniLM's table, which would flatten them all.
QCPRange PositionProductsPlot::range() const {
  bool found = false;
  QCPRange range = chosen_->data()->valueRange(found);
  for (const QCPGraph* ends : {first_, last_}) {
    for (const QCPGraphData& point : *ends->data()) {
      if (point.key != 0 && !std::isnan(point.value)) {
        range = found ? range : QCPRange(point.value, point.value);
        found = true;
        range.expand(point.value);
      }
    }
  }
  return withRoom(found ? range : QCPRange(0, 1));
}

}  // namespace headscope
