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

// Adds one group of changes after the other, for the cell that is chosen.
class ContextMenuMaker {
  Q_DECLARE_TR_FUNCTIONS(MapContextMenu)
 public:
  ContextMenuMaker(Session* session, QMenu* menu)
      : session_(session),
        menu_(menu),
        head_(session->selection()->head()),
        query_(session->selection()->query()),
        key_(session->selection()->key()) {}

  void addWeights();
  void addToken();
  void addHeads();
  void addMasks();
  void addEnd();

 private:
  using Change = std::function<void(AttentionEdits&)>;
  void add(const QString& text, bool enabled, const Change& change);
  const AttentionEdits& now() const { return editsOf(session_->edits(), session_->part()); }
  QString queryName() const { return nameOf(session_->labels().queries, query_); }
  QString keyName() const { return nameOf(session_->labels().keys, key_); }
  static QString nameOf(const QStringList& labels, int token) {
    return visibleToken(labels.value(token)).trimmed();
  }
  // The heads of the chosen one's layer that are not among these yet.
  std::vector<HeadId> othersOfLayer(const std::vector<HeadId>& among) const;

  Session* session_;
  QMenu* menu_;
  HeadId head_;
  int query_;
  int key_;
};

void ContextMenuMaker::add(const QString& text, bool enabled, const Change& change) {
  QAction* action = menu_->addAction(text);
  const bool runs = session_->run() != nullptr && !session_->model()->description().isRecorded;
  action->setEnabled(runs && enabled);
  QObject::connect(action, &QAction::triggered, session_,
                   [session = session_, part = session_->part(), change] {
                     RunEdits edits = session->edits();
                     change(editsOf(edits, part));
                     session->changeEdits(edits);
                   });
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
  const QString pair = cell ? tr("%1 → %2").arg(queryName(), keyName()) : QString();
  for (const float weight : {0.0F, 1.0F}) {
    add(tr("Set %1 to %2").arg(pair).arg(static_cast<int>(weight)), cell,
        [edit = WeightEdit{head_, query_, key_, weight}](AttentionEdits& edits) {
          setWeight(edits, edit);
        });
  }
}

void ContextMenuMaker::addToken() {
  const bool hidden = std::ranges::find(now().keysOff, key_) != now().keysOff.end();
  add((hidden ? tr("Show “%1” again") : tr("Hide “%1” from every head")).arg(keyName()), key_ >= 0,
      [key = key_](AttentionEdits& edits) { toggle(edits.keysOff, key); });
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
