#pragma once

#include <memory>
#include <vector>

#include <QString>

#include "position/sinusoid.h"

namespace headscope {

// A table of position encodings and what is known of it; a value, cheap to copy.
struct PositionTable {
  PositionKind kind = PositionKind::none;
  QString title;                         // "Sinusoid, interleaved"
  std::shared_ptr<const Matrix> values;  // (length, d_model); null: there are no positions
  std::vector<SinusoidColumn> columns;   // the formula of each dimension; empty without one

  Index length() const { return values ? values->rows() : 0; }
  Index width() const { return values ? values->cols() : 0; }
  bool isEmpty() const { return length() == 0 || width() == 0; }
};

// Computes the table; PositionKind::none and PositionKind::learned have no formula and give an
// empty one.
PositionTable sinusoidPositions(PositionKind kind, Index length, Index dModel);

// What rotary positions (position/rotary.h) turn by: the cosines of all frequencies, then their
// sines; (length, 2 · frequencies). The dot product of two rows is what a query and a key of ones
// would keep of their score at this distance. Without frequencies it is PositionKind::none.
PositionTable rotaryPositions(const std::vector<float>& frequencies, Index length, QString title);

// A table that is part of a model's weights. Without rows or columns it is PositionKind::none.
PositionTable learnedPositions(Matrix table, QString title);

// "Sinusoid, interleaved": for titles and menus.
QString positionKindTitle(PositionKind kind);

// Values a colour scale around 0 shall tell apart: ±limit. The largest finite magnitude, but where
// a few outliers are more than twice as large as 99.5 % of a table's values, that percentile, so
// that the table does not fade. Never 0.
struct PositionScale {
  double limit = 1;
  double largest = 1;  // the largest finite magnitude
  bool clips() const { return largest > limit; }
};
PositionScale positionScale(const PositionTable& table);

// Up to three dimensions worth comparing at first sight: of a sinusoid sines, the fastest first.
std::vector<int> typicalDimensions(const PositionTable& table);

// The dimension of `to` that is the same wave as `dimension` of `from`: between the two layouts of
// one width the sine and cosine of the same number, else the dimension itself. -1 where `to` has
// no such dimension.
int sameDimension(const PositionTable& from, const PositionTable& to, int dimension);

// In words: "Position 12, dimension 6: 0.123", and what kind of dimension it is:
// "sine · repeats every 6.7 positions · its cosine is dimension 7".
QString cellWords(const PositionTable& table, int position, int dimension);
QString dimensionWords(const PositionTable& table, int dimension);

}  // namespace headscope
