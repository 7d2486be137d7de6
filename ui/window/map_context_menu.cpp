#include "window/map_context_menu.h"

#include <algorithm>
#include <functional>

#include <QCoreApplication>
#include <QMenu>

#include "session/session.h"
#include "views/cell_words.h"

namespace headscope {
namespace {

template <typename Value>
void toggle(std::vector<Value>& values, const Value& value) {
  if (const auto found = std::ranges::find(values, value); found != values.end()) {
    values.erase(found);
  } else {
    values.push_back(value);
  }
}

// Whether anything but padding is hidden from the heads of this layer.
bool hidesTokens(const ModelSource& model, AttentionPart part, int layer) {
  if (part != AttentionPart::encoder) {
    return part == AttentionPart::decoder;
  }
  const std::string& mask = model.description().mask;
  const auto block = model.block(Stack::first, layer);
  return (mask != "none" && mask != "padding") || (block && block->config.score.reach != Reach());
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

// Adds one group of changes after the other, for the cell that is chosen.
class ContextMenuMaker {
  Q_DECLARE_TR_FUNCTIONS(MapContextMenu)
 public:
  ContextMenuMaker(Session* session, QMenu* menu)
      : session_(session),
        menu_(menu),
        head_(session->selection()->head()),
        query_(session->selection()->query()),
        key_(session->selection()->key()),
        queryTokens_(session->queryTokens(query_)),
        keyTokens_(session->keyTokens(key_)) {
    menu->setToolTipsVisible(true);
  }

  void addWeights();
  void addToken();
  void addHeads();
  void addMasks();
  void addEnd();

 private:
  using Change = std::function<void(AttentionEdits&)>;
  QAction* add(const QString& text, bool enabled, const Change& change);
  const AttentionEdits& now() const { return editsOf(session_->edits(), session_->part()); }
  QString queryName() const { return nameOf(session_->labels().queries, query_); }
  QString keyName() const { return nameOf(session_->labels().keys, key_); }
  // In a menu "&" is the letter before a mnemonic.
  static QString nameOf(const QStringList& labels, int token) {
    return visibleToken(labels.value(token))
        .trimmed()
        .replace(QLatin1Char('&'), QStringLiteral("&&"));
  }
  // The heads of the chosen one's layer that are not among these yet.
  std::vector<HeadId> othersOfLayer(const std::vector<HeadId>& among) const;

  Session* session_;
  QMenu* menu_;
  HeadId head_;
  int query_;
  int key_;
  TokenGroup queryTokens_;
  TokenGroup keyTokens_;
};

QAction* ContextMenuMaker::add(const QString& text, bool enabled, const Change& change) {
  QAction* action = menu_->addAction(text);
  const bool isRecorded = session_->run() != nullptr && session_->model()->description().isRecorded;
  action->setEnabled(session_->run() != nullptr && !isRecorded && enabled);
  if (isRecorded) {
    action->setToolTip(whyNotByHand(*session_));
  }
  QObject::connect(action, &QAction::triggered, session_,
                   [session = session_, part = session_->part(), change] {
                     RunEdits edits = session->edits();
                     change(editsOf(edits, part));
                     session->changeEdits(edits);
                   });
  return action;
}

std::vector<HeadId> ContextMenuMaker::othersOfLayer(const std::vector<HeadId>& among) const {
  std::vector<HeadId> others;
  for (int head = 0; head < session_->selection()->bounds().heads; ++head) {
    if (const HeadId id{head_.layer, head}; std::ranges::find(among, id) == among.end()) {
      others.push_back(id);
    }
  }
  return others;
}

void ContextMenuMaker::addWeights() {
  const bool cell = query_ >= 0 && key_ >= 0;
  const bool ofTokens = cell && session_->isOfTokens(query_, key_);
  const QString pair = cell ? tr("%1 → %2").arg(queryName(), keyName()) : QString();
  for (const float weight : {0.0F, 1.0F}) {
    QAction* action =
        add(tr("Set %1 to %2").arg(pair, QString::number(static_cast<int>(weight))), ofTokens,
            [edit = WeightEdit{head_, queryTokens_.first, keyTokens_.first, weight}](
                AttentionEdits& edits) { setWeight(edits, edit); });
    if (cell && !ofTokens) {
      action->setToolTip(whyNotByHand(*session_));
    }
  }
}

void ContextMenuMaker::addToken() {
  const bool hidden = key_ >= 0 && areHidden(now(), keyTokens_);
  add((hidden ? tr("Show “%1” again") : tr("Hide “%1” from every head")).arg(keyName()), key_ >= 0,
      [tokens = keyTokens_](AttentionEdits& edits) { edits.keysOff = toggledKeys(edits, tokens); });
}

void ContextMenuMaker::addHeads() {
  add((isOff(now(), head_) ? tr("Switch %1 on again") : tr("Switch %1 off")).arg(headName(head_)),
      true, [head = head_](AttentionEdits& edits) { toggle(edits.headsOff, head); });
  const std::vector<HeadId> others = othersOfLayer(now().headsOff);
  add(tr("Switch all heads of layer %1 off").arg(head_.layer), !others.empty(),
      [others](AttentionEdits& edits) {
        edits.headsOff.insert(edits.headsOff.end(), others.begin(), others.end());
      });
}

void ContextMenuMaker::addMasks() {
  if (session_->model() == nullptr ||
      !hidesTokens(*session_->model(), session_->part(), head_.layer)) {
    return;
  }
  menu_->addSeparator();
  add((isMaskOff(now(), head_) ? tr("Mask %1 again") : tr("Switch the mask of %1 off"))
          .arg(headName(head_)),
      true, [head = head_](AttentionEdits& edits) { toggle(edits.masksOff, head); });
  const std::vector<HeadId> others = othersOfLayer(now().masksOff);
  add(tr("Switch the mask of layer %1 off").arg(head_.layer), !others.empty(),
      [others](AttentionEdits& edits) {
        edits.masksOff.insert(edits.masksOff.end(), others.begin(), others.end());
      });
}

void ContextMenuMaker::addEnd() {
  QAction* action = menu_->addAction(tr("Take all changes back"));
  action->setEnabled(!session_->edits().empty());
  QObject::connect(action, &QAction::triggered, session_,
                   [session = session_] { session->changeEdits({}); });
}

}  // namespace

QString whyNotByHand(const Session& session) {
  if (session.model() != nullptr && session.model()->description().isRecorded) {
    return ContextMenuMaker::tr("A recording has weights alone: nothing can be changed");
  }
  return session.tokenDisplay().mergesWords
             ? ContextMenuMaker::tr("Weights are set token by token: show tokens, not words")
             : ContextMenuMaker::tr("Weights are set as they are: do not rescale the rows");
}

QMenu* makeMapContextMenu(Session* session, QWidget* parent) {
  auto* menu = new QMenu(parent);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  ContextMenuMaker maker(session, menu);
  maker.addWeights();
  menu->addSeparator();
  maker.addToken();
  maker.addHeads();
  maker.addMasks();
  menu->addSeparator();
  maker.addEnd();
  return menu;
}

}  // namespace headscope
