#pragma once

#include <memory>
#include <optional>

#include <QObject>
#include <QString>

#include "jobs/job_runner.h"
#include "session/pictured_run.h"

namespace headscope {

enum class TrainingState {
  none,       // nothing has been trained in this window
  preparing,  // the task is being opened
  running,
  paused,
  done,
  failed,  // what was learnt before stays
};

// A task that comes with the program, a task's file, or the next word of a text of one's own.
struct TaskChoice {
  QString name;  // of a text: what it is called
  QString text;  // empty: the task of that name

  bool operator==(const TaskChoice&) const = default;
};

// The errors of openTask and taskOfText.
Result<std::shared_ptr<const Task>> openTask(const TaskChoice& choice);

// A training of the playground, beside the window. It shows its newest step some thirty times a
// second, or the step that a person has gone back to.
class Training : public QObject {
  Q_OBJECT
 public:
  explicit Training(QObject* parent = nullptr);

  TrainingState state() const { return state_; }
  // Null before the first training has begun.
  std::shared_ptr<const TrainingPicture> picture() const { return picture_; }
  int shownStep() const { return shownStep_; }
  // Whether the model of that step is still being made.
  bool isCatchingUp() const { return jobs_.isBusy(JobLane::run); }
  // Whether new steps are shown as they come.
  bool isFollowing() const { return following_; }
  // A training that was begun anew from the parameters of another one leaves that one's picture,
  // until it is as good.
  bool isHeldBack() const { return goodEnough_.has_value(); }

  // What the next start takes.
  const TaskChoice& task() const { return task_; }
  // What the window calls the model that is shown: playground, or the file of a recording.
  const QString& reference() const { return reference_; }
  const TrainingOptions& options() const { return options_; }
  // With as many steps as the task says, which is read off the window's thread.
  void setTask(const TaskChoice& task);
  void setOptions(const TrainingOptions& options);

  // From step 0. AfterChange: the picture stays what it is until the new model is as good.
  enum class Begin { byHand, afterChange };
  void start(Begin begin = Begin::byHand);
  void pause();
  void resume();
  void step();  // one, then it pauses
  void showStep(int step);
  // One that was trained elsewhere in this window: it can be looked at, and not gone on with.
  void show(std::shared_ptr<const headscope::TrainingPicture> picture);
  // A training that was recorded: it can be looked at, and not gone on with.
  void open(const QString& file);
  // Off the window's thread; saved() or failed() follows.
  void saveRecording(const QString& file);
  void saveModel(const QString& folder);  // as it is at the step that is shown
  void setFollowing(bool following) { following_ = following; }

 signals:
  void stateChanged(headscope::TrainingState state);
  void optionsChanged();
  void progressed();  // picture() or shownStep() is another
  void modelReady(std::shared_ptr<const headscope::CheckpointSource> model);
  void failed(const headscope::Error& error);
  void saved(const QString& path);

 private:
  void begin(std::shared_ptr<PicturedRun> run);
  void run(int steps);
  void take(std::shared_ptr<const TrainingPicture> picture,
            std::shared_ptr<const CheckpointSource> model);
  void show(std::shared_ptr<const TrainingPicture> picture, const QString& reference);
  void makeShownModel();
  void setState(TrainingState state);
  template <typename Save>
  void save(const QString& path, Save&& save);

  TrainingState state_ = TrainingState::none;
  TaskChoice task_ = {.name = QStringLiteral("coreference")};
  QString reference_;
  TrainingOptions options_;
  bool stepsOfTask_ = false;  // options_ has not got them yet
  std::shared_ptr<const TrainingPicture> picture_;
  int shownStep_ = 0;
  bool following_ = true;
  std::optional<double> goodEnough_;  // accuracy of the first test
  std::shared_ptr<PicturedRun> run_;  // touched by the job's thread while one runs
  std::stop_source pausing_;
  JobRunner jobs_;  // last: its threads stop before anything else goes
};

}  // namespace headscope
