#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "model/attention_source.h"
#include "tensor/matrix.h"

namespace headscope {

// Which value stands for a block of cells: the greatest, or, in a table of signed values, the one
// furthest from 0. Either way the one hot cell of a block survives.
enum class Pooling { maximum, magnitude };

// A map at every level of detail: level k has one value for a block of 2^k x 2^k cells, so level 0
// is the map. NaN is a missing value; a block is missing only when all of it is. Immutable.
class MapPyramid {
 public:
  // Levels with a longer side are not kept: 2,048^2 floats are 16 MB.
  static constexpr Index kLongestSide = 2048;

  // Of a whole map (rows, cols), neither side 0. All levels are kept, whatever their size.
  static std::shared_ptr<const MapPyramid> fromMatrix(Matrix map,
                                                      Pooling pooling = Pooling::maximum);

  // Of one head, computed in bands of rows, so that a 4,096^2 map never lies in memory whole.
  // Nothing when `cancelled` (asked after each band) says so or when the map is empty.
  static std::shared_ptr<const MapPyramid> fromSource(const AttentionSource& source, HeadId head,
                                                      const std::function<bool()>& cancelled);

  Index rows() const { return rows_; }  // of level 0, kept or not
  Index cols() const { return cols_; }
  int finestLevel() const { return finest_; }  // the finest that is kept; 0 up to kLongestSide
  int coarsestLevel() const { return finest_ + static_cast<int>(levels_.size()) - 1; }
  bool hasMissing() const { return hasMissing_; }

  // (ceil(rows / 2^level), ceil(cols / 2^level)); the level lies between finest and coarsest.
  const Matrix& level(int level) const {
    return levels_[static_cast<std::size_t>(level - finest_)];
  }

 private:
  MapPyramid(Index rows, Index cols, int finest, Matrix finestLevel, Pooling pooling);

  Index rows_;
  Index cols_;
  int finest_;
  bool hasMissing_;
  std::vector<Matrix> levels_;
};

// The map with blocks of 2^levels x 2^levels cells joined into one.
Matrix pooled(ConstMatrixRef map, int levels, Pooling pooling);

// Some rows of a map at full detail, for maps too big to be kept so.
struct MapTile {
  Index firstRow = 0;
  Matrix rows;  // (rows, n_key)

  bool covers(Index first, Index last) const {
    return first >= firstRow && last < firstRow + rows.rows();
  }
};

}  // namespace headscope
