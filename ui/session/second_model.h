#pragma once

#include <memory>
#include <optional>

#include <QObject>
#include <QString>

#include "jobs/job_runner.h"
#include "source/model_source.h"

namespace headscope {

// The model that the window's own is compared with.
class SecondModel : public QObject {
  Q_OBJECT
 public:
  explicit SecondModel(QObject* parent = nullptr) : QObject(parent) {}

  // By its name, as Session::openModel takes it; of a recorded training the model at its end.
  // Until it is there, and where it cannot be opened, the one before stays.
  void open(const QString& reference);
  void stop();
  // One that is open already.
  void take(std::shared_ptr<const ModelSource> model, const QString& reference);

  std::shared_ptr<const ModelSource> model() const { return model_; }  // null before the first
  const QString& reference() const { return reference_; }
  bool isOpening() const { return jobs_.isBusy(JobLane::model); }
  const QString& wanted() const { return wanted_; }  // what is being opened
  double share() const { return share_; }            // how much of it has been read, 0 to 1
  // Of what was asked for last; nothing where it was opened.
  const std::optional<Error>& error() const { return error_; }

 signals:
  void opened();      // model() is another
  void progressed();  // anything else is

 private:
  QString reference_;
  QString wanted_;
  double share_ = 0;
  std::shared_ptr<const ModelSource> model_;
  std::optional<Error> error_;
  JobRunner jobs_;  // last: its thread stops before anything else goes
};

}  // namespace headscope
