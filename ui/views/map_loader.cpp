#include "views/map_loader.h"

#include <utility>

namespace headscope {

MapLoader::MapLoader(QObject* parent) : QObject(parent) {
  pool_.setMaxThreadCount(1);
}

MapLoader::~MapLoader() {
  cancel();
  pool_.clear();
  pool_.waitForDone();
}

void MapLoader::cancel() {
  ++mapGeneration_;
  ++tileGeneration_;
}

void MapLoader::loadMap(std::shared_ptr<const AttentionSource> source, HeadId head) {
  cancel();
  pool_.start([this, source = std::move(source), head, generation = mapGeneration_.load()] {
    const auto stale = [this, generation] { return mapGeneration_ != generation; };
    if (stale()) {
      return;
    }
    std::shared_ptr<const MapPyramid> map = MapPyramid::fromSource(*source, head, stale);
    if (!map) {
      return;
    }
    QMetaObject::invokeMethod(
        this,
        [this, head, generation, map = std::move(map)] {
          if (mapGeneration_ == generation) {
            emit mapReady(head, map);
          }
        },
        Qt::QueuedConnection);
  });
}

void MapLoader::loadTile(std::shared_ptr<const AttentionSource> source, HeadId head, int first,
                         int count) {
  ++tileGeneration_;
  pool_.start(
      [this, source = std::move(source), head, first, count, generation = tileGeneration_.load()] {
        if (tileGeneration_ != generation) {
          return;
        }
        auto tile = std::make_shared<MapTile>();
        tile->firstRow = first;
        tile->rows.resize(count, source->shape().nKey);
        source->weights(head, first, tile->rows);
        QMetaObject::invokeMethod(
            this,
            [this, head, generation, tile = std::shared_ptr<const MapTile>(std::move(tile))] {
              if (tileGeneration_ == generation) {
                emit tileReady(head, tile);
              }
            },
            Qt::QueuedConnection);
      });
}

}  // namespace headscope
