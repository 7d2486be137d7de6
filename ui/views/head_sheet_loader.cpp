#include "views/head_sheet_loader.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "render/thumbnail.h"

namespace headscope {
namespace {

constexpr std::size_t kPicturesAtOnce = 32;  // of those that nobody looks at yet

// Pictures of one layer. Where its mean is among them the maps that it is of are computed once.
void addPictures(std::vector<HeadPicture>& pictures, const HeadPicturesWanted& wanted, int layer,
                 const std::vector<HeadId>& heads, const std::stop_token& stop) {
  const AttentionShape shape = wanted.source->shape();
  const ColorMap& colors = colorMap(wanted.colors, wanted.theme);
  const bool mean = std::ranges::find(heads, HeadId{layer, shape.heads}) != heads.end();
  Matrix sum = mean ? Matrix(Matrix::Zero(shape.nQuery, shape.nKey)) : Matrix();
  for (int head = 0; head < shape.heads && !stop.stop_requested(); ++head) {
    const HeadId id{layer, head};
    const bool asked = std::ranges::find(heads, id) != heads.end();
    if (!asked && !mean) {
      continue;
    }
    const Matrix map = wanted.source->map(id);
    if (mean) {
      sum += map;
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
    const auto end = std::find_if(first, heads.end(),
                                  [layer = first->layer](HeadId id) { return id.layer != layer; });
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
        const auto tell = [this, &wanted, &job](const std::vector<HeadId>& heads) {
          job.post([this, pictures = makeHeadPictures(wanted, heads, job)]() mutable {
            emit picturesReady(std::move(pictures));
          });
        };
        const std::stop_token stop = job;
        tell(wanted.urgent);
        for (std::size_t i = 0; i < wanted.later.size() && !stop.stop_requested();) {
          // Whole layers, for their mean; more of them where they are small.
          std::size_t end = std::min(i + kPicturesAtOnce, wanted.later.size());
          while (end < wanted.later.size() &&
                 wanted.later[end].layer == wanted.later[end - 1].layer) {
            ++end;
          }
          tell({wanted.later.begin() + static_cast<std::ptrdiff_t>(i),
                wanted.later.begin() + static_cast<std::ptrdiff_t>(end)});
          i = end;
        }
        return true;
      },
      [this](bool) { emit finished(); });
}

}  // namespace headscope
