#include "views/figure_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include "views/block_view.h"
#include "views/head_sheet_plot.h"
#include "views/heatmap_view.h"
#include "views/links_plot.h"
#include "views/position_figure.h"
#include "views/row_view.h"

namespace headscope {

namespace {

QAccessibleInterface* makeFigureInterface(const QString&, QObject* object) {
  if (qobject_cast<HeadSheetPlot*>(object) != nullptr ||
      qobject_cast<BlockView*>(object) != nullptr || qobject_cast<LinksPlot*>(object) != nullptr ||
      qobject_cast<HeatmapView*>(object) != nullptr || qobject_cast<RowView*>(object) != nullptr ||
      qobject_cast<PositionFigure*>(object) != nullptr) {
    return new QAccessibleWidget(static_cast<QWidget*>(object), QAccessible::Chart);
  }
  return nullptr;
}

}  // namespace

void installFigureAccessibility() {
  static const bool installed = [] {
    QAccessible::installFactory(makeFigureInterface);
    return true;
  }();
  static_cast<void>(installed);
}

}  // namespace headscope
