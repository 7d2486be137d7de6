#include "session/edit_command.h"

#include <utility>

#include <QCoreApplication>

#include "session/session.h"

namespace headscope {
namespace {

// Whether both differ from `base` in the same cell's weight alone: it comes last.
bool setSameCell(const AttentionEdits& first, const AttentionEdits& second) {
  const bool alike = first.headsOff == second.headsOff && first.keysOff == second.keysOff &&
                     first.weights.size() == second.weights.size() && !first.weights.empty();
  if (!alike) {
    return false;
  }
  const WeightEdit& a = first.weights.back();
  const WeightEdit& b = second.weights.back();
  return a.head == b.head && a.query == b.query && a.key == b.key;
}

}  // namespace

EditCommand::EditCommand(Session* session, AttentionEdits before, AttentionEdits after)
    : QUndoCommand(QCoreApplication::translate("EditCommand", "change of the attention")),
      session_(session),
      model_(session->model()),
      tokens_(session->run()->tokens),
      before_(std::move(before)),
      after_(std::move(after)) {}

void EditCommand::apply(const AttentionEdits& edits) {
  const auto run = session_->run();
  if (run == nullptr || session_->model() != model_ || run->tokens != tokens_) {
    setObsolete(true);
    return;
  }
  session_->applyEdits(edits);
}

bool EditCommand::mergeWith(const QUndoCommand* other) {
  const auto* next = static_cast<const EditCommand*>(other);
  if (next->tokens_ != tokens_ || !setSameCell(after_, next->after_) ||
      before_.weights.size() > after_.weights.size()) {
    return false;
  }
  after_ = next->after_;
  return true;
}

}  // namespace headscope
