#include "session/training_command.h"

#include <QCoreApplication>

#include "session/changed_size.h"
#include "session/training.h"

namespace headscope {
namespace {

constexpr int TrainingOptions::*kTrainingSizes[] = {&TrainingOptions::heads, &TrainingOptions::dK,
                                                    &TrainingOptions::layers,
                                                    &TrainingOptions::dModel};

}  // namespace

TrainingCommand::TrainingCommand(Training* training, const TrainingOptions& before,
                                 const TrainingOptions& after)
    : QUndoCommand(QCoreApplication::translate("TrainingCommand", "change of the model")),
      training_(training),
      before_(before),
      after_(after),
      size_(changedSize(before_, after_, kTrainingSizes)) {}

void TrainingCommand::train(const TrainingOptions& options) {
  training_->setOptions(options);
  training_->start(Training::Begin::afterChange);
}

bool TrainingCommand::mergeWith(const QUndoCommand* other) {
  const auto* next = static_cast<const TrainingCommand*>(other);
  if (size_ == -1 || next->size_ != size_) {
    return false;
  }
  after_ = next->after_;
  return true;
}

}  // namespace headscope
