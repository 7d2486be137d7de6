#pragma once

#include <vector>

#include <QObject>
#include <QTimer>

#include "jobs/job_runner.h"
#include "session/session.h"
#include "source/top_tokens.h"

namespace headscope {

// What a language model's head names at the chosen row, with the edits of the session: found beside
// the window when typing rests. Nothing of a model with a decoder, whose rows are the encoder's,
// nor of one of the playground.
class NamedTokens : public QObject {
  Q_OBJECT
 public:
  explicit NamedTokens(Session* session, QObject* parent = nullptr);

  // Empty where the model has no such head, and until they are found.
  const std::vector<TokenChance>& tokens() const { return tokens_; }
  // Whether they come after the row (a causal model) or stand in its place.
  bool comeNext() const;
  bool isBusy() const { return pause_.isActive() || jobs_.isBusy(JobLane::run); }

 signals:
  void changed();

 private:
  void find();

  Session* session_;
  std::vector<TokenChance> tokens_;
  QTimer pause_;
  JobRunner jobs_;  // last: its thread stops before anything else goes
};

}  // namespace headscope
