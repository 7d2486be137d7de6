#pragma once

#include <QToolButton>
#include <QWidget>

#include "session/training.h"

namespace headscope {

class ChoiceField;
class PositionField;

// What a training takes beside the sizes of the model, which stand in the panel at the left.
class TrainingControls : public QWidget {
  Q_OBJECT
 public:
  explicit TrainingControls(Training* training, QWidget* parent = nullptr);

  ChoiceField* task() { return task_; }
  ChoiceField* positions() { return positions_; }
  ChoiceField* norm() { return norm_; }
  ChoiceField* learningRate() { return learningRate_; }
  PositionField* batch() { return batch_; }
  PositionField* steps() { return steps_; }

 private:
  template <typename Change>
  void change(Change&& change);
  void chooseTask(int index);
  void chooseFile();
  void chooseText();
  void showOptions();

  Training* training_;
  ChoiceField* task_;
  ChoiceField* positions_;
  ChoiceField* norm_;
  ChoiceField* learningRate_;
  PositionField* batch_;
  PositionField* steps_;
};

}  // namespace headscope
