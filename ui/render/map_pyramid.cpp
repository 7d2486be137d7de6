#include "render/map_pyramid.h"

#include <algorithm>
#include <cmath>

namespace headscope {

namespace {

// A number always replaces NaN and is never replaced by it: comparisons with NaN are false.
struct Greatest {
  float operator()(float a, float b) const { return b > a || a != a ? b : a; }
};

struct FurthestFromZero {
  float operator()(float a, float b) const { return std::fabs(b) > std::fabs(a) || a != a ? b : a; }
};

Index halved(Index side) {
  return (side + 1) / 2;
}

// Rows first, then columns: the first of the two loops is the compiler's to vectorise.
template <typename Hotter>
Matrix pooledOnce(const ConstMatrixRef& map, Hotter hotter) {
  Matrix half(halved(map.rows()), halved(map.cols()));
  std::vector<float> joined(static_cast<std::size_t>(2 * half.cols()));
  for (Index r = 0; r < half.rows(); ++r) {
    const float* upper = map.row(2 * r).data();
    const float* lower = map.row(std::min(2 * r + 1, map.rows() - 1)).data();
    float* both = joined.data();
    for (Index c = 0; c < map.cols(); ++c) {
      both[c] = hotter(upper[c], lower[c]);
    }
    both[2 * half.cols() - 1] = both[map.cols() - 1];  // an odd last column stands alone
    float* out = half.row(r).data();
    for (Index c = 0; c < half.cols(); ++c) {
      out[c] = hotter(both[2 * c], both[2 * c + 1]);
    }
  }
  return half;
}

Matrix pooledOnce(const ConstMatrixRef& map, Pooling pooling) {
  return pooling == Pooling::maximum ? pooledOnce(map, Greatest())
                                     : pooledOnce(map, FurthestFromZero());
}

}  // namespace

Matrix pooled(ConstMatrixRef map, int levels, Pooling pooling) {
  Matrix result = map;
  for (int i = 0; i < levels; ++i) {
    result = pooledOnce(result, pooling);
  }
  return result;
}

MapPyramid::MapPyramid(Index rows, Index cols, int finest, Matrix finestLevel, Pooling pooling)
    : rows_(rows), cols_(cols), finest_(finest), hasMissing_(finestLevel.hasNaN()) {
  levels_.push_back(std::move(finestLevel));
  while (std::max(levels_.back().rows(), levels_.back().cols()) > 1) {
    levels_.push_back(pooledOnce(levels_.back(), pooling));
  }
}

std::shared_ptr<const MapPyramid> MapPyramid::fromMatrix(Matrix map, Pooling pooling) {
  const Index rows = map.rows();
  const Index cols = map.cols();
  if (rows == 0 || cols == 0) {
    return nullptr;
  }
  return std::shared_ptr<const MapPyramid>(new MapPyramid(rows, cols, 0, std::move(map), pooling));
}

std::shared_ptr<const MapPyramid> MapPyramid::fromSource(const AttentionSource& source, HeadId head,
                                                         const std::function<bool()>& cancelled) {
  const AttentionShape shape = source.shape();
  const Index rows = shape.nQuery;
  const Index cols = shape.nKey;
  if (rows <= 0 || cols <= 0) {
    return nullptr;
  }
  int finest = 0;
  Index keptRows = rows;
  Index keptCols = cols;
  while (std::max(keptRows, keptCols) > kLongestSide) {
    ++finest;
    keptRows = halved(keptRows);
    keptCols = halved(keptCols);
  }

  const Pooling pooling =
      source.values() == MapValues::differences ? Pooling::magnitude : Pooling::maximum;
  Matrix kept(keptRows, keptCols);
  const Index block = Index{1} << finest;
  const Index bandRows = std::max<Index>(block, 128);  // a whole number of blocks
  Matrix band;
  for (Index first = 0; first < rows; first += bandRows) {
    const Index count = std::min(bandRows, rows - first);
    if (finest == 0) {
      source.weights(head, static_cast<int>(first), kept.middleRows(first, count));
    } else {
      band.resize(count, cols);
      source.weights(head, static_cast<int>(first), band);
      const Matrix small = pooled(band, finest, pooling);
      kept.middleRows(first / block, small.rows()) = small;
    }
    if (cancelled && cancelled()) {
      return nullptr;
    }
  }
  return std::shared_ptr<const MapPyramid>(
      new MapPyramid(rows, cols, finest, std::move(kept), pooling));
}

}  // namespace headscope
