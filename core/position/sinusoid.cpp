#include "position/sinusoid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace headscope {
namespace {

constexpr double kLongestTimescale = 10000;

// Rows between two evaluations of sine and cosine. The rows in between turn the last evaluated
// angle by a small one, sin(a + b) = sin a cos b + cos a sin b, which costs two products in place
// of a sine and no more than a rounding error of double.
constexpr Index kBlock = 64;

std::vector<SinusoidColumn> interleavedColumns(int dModel) {
  std::vector<SinusoidColumn> columns(static_cast<std::size_t>(dModel));
  for (int c = 0; c < dModel; ++c) {
    const bool isSine = c % 2 == 0;
    const int even = c - c % 2;
    columns[static_cast<std::size_t>(c)] = {
        .wave = isSine ? Wave::sine : Wave::cosine,
        .frequency = std::pow(kLongestTimescale, -static_cast<double>(even) / dModel),
        .partner = isSine ? (c + 1 < dModel ? c + 1 : -1) : c - 1};
  }
  return columns;
}

std::vector<SinusoidColumn> concatenatedColumns(int dModel) {
  std::vector<SinusoidColumn> columns(static_cast<std::size_t>(dModel));
  const int half = dModel / 2;
  const double increment = std::log(kLongestTimescale) / std::max(half - 1, 1);
  for (int i = 0; i < half; ++i) {
    const double frequency = std::exp(-i * increment);
    columns[static_cast<std::size_t>(i)] = {Wave::sine, frequency, half + i};
    columns[static_cast<std::size_t>(half + i)] = {Wave::cosine, frequency, i};
  }
  return columns;
}

}  // namespace

double SinusoidColumn::wavelength() const {
  return wave == Wave::zero ? std::numeric_limits<double>::infinity()
                            : 2 * std::numbers::pi / frequency;
}

std::vector<SinusoidColumn> sinusoidColumns(PositionKind kind, Index dModel) {
  const int width = static_cast<int>(std::max<Index>(dModel, 0));
  switch (kind) {
    case PositionKind::sinusoidInterleaved:
      return interleavedColumns(width);
    case PositionKind::sinusoidConcatenated:
      return concatenatedColumns(width);
    case PositionKind::none:
    case PositionKind::learned:
    case PositionKind::rotary:
    case PositionKind::sinusoidSorted:
    case PositionKind::alibi:
    case PositionKind::buckets:
      break;
  }
  return {};
}

Matrix sinusoidTable(PositionKind kind, Index length, Index dModel) {
  length = std::max<Index>(length, 0);
  dModel = std::max<Index>(dModel, 0);
  Matrix table = Matrix::Zero(length, dModel);
  if (!isSinusoid(kind)) {
    return table;
  }
  using Table = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using Row = Eigen::Array<double, 1, Eigen::Dynamic>;
  const std::vector<SinusoidColumn> columns = sinusoidColumns(kind, dModel);

  const Index block = std::min(kBlock, length);
  Table turnSin(block, dModel), turnCos(block, dModel);
  for (Index k = 0; k < block; ++k) {
    for (Index c = 0; c < dModel; ++c) {
      const double angle = static_cast<double>(k) * columns[static_cast<std::size_t>(c)].frequency;
      turnSin(k, c) = std::sin(angle);
      turnCos(k, c) = std::cos(angle);
    }
  }

  // At the block's first position: the wave itself, and its derivative by the angle.
  Row value = Row::Zero(dModel), slope = Row::Zero(dModel);
  for (Index first = 0; first < length; first += kBlock) {
    for (Index c = 0; c < dModel; ++c) {
      const SinusoidColumn& column = columns[static_cast<std::size_t>(c)];
      const double angle = static_cast<double>(first) * column.frequency;
      if (column.wave == Wave::sine) {
        value(c) = std::sin(angle);
        slope(c) = std::cos(angle);
      } else if (column.wave == Wave::cosine) {
        value(c) = std::cos(angle);
        slope(c) = -std::sin(angle);
      }
    }
    for (Index k = 0; k < std::min(kBlock, length - first); ++k) {
      table.row(first + k).array() =
          (value * turnCos.row(k) + slope * turnSin.row(k)).cast<float>();
    }
  }
  return table;
}

}  // namespace headscope
