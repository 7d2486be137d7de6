#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tensor/packed_product.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
// clang-format off
#include <hwy/cache_control.h>
#include <hwy/highway.h>
// clang-format on

#include <algorithm>
#include <cassert>

#include "tensor/packed_matrix.h"
#include "tensor/parallel.h"

#ifndef HEADSCOPE_PACKED_PRODUCT_TYPES
#define HEADSCOPE_PACKED_PRODUCT_TYPES
namespace headscope {

// One panel's part of a product: result (rows, columns) = scale · a (rows, depth) · panel + bias.
struct PanelProduct {
  const float* a;
  Index aStride;
  const float* panel;
  Index depth;
  float scale;
  float* result;
  Index resultStride;
  Index rows;
  Index columns;        // at most 16
  float bias[16] = {};  // what the sums begin with
  bool addsTo = false;  // instead they begin with the result as it is
};

}  // namespace headscope

// Loops over a tile's registers must be gone before the compiler allots them.
#define HEADSCOPE_UNROLL _Pragma("GCC unroll 16")
#endif

HWY_BEFORE_NAMESPACE();
namespace headscope::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr size_t kLanes = HWY_MIN(size_t{16}, HWY_LANES(float));
using D = hn::FixedTag<float, kLanes>;
using V = hn::Vec<D>;
constexpr size_t kVectors = 16 / kLanes;  // of a panel's row
// Sums of a tile: enough that the latency of a multiply-add is hidden, few enough for registers.
constexpr Index kTileRows = HWY_MAX(Index{1}, Index{12 / kVectors});
// Rows of a panel that stay in the first-level cache beside the rows of a.
constexpr Index kDepthChunk = 256;

enum class Width { whole, part };  // of a panel
// Whether the panel's next chunk is fetched from memory meanwhile.
enum class Ahead { nothing, nextChunk };
// Whether a lies as (rows, depth) or as (depth, rows).
enum class Left { asItIs, turned };

// Rows row … of the product, from depth k on: the first chunk begins with the bias, later ones add.
template <Index kRows, Width kWidth, Ahead kAhead, Left kLeft>
HWY_NOINLINE void tile(const PanelProduct& p, Index row, Index k, Index depth) {
  const D d;
  V sums[kRows][kVectors];
  HEADSCOPE_UNROLL for (Index i = 0; i < kRows; ++i) {
    HEADSCOPE_UNROLL for (size_t v = 0; v < kVectors; ++v) {
      sums[i][v] = hn::Zero(d);
    }
  }
  constexpr bool kTurned = kLeft == Left::turned;
  const float* HWY_RESTRICT a = kTurned ? p.a + k * p.aStride + row : p.a + row * p.aStride + k;
  const float* HWY_RESTRICT panel = p.panel + k * 16;
  const Index stride = kTurned ? 1 : p.aStride;
  for (Index step = 0; step < depth; ++step) {
    if constexpr (kAhead == Ahead::nextChunk) {
      hwy::Prefetch(panel + depth * 16);
    }
    V b[kVectors];
    HEADSCOPE_UNROLL for (size_t v = 0; v < kVectors; ++v) {
      b[v] = hn::Load(d, panel + v * kLanes);
    }
    HEADSCOPE_UNROLL for (Index i = 0; i < kRows; ++i) {
      const V x = hn::Set(d, a[i * stride]);
      HEADSCOPE_UNROLL for (size_t v = 0; v < kVectors; ++v) {
        sums[i][v] = hn::MulAdd(x, b[v], sums[i][v]);
      }
    }
    panel += 16;
    a += kTurned ? p.aStride : 1;
  }

  const V scale = hn::Set(d, p.scale);
  HEADSCOPE_UNROLL for (Index i = 0; i < kRows; ++i) {
    float* out = p.result + (row + i) * p.resultStride;
    const bool goesOn = k != 0 || p.addsTo;
    const float* before = goesOn ? out : p.bias;
    HWY_ALIGN float partial[16];
    if constexpr (kWidth == Width::part) {
      if (goesOn) {
        std::copy_n(out, p.columns, partial);
        before = partial;
      }
    }
    float* to = kWidth == Width::part ? partial : out;
    HEADSCOPE_UNROLL for (size_t v = 0; v < kVectors; ++v) {
      const V start = hn::LoadU(d, before + v * kLanes);
      hn::StoreU(hn::MulAdd(sums[i][v], scale, start), d, to + v * kLanes);
    }
    if constexpr (kWidth == Width::part) {
      std::copy_n(partial, p.columns, out);
    }
  }
}

template <Index kRows, Ahead kAhead, Left kLeft>
HWY_INLINE void tileOfWidth(const PanelProduct& p, Index row, Index k, Index depth) {
  if (p.columns == 16) {
    tile<kRows, Width::whole, kAhead, kLeft>(p, row, k, depth);
  } else {
    tile<kRows, Width::part, kAhead, kLeft>(p, row, k, depth);
  }
}

template <Index kRows, Ahead kAhead, Left kLeft>
HWY_INLINE void lastTile(const PanelProduct& p, Index row, Index k, Index depth) {
  if constexpr (kRows > 0) {
    if (p.rows - row == kRows) {
      tileOfWidth<kRows, kAhead, kLeft>(p, row, k, depth);
    } else {
      lastTile<kRows - 1, kAhead, kLeft>(p, row, k, depth);
    }
  }
}

