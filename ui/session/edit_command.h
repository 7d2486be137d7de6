#pragma once

#include <memory>
#include <vector>

#include <QUndoCommand>

#include "source/model_source.h"

namespace headscope {

class Session;

// One change of what heads look at, by hand. It holds for the tokens that it was made on: once the
// text or the model is another, it is nothing to go back to, and of another target the decoder's
// part of it is nothing. Changes of the same cell in a row (a bar that is dragged) are one step.
class EditCommand : public QUndoCommand {
 public:
  EditCommand(Session* session, RunEdits before, RunEdits after);

  void undo() override { apply(before_); }
  void redo() override { apply(after_); }
  int id() const override { return 3; }
  bool mergeWith(const QUndoCommand* other) override;

 private:
  void apply(const RunEdits& edits);

  Session* session_;
  unsigned epoch_;
  std::vector<Token> targetTokens_;
  RunEdits before_;
  RunEdits after_;
};

}  // namespace headscope
