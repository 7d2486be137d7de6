#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>

#include <QObject>
#include <QTimer>

#include "jobs/job_runner.h"
#include "session/session.h"

namespace headscope {

// How long what the head of a cell copies from each key is (copiedLengths).
struct CopiedFrom {
  enum class State {
    none,     // it cannot be told of what is shown
    pending,  // it is being found
    known,
  };
  State state = State::none;
  std::span<const float> lengths;  // (n_key) where known
  bool isOff = false;              // the head is switched off, and adds nothing
};

// What the heads of the chosen layer copy in the session's newest run: found beside the window, by
// a pass that looks at the values, while someone wants to know and typing rests.
class CopiedValues : public QObject {
  Q_OBJECT
 public:
  explicit CopiedValues(Session* session, QObject* parent = nullptr);

  void setWanted(bool wanted);
  // Until the next changed().
  CopiedFrom of(HeadId head) const;
  bool isBusy() const { return pause_.isActive() || jobs_.isBusy(JobLane::run); }

 signals:
  void changed();

 private:
  void forget();
  void ask();
  void find();

  Session* session_;
  bool wanted_ = false;
  // Of the layers that were looked at, (heads, n_key); nothing where it cannot be told.
  std::map<int, std::optional<Matrix>> layers_;
  QTimer pause_;
  JobRunner jobs_;  // last: its thread stops before anything else goes
};

}  // namespace headscope
