#pragma once

#include <QUndoCommand>

#include "playground/training_options.h"

namespace headscope {

class Training;

// A change of what is trained, which trains anew: back as well as forth, since a seed gives its
// model. Changes of the same single size in a row are one step.
class TrainingCommand : public QUndoCommand {
 public:
  TrainingCommand(Training* training, const TrainingOptions& before, const TrainingOptions& after);

  void undo() override { train(before_); }
  void redo() override { train(after_); }
  int id() const override { return 2; }
  bool mergeWith(const QUndoCommand* other) override;

 private:
  void train(const TrainingOptions& options);

  Training* training_;
  TrainingOptions before_;
  TrainingOptions after_;
  int size_;  // which one it changes, -1 for anything else
};

}  // namespace headscope
