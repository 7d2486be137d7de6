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

bool areHidden(const AttentionEdits& edits, const TokenGroup& tokens) {
  return std::ranges::count_if(edits.keysOff, [&](int key) { return tokens.has(key); }) ==
         tokens.count();
}

// All of a word's tokens, or none of them.
std::vector<int> toggledKeys(const AttentionEdits& edits, const TokenGroup& tokens) {
  std::vector<int> keys = edits.keysOff;
  std::erase_if(keys, [&](int key) { return tokens.has(key); });
  for (int key = tokens.first; key <= tokens.last && !areHidden(edits, tokens); ++key) {
    keys.push_back(key);
  }
  return keys;
}

}  // namespace

QString whyNotByHand(const Session& session) {
  return session.tokenDisplay().mergesWords
             ? MapContextMenu::tr("Weights are set token by token: show tokens, not words")
             : MapContextMenu::tr("Weights are set as they are: do not rescale the rows");
}

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
  const TokenGroup queryTokens = session->queryTokens(query);
  const TokenGroup keyTokens = session->keyTokens(key);
  menu->setToolTipsVisible(true);
  const auto add = [&](const QString& text, bool enabled, auto&& change) {
    QAction* action = menu->addAction(text);
    action->setEnabled(possible && enabled);
    QObject::connect(action, &QAction::triggered, session, [session, change] {
      AttentionEdits edits = session->edits();
      change(edits);
      session->changeEdits(edits);
    });
    return action;
  };
  const bool cell = query >= 0 && key >= 0;
  const QString pair =
      cell ? MapContextMenu::tr("%1 → %2").arg(visibleToken(labels.queries.value(query)).trimmed(),
                                               visibleToken(labels.keys.value(key)).trimmed())
           : QString();
  const bool ofTokens = cell && session->isOfTokens(query, key);
  for (const float weight : {0.0F, 1.0F}) {
    QAction* action =
        add(MapContextMenu::tr("Set %1 to %2").arg(pair).arg(static_cast<int>(weight)), ofTokens,
            [=](AttentionEdits& edits) {
              edits = withWeight(edits, {head, queryTokens.first, keyTokens.first, weight});
            });
    if (cell && !ofTokens) {
      action->setToolTip(whyNotByHand(*session));
    }
  }
  menu->addSeparator();
  const AttentionEdits& now = session->edits();
  const bool hidden = key >= 0 && areHidden(now, keyTokens);
  add((hidden ? MapContextMenu::tr("Show “%1” again")
              : MapContextMenu::tr("Hide “%1” from every head"))
          .arg(visibleToken(labels.keys.value(key)).trimmed()),
      key >= 0, [=](AttentionEdits& edits) { edits.keysOff = toggledKeys(edits, keyTokens); });
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
