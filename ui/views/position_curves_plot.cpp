#include "views/position_curves_plot.h"

#include <array>
#include <utility>

#include "views/position_text.h"

namespace headscope {

PositionCurvesPlot::PositionCurvesPlot(QCustomPlot* plot)
    : plot_(plot),
      rect_(makePositionRect(plot, TickNumbers::any)),
      caption_(new PlotCaption(rect_, kPositionMarksLayer)),
      positionLine_(new QCPItemStraightLine(plot)),
      mark_(plot->addGraph(bottomOf(rect_), leftOf(rect_))),
      theme_(headscope::theme(ThemeKind::light)) {
  leftOf(rect_)->grid()->setVisible(true);
  positionLine_->setLayer(kPositionMarksLayer);
  positionLine_->setClipAxisRect(rect_);
  for (QCPItemPosition* point : {positionLine_->point1, positionLine_->point2}) {
    point->setAxisRect(rect_);
    point->setAxes(bottomOf(rect_), leftOf(rect_));
  }
  mark_->setLayer(kPositionMarksLayer);
}

void PositionCurvesPlot::setTheme(const Theme& theme) {
  theme_ = theme;
  styleAxes(rect_, theme_);
  styleMark(mark_, theme_);
  caption_->setTheme(theme_);
  positionLine_->setPen(QPen(theme_.warm, 1, Qt::DashLine));
}

// The line lies on no axis rect and so does not vanish with one.
void PositionCurvesPlot::setVisible(bool visible) {
  positionLine_->setVisible(visible);
}

void PositionCurvesPlot::add(const PositionTable& table, int dimension, const QPen& pen) {
  const Matrix& values = *table.values;
  QVector<double> curve(values.rows());
  for (Index p = 0; p < values.rows(); ++p) {
    curve[p] = static_cast<double>(values(p, dimension));
  }
  QCPGraph* graph = plot_->addGraph(bottomOf(rect_), leftOf(rect_));
  graph->setData(wholeNumbers(values.rows(), 0), finite(std::move(curve)), true);
  graph->setPen(pen);
  graphs_.push_back(graph);
}

void PositionCurvesPlot::show(const PositionTable& table, int position, int dimension,
                              const std::vector<int>& curves) {
  for (QCPGraph* graph : graphs_) {
    plot_->removeGraph(graph);
  }
  graphs_.clear();
  const std::array colors = {mix(theme_.textQuiet, theme_.canvas, 0.45), theme_.textQuiet,
                             mix(theme_.warm, theme_.canvas, 0.25), theme_.text};
  const QString chosen = QString::number(dimension);
  std::vector<CaptionEntry> entries = {
      {PositionText::tr("dim %1").arg(chosen), chosen, theme_.accent, Qt::SolidLine}};
  std::size_t others = 0;
  for (int other : curves) {
    if (other != dimension) {
      const Qt::PenStyle line = others < colors.size() ? Qt::SolidLine : Qt::DashLine;
      const QColor color = colors[others++ % colors.size()];
      add(table, other, QPen(color, 1.5, line));
      const QString name = QString::number(other);
      entries.push_back({name, name, color, line});
    }
  }
  add(table, dimension, QPen(theme_.accent, 2));
  // Values stand at whole positions only; where there is room the points say so.
  constexpr Index kMostPoints = 64;
  if (table.length() <= kMostPoints) {
    graphs_.back()->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssDisc, theme_.accent, theme_.accent, 4));
  }
  leftOf(rect_)->setRange(table.columns.empty() ? valuesWithRoom(graphs_) : QCPRange(-1.1, 1.1));
  caption_->setText(PositionText::tr("value by position"), PositionText::tr("value"),
                    std::move(entries));

  const double key = position;
  positionLine_->point1->setCoords(key, -1);
  positionLine_->point2->setCoords(key, 1);
  mark_->setData({key}, finite({static_cast<double>((*table.values)(position, dimension))}), true);
}

}  // namespace headscope