template <Ahead kAhead, Left kLeft>
void panelProductIn(const PanelProduct& p) {
  const Index chunks = std::max<Index>(1, (p.depth + kDepthChunk - 1) / kDepthChunk);
  const Index chunk = (p.depth + chunks - 1) / chunks;
  Index k = 0;
  do {
    const Index depth = std::min(chunk, p.depth - k);
    Index row = 0;
    for (; row + kTileRows <= p.rows; row += kTileRows) {
      tileOfWidth<kTileRows, kAhead, kLeft>(p, row, k, depth);
    }
    lastTile<kTileRows - 1, kAhead, kLeft>(p, row, k, depth);
    k += depth;
  } while (k < p.depth);
}

// Few rows wait for the panel to come from memory; many have it in the cache, where to fetch it
// again only takes time.
constexpr Index kFewRows = 32;

void panelProduct(const PanelProduct& p) {
  if (p.rows <= kFewRows) {
    panelProductIn<Ahead::nextChunk, Left::asItIs>(p);
  } else {
    panelProductIn<Ahead::nothing, Left::asItIs>(p);
  }
}

void turnedPanelProduct(const PanelProduct& p) {
  panelProductIn<Ahead::nothing, Left::turned>(p);
}

Index tileRows() {
  return kTileRows;
}

}  // namespace headscope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace headscope {
namespace {

HWY_EXPORT(panelProduct);
HWY_EXPORT(turnedPanelProduct);
HWY_EXPORT(tileRows);

// Rows of a that stay in the second-level cache while the panels pass by.
constexpr Index kMostRowBlock = 96;
constexpr Index kPanelsAtOnce = 4;
constexpr Index kLeastWork = 1 << 16;  // multiply-adds below which a second thread costs more

// Blocks of about the same height, whole tiles but for the last: a block of few rows would wait for
// the panels as a product of few rows does.
Index rowBlockOf(Index rows) {
  const Index tile = HWY_DYNAMIC_DISPATCH(tileRows)();
  const Index blocks = std::max<Index>(1, (rows + kMostRowBlock - 1) / kMostRowBlock);
  const Index height = (rows + blocks - 1) / blocks;
  return std::max<Index>(1, (height + tile - 1) / tile * tile);
}

// The product's rows of a block, times one panel. bias: as many floats as b has columns, or null.
PanelProduct panelProductOf(const ConstMatrixRef& a, const PackedMatrix& b, const float* bias,
                            float scale, MatrixRef& result, Index rowBlock, Index block,
                            Index index) {
  const Index row = block * rowBlock;
  const Index column = index * PackedMatrix::kPanel;
  PanelProduct product{.a = a.data() + row * a.outerStride(),
                       .aStride = a.outerStride(),
                       .panel = b.panel(index),
                       .depth = a.cols(),
                       .scale = scale,
                       .result = result.data() + row * result.outerStride() + column,
                       .resultStride = result.outerStride(),
                       .rows = std::min(rowBlock, a.rows() - row),
                       .columns = std::min(PackedMatrix::kPanel, result.cols() - column)};
  if (bias != nullptr) {
    std::copy_n(bias + column, product.columns, product.bias);
  }
  return product;
}

void multiplyPacked(const ConstMatrixRef& a, const PackedMatrix& b, const float* bias, float scale,
                    MatrixRef& result) {
  assert(a.cols() <= b.rows() && a.rows() == result.rows() && b.cols() >= result.cols());
  const auto kernel = HWY_DYNAMIC_DISPATCH(panelProduct);
  const Index rowBlock = rowBlockOf(a.rows());
  const Index blocks = (a.rows() + rowBlock - 1) / rowBlock;
  const Index panels = (result.cols() + PackedMatrix::kPanel - 1) / PackedMatrix::kPanel;
  const auto part = [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      kernel(panelProductOf(a, b, bias, scale, result, rowBlock, i / panels, i % panels));
    }
  };
  const Index parts = blocks * panels;
  parallelRanges(parts, result.size() * a.cols() < kLeastWork ? parts : kPanelsAtOnce, part);
}

}  // namespace

void multiply(const ConstMatrixRef& a, const PackedMatrix& b, MatrixRef result, float scale) {
  multiplyPacked(a, b, nullptr, scale, result);
}

void addTransposedProduct(const ConstMatrixRef& a, const PackedMatrix& b, MatrixRef result) {
  assert(a.rows() == b.rows() && a.cols() == result.rows() && b.cols() == result.cols());
  const auto kernel = HWY_DYNAMIC_DISPATCH(turnedPanelProduct);
  for (Index index = 0; index < b.panels(); ++index) {
    const Index column = index * PackedMatrix::kPanel;
    kernel({.a = a.data(),
            .aStride = a.outerStride(),
            .panel = b.panel(index),
            .depth = a.rows(),
            .scale = 1,
            .result = result.data() + column,
            .resultStride = result.outerStride(),
            .rows = result.rows(),
            .columns = std::min(PackedMatrix::kPanel, result.cols() - column),
            .addsTo = true});
  }
}

void affine(const ConstMatrixRef& a, const PackedMatrix& weight,
            const Eigen::Ref<const Eigen::RowVectorXf>& bias, MatrixRef result) {
  assert(bias.size() == 0 || bias.size() == weight.cols());
  multiplyPacked(a, weight, bias.size() == 0 ? nullptr : bias.data(), 1, result);
}

}  // namespace headscope
#endif  // HWY_ONCE
