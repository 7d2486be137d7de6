#pragma once

#include <memory>
#include <stop_token>

#include <QObject>

#include "jobs/job_runner.h"
#include "render/block_figure.h"
#include "source/attention_part.h"

namespace headscope {

// What a block's picture is made of.
struct BlockRequest {
  std::shared_ptr<const ModelSource> model;  // null: there is nothing to show
  Input input;
  AttentionPart part = AttentionPart::encoder;
  HeadId head;
  int layers = 0;  // of the part's stack
  TokenLabels labels;
  std::shared_ptr<const RunEdits> edits;  // of the pass; or null
};

// The picture, or null where the model cannot run the input, tells nothing of its blocks, or was
// stopped. The pass ends with the layer that is asked for.
std::shared_ptr<const BlockPicture> makeBlockPicture(const BlockRequest& request,
                                                     const std::stop_token& stop = {});

// Makes pictures away from the GUI thread; the newest wins.
class BlockLoader : public QObject {
  Q_OBJECT
 public:
  explicit BlockLoader(QObject* parent = nullptr);

  void load(BlockRequest request);
  void cancel();
  bool isBusy() const { return jobs_.isBusy(JobLane::run); }

 signals:
  void ready(std::shared_ptr<const headscope::BlockPicture> picture);

 private:
  JobRunner jobs_;  // of its own: the window's passes are not overtaken
};

}  // namespace headscope
