#pragma once

#include <QUndoCommand>

#include "source/sandbox_config.h"

namespace headscope {

class Session;

// One change of the sandbox. Changes of the same single size in a row (a spin box held down) are
// one step.
class SandboxCommand : public QUndoCommand {
 public:
  SandboxCommand(Session* session, SandboxConfig before, SandboxConfig after);

  void undo() override;
  void redo() override;
  int id() const override { return 1; }
  bool mergeWith(const QUndoCommand* other) override;

 private:
  Session* session_;
  SandboxConfig before_;
  SandboxConfig after_;
  int field_;  // which size it changes, -1 for anything else
};

}  // namespace headscope
