#include "views/figure_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include "views/block_view.h"
#include "views/choice_field.h"
#include "views/head_sheet_plot.h"
#include "views/heatmap_view.h"
#include "views/links_plot.h"
#include "views/position_figure.h"
#include "views/row_view.h"

namespace headscope {

namespace {

// Says what is chosen after what is chosen by it: on X11 and macOS Qt's own says the former alone.
class ChoiceAccessible : public QAccessibleWidget {
 public:
  explicit ChoiceAccessible(ChoiceField* field)
      : QAccessibleWidget(field, QAccessible::ComboBox), field_(field) {}

  QString text(QAccessible::Text what) const override {
    const QString chosen =
        field_->currentIndex() < 0 ? field_->placeholderText() : field_->currentText();
    switch (what) {
      case QAccessible::Name:
        return QStringLiteral("%1: %2").arg(field_->accessibleName(), chosen);
      case QAccessible::Value:
        return chosen;
      default:
        return QAccessibleWidget::text(what);
    }
  }
  QStringList actionNames() const override {
    return QStringList{showMenuAction()} + QAccessibleWidget::actionNames();
  }
  void doAction(const QString& action) override {
    if (action == showMenuAction()) {
      field_->showPopup();
    } else {
      QAccessibleWidget::doAction(action);
    }
  }

 private:
  ChoiceField* field_;
};

constexpr const char* kAccessibleRole = "accessibleRole";

QAccessibleInterface* makeFigureInterface(const QString&, QObject* object) {
  if (qobject_cast<HeadSheetPlot*>(object) != nullptr ||
      qobject_cast<BlockView*>(object) != nullptr || qobject_cast<LinksPlot*>(object) != nullptr ||
      qobject_cast<HeatmapView*>(object) != nullptr || qobject_cast<RowView*>(object) != nullptr ||
      qobject_cast<PositionFigure*>(object) != nullptr) {
    return new QAccessibleWidget(static_cast<QWidget*>(object), QAccessible::Chart);
  }
  if (auto* field = qobject_cast<ChoiceField*>(object)) {
    return new ChoiceAccessible(field);
  }
  const QVariant role = object->property(kAccessibleRole);
  return role.isValid() ? new QAccessibleWidget(static_cast<QWidget*>(object),
                                                static_cast<QAccessible::Role>(role.toInt()))
                        : nullptr;
}

}  // namespace

void installFigureAccessibility() {
  static const bool installed = [] {
    QAccessible::installFactory(makeFigureInterface);
    return true;
  }();
  static_cast<void>(installed);
}

void tellFocusedItem(QAbstractItemView* view) {
  const QModelIndex current = view->currentIndex();
  QAccessibleInterface* table =
      QAccessible::isActive() ? QAccessible::queryAccessibleInterface(view) : nullptr;
  if (table == nullptr || table->tableInterface() == nullptr || !current.isValid()) {
    return;
  }
  if (auto* cell = table->tableInterface()->cellAt(current.row(), current.column())) {
    QAccessibleEvent event(cell, QAccessible::Focus);
    QAccessible::updateAccessibility(&event);
  }
}

void setAccessibleRole(QWidget* widget, QAccessible::Role role) {
  widget->setProperty(kAccessibleRole, static_cast<int>(role));
  installFigureAccessibility();
}

}  // namespace headscope
