#include "session/sandbox_command.h"

#include <utility>

#include <QCoreApplication>

#include "session/changed_size.h"
#include "session/session.h"

namespace headscope {
namespace {

constexpr int SandboxConfig::*kSandboxSizes[] = {&SandboxConfig::heads, &SandboxConfig::dK,
                                                 &SandboxConfig::dModel, &SandboxConfig::layers,
                                                 &SandboxConfig::padding};

}  // namespace

SandboxCommand::SandboxCommand(Session* session, SandboxConfig before, SandboxConfig after)
    : QUndoCommand(QCoreApplication::translate("SandboxCommand", "change of the sandbox")),
      session_(session),
      before_(std::move(before)),
      after_(std::move(after)),
      field_(changedSize(before_, after_, kSandboxSizes)) {}

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
