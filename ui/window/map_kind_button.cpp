#include "window/map_kind_button.h"

#include <QActionGroup>
#include <QMenu>

namespace headscope {

MapKindButton::MapKindButton(MapReading* reading, QWidget* parent)
    : QToolButton(parent), reading_(reading) {
  setPopupMode(QToolButton::InstantPopup);
  setFocusPolicy(Qt::StrongFocus);
  setProperty("role", QStringLiteral("link"));
  setToolTip(tr("What the map shows of attention"));
  auto* menu = new QMenu(tr("What the map shows"), this);
  menu->setToolTipsVisible(true);
  auto* kinds = new QActionGroup(menu);
  for (const MapKind kind :
       {MapKind::attention, MapKind::valueWeighted, MapKind::rollout, MapKind::flow}) {
    QAction* action = menu->addAction(mapKindName(kind));
    action->setCheckable(true);
    action->setToolTip(mapKindHelp(kind));
    action->setData(static_cast<int>(kind));
    kinds->addAction(action);
    connect(action, &QAction::triggered, reading_, [this, kind] { reading_->setKind(kind); });
  }
  menu->addSeparator();
  connect(menu->addAction(tr("What attention does and does not explain…")), &QAction::triggered,
          this, &MapKindButton::helpRequested);
  setMenu(menu);
  connect(reading_, &MapReading::changed, this, &MapKindButton::showKind);
  showKind();
}

void MapKindButton::showKind() {
  setText(mapKindName(reading_->kind()));
  setAccessibleName(tr("Map: %1").arg(mapKindName(reading_->kind())));
  for (QAction* action : menu()->actions()) {
    action->setChecked(action->isCheckable() &&
                       action->data().toInt() == static_cast<int>(reading_->kind()));
  }
}

}  // namespace headscope
