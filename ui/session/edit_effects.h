#pragma once

#include <memory>
#include <vector>

#include <QObject>

#include "jobs/job_runner.h"
#include "session/session.h"
#include "source/answers.h"

namespace headscope {

// What the edits of a run have changed in what comes out of the model; a value.
struct EditedOutputs {
  std::vector<Token> tokens;  // (n) of the model's output: the decoder's, where there is one
  // (n) cosine of each token's output with that without edits: 1 where nothing changed.
  std::vector<double> similarity;
  // What a model of the playground answers, without and with edits; empty for others.
  std::vector<Answer> before;
  std::vector<Answer> after;
};

// Computed beside the window, by a pass without edits and one with them.
class EditEffects : public QObject {
  Q_OBJECT
 public:
  explicit EditEffects(Session* session, QObject* parent = nullptr);

  // Null without edits, and until they are known.
  std::shared_ptr<const EditedOutputs> outputs() const { return outputs_; }
  bool isBusy() const { return jobs_.isBusy(JobLane::run); }

 signals:
  void changed();

 private:
  void compute();
  void forget();

  Session* session_;
  std::shared_ptr<const EditedOutputs> outputs_;
  JobRunner jobs_;  // last: its thread stops before anything else goes
};

}  // namespace headscope
