#include "session/edit_command.h"

#include <optional>
#include <utility>

#include <QCoreApplication>

#include "session/session.h"

namespace headscope {
namespace {

// A cell of one of a run's attentions.
struct PartCell {
  AttentionEdits RunEdits::*part;
  HeadId head;
  int query;
  int key;
  bool operator==(const PartCell&) const = default;
};

// The cell whose weight is all that a step has set; nothing where it did more or something else.
std::optional<PartCell> onlyCellSet(const RunEdits& before, const RunEdits& after) {
  std::optional<PartCell> cell;
  for (const auto part : {&RunEdits::encoder, &RunEdits::decoder, &RunEdits::cross}) {
    if (before.*part == after.*part) {
      continue;
    }
    if (cell || (after.*part).weights.empty()) {
      return std::nullopt;
    }
    const WeightEdit& last = (after.*part).weights.back();
    AttentionEdits again = before.*part;
    setWeight(again, last);
    if (again != after.*part) {
      return std::nullopt;
    }
    cell = {.part = part, .head = last.head, .query = last.query, .key = last.key};
  }
  return cell;
}

std::vector<Token> targetTokensOf(const Run& run) {
  return run.decoder ? run.decoder->tokens : std::vector<Token>();
}

}  // namespace

EditCommand::EditCommand(Session* session, RunEdits before, RunEdits after)
    : QUndoCommand(QCoreApplication::translate("EditCommand", "change of the attention")),
      session_(session),
      epoch_(session->editEpoch()),
      targetTokens_(targetTokensOf(*session->run())),
      before_(std::move(before)),
      after_(std::move(after)) {}

void EditCommand::apply(const RunEdits& edits) {
  const auto run = session_->run();
  if (run == nullptr || session_->editEpoch() != epoch_) {
    setObsolete(true);
    return;
  }
  RunEdits held = edits;
  if (session_->isRunOutdated() || targetTokensOf(*run) != targetTokens_) {
    held.decoder = session_->edits().decoder;
    held.cross = session_->edits().cross;
  }
  session_->applyEdits(held);
}

bool EditCommand::mergeWith(const QUndoCommand* other) {
  const auto* next = static_cast<const EditCommand*>(other);
  const auto cell = onlyCellSet(before_, after_);
  if (next->epoch_ != epoch_ || next->targetTokens_ != targetTokens_ || !cell ||
      cell != onlyCellSet(next->before_, next->after_)) {
    return false;
  }
  after_ = next->after_;
  return true;
}

}  // namespace headscope
