#include "session/second_model.h"

#include <utility>

#include "session/session.h"

namespace headscope {

void SecondModel::open(const QString& reference) {
  wanted_ = reference;
  share_ = 0;
  error_.reset();
  using Opened = Result<std::shared_ptr<const ModelSource>>;
  jobs_.submit(
      JobLane::model,
      [this, name = reference.toStdString()](const JobContext& job) {
        return openForTexts(name, {.stop = job, .progress = [&](int done, int all) {
                                     job.post([this, done, all] {
                                       share_ = static_cast<double>(done) / all;
                                       emit progressed();
                                     });
                                   }});
      },
      [this, reference](const Opened& opened) {
        if (opened) {
          take(*opened, reference);
        } else {
          error_ = opened.error();
          emit progressed();
        }
      });
  emit progressed();
}

void SecondModel::stop() {
  jobs_.cancel(JobLane::model);
  emit progressed();
}

void SecondModel::take(std::shared_ptr<const ModelSource> model, const QString& reference) {
  jobs_.cancel(JobLane::model);
  model_ = std::move(model);
  reference_ = reference;
  error_.reset();
  emit opened();
}

}  // namespace headscope
