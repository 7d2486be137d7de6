#pragma once

#include <atomic>
#include <memory>

#include <QObject>
#include <QThreadPool>

#include "model/attention_source.h"
#include "render/map_pyramid.h"

namespace headscope {

// Computes one head's map away from the GUI thread. A new request makes the older ones stale:
// their results are dropped, and they end at their next band of rows.
class MapLoader : public QObject {
  Q_OBJECT
 public:
  explicit MapLoader(QObject* parent = nullptr);
  ~MapLoader() override;

  void loadMap(std::shared_ptr<const AttentionSource> source, HeadId head);
  // Rows first … first + count - 1 at full detail.
  void loadTile(std::shared_ptr<const AttentionSource> source, HeadId head, int first, int count);
  // What is under way will not be reported.
  void cancel();

 signals:
  void mapReady(headscope::HeadId head, std::shared_ptr<const headscope::MapPyramid> map);
  void tileReady(headscope::HeadId head, std::shared_ptr<const headscope::MapTile> tile);

 private:
  QThreadPool pool_;
  std::atomic<unsigned> mapGeneration_{0};
  std::atomic<unsigned> tileGeneration_{0};
};

}  // namespace headscope
