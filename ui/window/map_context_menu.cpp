#include "window/map_context_menu.h"

#include <algorithm>

#include <QCoreApplication>
#include <QMenu>

#include "session/session.h"
#include "views/cell_words.h"

namespace headscope {
namespace {

struct MapContextMenu {
  Q_DECLARE_TR_FUNCTIONS(MapContextMenu)
};

template <typename Value>
std::vector<Value> toggled(std::vector<Value> values, const Value& value) {
  if (const auto found = std::ranges::find(values, value); found != values.end()) {
    values.erase(found);
  } else {
    values.push_back(value);
  }
  return values;
}

}  // namespace

AttentionEdits withWeight(AttentionEdits edits, const WeightEdit& weight) {
  std::erase_if(edits.weights, [&](const WeightEdit& edit) {
    return edit.head == weight.head && edit.query == weight.query && edit.key == weight.key;
  });
  edits.weights.push_back(weight);
  return edits;
}

QMenu* makeMapContextMenu(Session* session, QWidget* parent) {
  auto* menu = new QMenu(parent);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const bool possible = session->run() != nullptr && session->part() == AttentionPart::encoder;
  const HeadId head = session->selection()->head();
  const int query = session->selection()->query();
  const int key = session->selection()->key();
  const auto& labels = session->labels();
  const auto add = [&](const QString& text, bool enabled, auto&& change) {
    QAction* action = menu->addAction(text);
    action->setEnabled(possible && enabled);
    QObject::connect(action, &QAction::triggered, session, [session, change] {
      AttentionEdits edits = session->edits();
      change(edits);
      session->changeEdits(edits);
    });
  };
  const bool cell = query >= 0 && key >= 0;
  const QString pair =
      cell ? MapContextMenu::tr("%1 → %2").arg(visibleToken(labels.queries.value(query)).trimmed(),
                                               visibleToken(labels.keys.value(key)).trimmed())
           : QString();
  for (const float weight : {0.0F, 1.0F}) {
    add(MapContextMenu::tr("Set %1 to %2").arg(pair).arg(static_cast<int>(weight)), cell,
        [=](AttentionEdits& edits) {
          edits = withWeight(edits, {head, query, key, weight});
        });
  }
  menu->addSeparator();
  const AttentionEdits& now = session->edits();
  const bool hidden = std::ranges::find(now.keysOff, key) != now.keysOff.end();
  add((hidden ? MapContextMenu::tr("Show “%1” again")
              : MapContextMenu::tr("Hide “%1” from every head"))
          .arg(visibleToken(labels.keys.value(key)).trimmed()),
      key >= 0, [=](AttentionEdits& edits) { edits.keysOff = toggled(edits.keysOff, key); });
  add((isOff(now, head) ? MapContextMenu::tr("Switch %1 on again")
                        : MapContextMenu::tr("Switch %1 off"))
          .arg(headName(head)),
      true, [=](AttentionEdits& edits) { edits.headsOff = toggled(edits.headsOff, head); });
  const int heads = session->selection()->bounds().heads;
  add(MapContextMenu::tr("Switch all heads of layer %1 off").arg(head.layer), true,
      [=](AttentionEdits& edits) {
        for (int h = 0; h < heads; ++h) {
          if (!isOff(edits, {head.layer, h})) {
            edits.headsOff.push_back({head.layer, h});
          }
        }
      });
  menu->addSeparator();
  add(MapContextMenu::tr("Take all changes back"), !now.empty(),
      [](AttentionEdits& edits) { edits = {}; });
  return menu;
}

}  // namespace headscope
