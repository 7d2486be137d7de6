#include "views/head_sheet_loader.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <span>
#include <utility>

#include "render/thumbnail.h"

namespace headscope {
namespace {

constexpr std::chrono::milliseconds kTellEvery{40};

using Heads = std::vector<HeadId>::const_iterator;

// Behind those that follow `first` and are of its layer.
Heads layerEnd(Heads first, Heads last) {
  return std::find_if(first, last, [layer = first->layer](HeadId id) { return id.layer != layer; });
}

// To a sum that is empty at first.
void add(const Matrix& map, Matrix& sum) {
  if (sum.size() == 0) {
    sum = map;
  } else {
    sum += map;
  }
}

// Makes pictures layer by layer. The maps of whole layers are summed on the way, where that is
// little enough to keep, so that the means over layers, which come last, ask for none again.
class HeadPictureMaker {
 public:
  explicit HeadPictureMaker(const HeadPicturesWanted& wanted)
      : wanted_(wanted),
        shape_(wanted.source->shape()),
        colors_(colorMap(wanted.colors, wanted.theme)) {}

  // Of heads of one layer, or of the means over layers.
  std::vector<HeadPicture> make(std::span<const HeadId> heads, const std::stop_token& stop) {
    return heads.front().layer < shape_.layers ? ofLayer(heads, stop) : overLayers(heads, stop);
  }

 private:
  static constexpr Index kMostKept = Index{1} << 24;  // floats: 64 MB

  HeadPicture pictureOf(HeadId id, const Matrix& map) const {
    return {id, thumbnail(map, wanted_.pixels, colors_)};
  }

  // Where the layer's mean is among them the maps that it is of are computed once.
  std::vector<HeadPicture> ofLayer(std::span<const HeadId> heads, const std::stop_token& stop) {
    const int layer = heads.front().layer;
    const auto isAsked = [&](int head) {
      return std::ranges::find(heads, HeadId{layer, head}) != heads.end();
    };
    const bool mean = isAsked(shape_.heads);
    std::vector<HeadPicture> pictures;
    Matrix sum;
    for (int head = 0; head < shape_.heads && !stop.stop_requested(); ++head) {
      if (!mean && !isAsked(head)) {
        continue;
      }
      const Matrix map = mapForThumbnail(*wanted_.source, {layer, head});
      if (mean) {
        add(map, sum);
        keep(layer, head, map);
      }
      if (isAsked(head)) {
        pictures.push_back(pictureOf({layer, head}, map));
      }
    }
    if (mean && !stop.stop_requested()) {
      pictures.push_back(pictureOf({layer, shape_.heads}, sum / static_cast<float>(shape_.heads)));
    }
    return pictures;
  }

  void keep(int layer, int head, const Matrix& map) {
    const bool isNext = layer == keptLayers_ && map.size() * shape_.heads <= kMostKept;
    if (!isNext) {
      return;
    }
    sums_.resize(static_cast<std::size_t>(shape_.heads));
    add(map, sums_[static_cast<std::size_t>(head)]);
    keptLayers_ += head + 1 == shape_.heads ? 1 : 0;
  }

  // Of one head, or of all.
  Matrix sumOverLayers(int head, const std::stop_token& stop) const {
    const bool isOne = head < shape_.heads;
    Matrix sum;
    for (int each = isOne ? head : 0; each <= (isOne ? head : shape_.heads - 1); ++each) {
      if (keptLayers_ == shape_.layers) {
        add(sums_[static_cast<std::size_t>(each)], sum);
        continue;
      }
      for (int layer = 0; layer < shape_.layers && !stop.stop_requested(); ++layer) {
        add(mapForThumbnail(*wanted_.source, {layer, each}), sum);
      }
    }
    return sum;
  }

  std::vector<HeadPicture> overLayers(std::span<const HeadId> heads, const std::stop_token& stop) {
    std::vector<HeadPicture> pictures;
    for (const HeadId id : heads) {
      const int count = shape_.layers * (id.head < shape_.heads ? 1 : shape_.heads);
      const Matrix sum = sumOverLayers(id.head, stop);
      if (stop.stop_requested()) {
        break;
      }
      pictures.push_back(pictureOf(id, sum / static_cast<float>(count)));
    }
    return pictures;
  }

  const HeadPicturesWanted& wanted_;
  AttentionShape shape_;
  const ColorMap& colors_;
  std::vector<Matrix> sums_;  // of each head, over the layers 0 … keptLayers_ - 1
  int keptLayers_ = 0;
};

}  // namespace

std::vector<HeadPicture> makeHeadPictures(const HeadPicturesWanted& wanted,
                                          const std::vector<HeadId>& heads,
                                          const std::stop_token& stop) {
  HeadPictureMaker maker(wanted);
  std::vector<HeadPicture> pictures;
  for (auto first = heads.begin(); first != heads.end() && !stop.stop_requested();) {
    const auto end = layerEnd(first, heads.end());
    std::ranges::move(maker.make({first, end}, stop), std::back_inserter(pictures));
    first = end;
  }
  return pictures;
}

void HeadSheetLoader::cancel() {
  jobs_.cancel(JobLane::thumbnails);
}

void HeadSheetLoader::load(HeadPicturesWanted wanted) {
  jobs_.submit(
      JobLane::thumbnails,
      [this, wanted = std::move(wanted)](const JobContext& job) {
        HeadPictureMaker maker(wanted);
        // Told of together, but none waits long for the others.
        const auto tell = [this, &maker, &job](const std::vector<HeadId>& heads) {
          const std::stop_token stop = job;
          std::vector<HeadPicture> made;
          auto told = std::chrono::steady_clock::now();
          for (auto first = heads.begin(); first != heads.end() && !stop.stop_requested();) {
            const auto end = layerEnd(first, heads.end());
            std::ranges::move(maker.make({first, end}, stop), std::back_inserter(made));
            first = end;
            const auto now = std::chrono::steady_clock::now();
            if (now - told >= kTellEvery || first == heads.end()) {
              job.post([this, pictures = std::move(made)]() mutable {
                emit picturesReady(std::move(pictures));
              });
              made.clear();
              told = now;
            }
          }
        };
        tell(wanted.urgent);
        tell(wanted.later);
        return true;
      },
      [this](bool) { emit finished(); });
}

}  // namespace headscope
