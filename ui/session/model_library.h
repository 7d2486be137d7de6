#pragma once

#include <vector>

#include <QObject>
#include <QStringList>

#include "catalog/fetch.h"
#include "jobs/job_runner.h"
#include "source/list_models.h"

namespace headscope {

// The models that can be chosen, found out in the background, and the one that is being fetched.
class ModelLibrary : public QObject {
  Q_OBJECT
 public:
  explicit ModelLibrary(QObject* parent = nullptr) : QObject(parent) {}

  // As they were found last; see listModels.
  const std::vector<ListedModel>& models() const { return models_; }
  // Looks again; `listed` tells when that is done.
  void refresh(const QStringList& openedBefore);

  // A known model or one of the hub. What was being fetched before is stopped.
  void fetch(const QString& name);
  void stopFetch();
  bool isFetching() const { return jobs_.isBusy(JobLane::fetch); }

 signals:
  void listed();
  void fetchProgressed(const QString& name, const headscope::FetchProgress& progress);
  void fetched(const QString& name);
  void fetchFailed(const headscope::Error& error);
  void fetchStopped();

 private:
  std::vector<ListedModel> models_;
  JobRunner jobs_;  // last: its threads stop before anything else goes
};

}  // namespace headscope
