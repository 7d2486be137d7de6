#include "views/head_sheet_loader.h"

#include <algorithm>
#include <chrono>
#include <iterator>
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

// The mean over the layers of each head, and of all heads.
void addMeansOverLayers(std::vector<HeadPicture>& pictures, const HeadPicturesWanted& wanted,
                        const std::vector<HeadId>& heads, const std::stop_token& stop) {
  const AttentionShape shape = wanted.source->shape();
  const ColorMap& colors = colorMap(wanted.colors, wanted.theme);
  for (const HeadId id : heads) {
    const int first = id.head < shape.heads ? id.head : 0;
    const int last = id.head < shape.heads ? id.head : shape.heads - 1;
    Matrix sum;
    for (int head = first; head <= last; ++head) {
      for (int layer = 0; layer < shape.layers && !stop.stop_requested(); ++layer) {
        add(mapForThumbnail(*wanted.source, {layer, head}), sum);
      }
    }
    if (stop.stop_requested()) {
      return;
    }
    sum /= static_cast<float>(shape.layers * (last - first + 1));
    pictures.push_back({id, thumbnail(sum, wanted.pixels, colors)});
  }
}

// Pictures of one layer. Where its mean is among them the maps that it is of are computed once.
void addPictures(std::vector<HeadPicture>& pictures, const HeadPicturesWanted& wanted, int layer,
                 const std::vector<HeadId>& heads, const std::stop_token& stop) {
  const AttentionShape shape = wanted.source->shape();
  const ColorMap& colors = colorMap(wanted.colors, wanted.theme);
  if (layer >= shape.layers) {
    addMeansOverLayers(pictures, wanted, heads, stop);
    return;
  }
  const bool mean = std::ranges::find(heads, HeadId{layer, shape.heads}) != heads.end();
  Matrix sum;
  for (int head = 0; head < shape.heads && !stop.stop_requested(); ++head) {
    const HeadId id{layer, head};
    const bool asked = std::ranges::find(heads, id) != heads.end();
    if (!asked && !mean) {
      continue;
    }
    const Matrix map = mapForThumbnail(*wanted.source, id);
    if (mean) {
      add(map, sum);
    }
    if (asked) {
      pictures.push_back({id, thumbnail(map, wanted.pixels, colors)});
    }
  }
  if (mean && !stop.stop_requested()) {
    sum /= static_cast<float>(shape.heads);
    pictures.push_back({{layer, shape.heads}, thumbnail(sum, wanted.pixels, colors)});
  }
}

}  // namespace

std::vector<HeadPicture> makeHeadPictures(const HeadPicturesWanted& wanted,
                                          const std::vector<HeadId>& heads,
                                          const std::stop_token& stop) {
  std::vector<HeadPicture> pictures;
  for (auto first = heads.begin(); first != heads.end() && !stop.stop_requested();) {
    const auto end = layerEnd(first, heads.end());
    addPictures(pictures, wanted, first->layer, {first, end}, stop);
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
        // Layer by layer, for their means; told of together, but none waits long for the others.
        const auto tell = [this, &wanted, &job](const std::vector<HeadId>& heads) {
          const std::stop_token stop = job;
          std::vector<HeadPicture> made;
          auto told = std::chrono::steady_clock::now();
          for (auto first = heads.begin(); first != heads.end() && !stop.stop_requested();) {
            const auto end = layerEnd(first, heads.end());
            std::ranges::move(makeHeadPictures(wanted, {first, end}, stop),
                              std::back_inserter(made));
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
