#pragma once

#include <memory>
#include <vector>

#include <QObject>

#include "session/training.h"

namespace headscope {

// The same task with 1, 2, 4 and 8 heads, step by step side by side, all of one width in sum where
// it divides: heads · d_k stays what the options say.
class Comparison : public QObject {
  Q_OBJECT
 public:
  explicit Comparison(QObject* parent = nullptr);

  void start(const TaskChoice& task, const TrainingOptions& options);
  void stop();  // what has been trained so far stays
  void clear();
  bool isRunning() const { return running_; }
  // By the number of heads; empty before the first.
  const std::vector<std::shared_ptr<const TrainingPicture>>& pictures() const { return pictures_; }

 signals:
  void progressed();
  void failed(const headscope::Error& error);

 private:
  using Pictures = std::vector<std::shared_ptr<const TrainingPicture>>;

  bool running_ = false;
  Pictures pictures_;
  std::stop_source stopping_;
  JobRunner jobs_;  // last: its thread stops before anything else goes
};

// The options with so many heads; d_k such that they are together as wide, and at least 1.
TrainingOptions withHeads(TrainingOptions options, int heads);

}  // namespace headscope
