#pragma once

#include <array>

#include <QLabel>
#include <QWidget>

#include "session/session.h"
#include "session/training.h"
#include "views/choice_field.h"
#include "views/position_field.h"

namespace headscope {

// The sizes of the model. For a sandbox every one can be changed, and each change is a new
// picture; for the playground each change is a new training; for a checkpoint they show the model's
// own values and say why they are fixed.
class ModelPanel : public QWidget {
  Q_OBJECT
 public:
  ModelPanel(Session* session, Training* training, QWidget* parent = nullptr);

 signals:
  void sandboxRequested();  // from the note under a checkpoint's values
  void failed(const headscope::Error& error);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  using Field = int SandboxConfig::*;
  using TrainedField = int TrainingOptions::*;
  enum Matrix { kQuery, kKey, kValue, kOutput, kMatrices };

  PositionField* makeNumber(const QString& name, const QString& tip, Field field, int most,
                            TrainedField trained = nullptr);
  ChoiceField* makeChoice(const QString& name, const QString& tip, const QStringList& choices);
  void makeChoices();
  void makeMatrices();
  void layOut();
  void showFixedNote();

  void showModel();
  void showSizes(int heads, int dK, int layers, int dModel);
  void showSandbox(const SandboxConfig& config);
  void showCheckpoint(const ModelDescription& description);
  template <typename Change>
  void change(Change&& change);
  template <typename Change>
  void changeTraining(Change&& change);
  void changeMatrix(Matrix which, int index);
  void changeEmbedding(int index);
  void changeMask(int index);
  std::shared_ptr<const ImportedMatrix> askForMatrix(const QString& title);

  Session* session_;
  Training* training_;
  PositionField* heads_;
  PositionField* dK_;
  PositionField* layers_;
  PositionField* width_;
  PositionField* padding_;
  PositionField* seed_;
  ChoiceField* positions_;
  ChoiceField* mask_;
  ChoiceField* score_;
  ChoiceField* embedding_;
  ChoiceField* norm_;
  std::array<ChoiceField*, kMatrices> matrices_{};
  QLabel* fixedNote_;
};

}  // namespace headscope
