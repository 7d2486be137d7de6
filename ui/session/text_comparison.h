#pragma once

#include <memory>
#include <vector>

#include <QObject>

#include "analysis/head_swing.h"
#include "jobs/job_runner.h"
#include "session/session.h"

namespace headscope {

// Two texts through one model, and how their tokens go together; a value.
struct ComparedTexts {
  std::shared_ptr<const Run> first;
  std::shared_ptr<const Run> second;
  std::vector<AlignedTokens> tokens;
  QStringList labels;                             // of the pairs: "it", "tired/wide"
  std::shared_ptr<const AttentionSource> change;  // second − first; rows and columns are the pairs
};

// What a second text does to every head: it is run by the session's model whenever one of both
// changes, and heads are ranked by how far the chosen row moved. Of a model with a decoder its
// encoder is compared.
class TextComparison : public QObject {
  Q_OBJECT
 public:
  explicit TextComparison(Session* session, QObject* parent = nullptr);

  // Nothing is run while it is empty, or while the comparison is asleep.
  const QString& text() const { return text_; }
  void setText(const QString& text);
  // A view that nobody sees need not be kept up.
  void setAwake(bool awake);

  bool isBusy() const { return jobs_.isBusy(JobLane::run); }

  // Null until both texts have been run.
  std::shared_ptr<const ComparedTexts> texts() const { return texts_; }
  // The pair that the session's chosen query belongs to; -1 without one.
  int pair() const { return pair_; }
  // Of that pair's rows, the head that moved most first; empty where one text has no such row.
  const std::vector<HeadSwing>& swings() const { return swings_; }
  // Why there is nothing to see, or what to know of it; mostly empty.
  QString note() const { return note_; }

 signals:
  void textChanged(const QString& text);
  void changed();

 private:
  void compare();
  void rank();
  void clear(const QString& note = {});

  Session* session_;
  QString text_;
  bool awake_ = false;
  std::shared_ptr<const ComparedTexts> texts_;
  int pair_ = -1;
  std::vector<HeadSwing> swings_;
  QString note_;
  JobRunner jobs_;  // last: its thread stops before anything else goes
};

}  // namespace headscope
