#pragma once

#include <memory>
#include <vector>

#include <QImage>
#include <QObject>
#include <QSize>

#include "jobs/job_runner.h"
#include "model/attention_source.h"
#include "render/color_map.h"

namespace headscope {

// Which pictures to make. A head whose number is the number of heads stands for its layer's mean
// map, a layer whose number is the number of layers for the mean over them.
struct HeadPicturesWanted {
  std::shared_ptr<const AttentionSource> source;  // all of whose layers are known
  std::vector<HeadId> urgent;                     // told of before the others
  std::vector<HeadId> later;
  QSize pixels;
  ColorMapId colors = ColorMapId::ink;
  ThemeKind theme = ThemeKind::light;
};

struct HeadPicture {
  HeadId head;
  QImage image;
};

// The pictures, as a thumbnail each; stops between two of them where it is asked to.
std::vector<HeadPicture> makeHeadPictures(const HeadPicturesWanted& wanted,
                                          const std::vector<HeadId>& heads,
                                          const std::stop_token& stop = {});

// Makes maps in small away from the GUI thread. The newest wish is all that counts.
class HeadSheetLoader : public QObject {
  Q_OBJECT
 public:
  explicit HeadSheetLoader(QObject* parent = nullptr) : QObject(parent) {}

  void load(HeadPicturesWanted wanted);
  void cancel();
  bool isBusy() const { return jobs_.isBusy(JobLane::thumbnails); }

 signals:
  void picturesReady(std::vector<headscope::HeadPicture> pictures);
  void finished();

 private:
  JobRunner jobs_;  // last: its thread stops before anything else goes
};

}  // namespace headscope
