#include "session/sandbox_command.h"

#include <utility>

#include <QCoreApplication>

#include "session/session.h"

namespace headscope {
namespace {

// The one size in which two sandboxes differ, or -1.
int changedSize(const SandboxConfig& a, const SandboxConfig& b) {
  const int SandboxConfig::*const sizes[] = {&SandboxConfig::heads, &SandboxConfig::dK,
                                             &SandboxConfig::dModel, &SandboxConfig::layers,
                                             &SandboxConfig::padding};
  int changed = -1;
  for (int i = 0; i < static_cast<int>(std::size(sizes)); ++i) {
    if (a.*sizes[i] != b.*sizes[i]) {
      if (changed != -1) {
        return -1;
      }
      changed = i;
    }
  }
  return changed;
}

}  // namespace

SandboxCommand::SandboxCommand(Session* session, SandboxConfig before, SandboxConfig after)
    : QUndoCommand(QCoreApplication::translate("SandboxCommand", "change of the sandbox")),
      session_(session),
      before_(std::move(before)),
      after_(std::move(after)),
      field_(changedSize(before_, after_)) {}

void SandboxCommand::undo() {
  session_->applySandbox(before_);
}

void SandboxCommand::redo() {
  session_->applySandbox(after_);
}

bool SandboxCommand::mergeWith(const QUndoCommand* other) {
  const auto* next = static_cast<const SandboxCommand*>(other);
  if (field_ == -1 || next->field_ != field_) {
    return false;
  }
  after_ = next->after_;
  return true;
}

}  // namespace headscope
