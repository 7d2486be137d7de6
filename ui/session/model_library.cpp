#include "session/model_library.h"

#include <string>
#include <utility>

#include "catalog/fetch_by_name.h"

namespace headscope {

void ModelLibrary::refresh(const QStringList& openedBefore) {
  std::vector<std::string> paths;
  for (const QString& path : openedBefore) {
    paths.push_back(path.toStdString());
  }
  jobs_.submit(
      JobLane::listing, [paths = std::move(paths)](std::stop_token) { return listModels(paths); },
      [this](std::vector<ListedModel> models) {
        models_ = std::move(models);
        emit listed();
      });
}

void ModelLibrary::fetch(const QString& name) {
  emit fetchProgressed(name, {.stage = FetchStage::waiting});
  jobs_.submit(
      JobLane::fetch,
      [this, name](const JobContext& job) {
        const auto tell = [this, &job, &name](const FetchProgress& progress) {
          job.post([this, name, progress] { emit fetchProgressed(name, progress); });
        };
        return fetchByName(name.toStdString(), tell, job);
      },
      [this, name](const Result<void>& result) {
        if (result) {
          emit fetched(name);
        } else {
          emit fetchFailed(result.error());
        }
      });
}

void ModelLibrary::stopFetch() {
  if (isFetching()) {
    jobs_.cancel(JobLane::fetch);
    emit fetchStopped();
  }
}

}  // namespace headscope
