#include "views/position_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <QLocale>

#include "position/rotary.h"
#include "render/tabular_text.h"
#include "views/position_text.h"

namespace headscope {
namespace {

QString wavelengthText(double wavelength) {
  const int decimals = wavelength < 10 ? 2 : wavelength < 100 ? 1 : 0;
  return QLocale(QLocale::English).toString(wavelength, 'f', decimals);
}

// Enough decimals to tell a table's values apart: three from 0.1 on, more for smaller ones.
int decimalsFor(double largest) {
  return largest >= 0.1 ? 3 : largest >= 0.01 ? 4 : 5;
}

QString valueText(const PositionTable& table, double value) {
  if (!std::isfinite(value)) {
    return PositionText::tr("not a finite number");
  }
  if (!table.columns.empty()) {
    return listNumber(value, 3);
  }
  return listNumber(value, decimalsFor(positionScale(table).largest));
}

}  // namespace

PositionTable sinusoidPositions(PositionKind kind, Index length, Index dModel) {
  PositionTable table;
  if (!isSinusoid(kind) || length <= 0 || dModel <= 0) {
    table.title = positionKindTitle(PositionKind::none);
    return table;
  }
  table.kind = kind;
  table.title = positionKindTitle(kind);
  table.values = std::make_shared<const Matrix>(sinusoidTable(kind, length, dModel));
  table.columns = sinusoidColumns(kind, dModel);
  return table;
}

PositionTable rotaryPositions(const std::vector<float>& frequencies, Index length, QString title) {
  PositionTable table;
  if (frequencies.empty() || length <= 0) {
    table.title = positionKindTitle(PositionKind::none);
    return table;
  }
  table.kind = PositionKind::rotary;
  table.title = title.isEmpty() ? positionKindTitle(PositionKind::rotary) : std::move(title);
  const RotaryAngles angles = rotaryAngles({.frequencies = frequencies}, 0, length);
  Matrix values(length, 2 * angles.cosine.cols());
  values << angles.cosine, angles.sine;
  table.values = std::make_shared<const Matrix>(std::move(values));
  const int pairs = static_cast<int>(frequencies.size());
  for (const Wave wave : {Wave::cosine, Wave::sine}) {
    for (int pair = 0; pair < pairs; ++pair) {
      const double frequency = double{frequencies[static_cast<std::size_t>(pair)]};
      table.columns.push_back({.wave = wave,
                               .frequency = frequency,
                               .partner = wave == Wave::cosine ? pairs + pair : pair});
    }
  }
  return table;
}

PositionTable learnedPositions(Matrix values, QString title) {
  PositionTable table;
  if (values.size() == 0) {
    table.title = positionKindTitle(PositionKind::none);
    return table;
  }
  table.kind = PositionKind::learned;
  table.title = title.isEmpty() ? positionKindTitle(PositionKind::learned) : std::move(title);
  table.values = std::make_shared<const Matrix>(std::move(values));
  return table;
}

QString positionKindTitle(PositionKind kind) {
  switch (kind) {
    case PositionKind::none:
      return PositionText::tr("No positions");
    case PositionKind::sinusoidInterleaved:
      return PositionText::tr("Sinusoid, interleaved");
    case PositionKind::sinusoidConcatenated:
      return PositionText::tr("Sinusoid, concatenated halves");
    case PositionKind::learned:
      return PositionText::tr("Learned positions");
    case PositionKind::rotary:
      return PositionText::tr("Rotary positions");
    case PositionKind::sinusoidSorted:
      return PositionText::tr("Sinusoids, sines before cosines");
    case PositionKind::alibi:
    case PositionKind::buckets:
      return PositionText::tr("Positions by distance");
  }
  return {};
}

PositionScale positionScale(const PositionTable& table) {
  if (table.isEmpty() || !table.columns.empty()) {
    return {};
  }
  constexpr Index kMostSamples = 1 << 16;
  const Matrix& values = *table.values;
  Index step = std::max<Index>(values.size() / kMostSamples, 1);
  while (std::gcd(step, values.cols()) != 1) {
    ++step;  // else it would visit some columns only
  }
  std::vector<float> sample;
  double largest = 0;
  for (Index i = 0; i < values.size(); ++i) {
    const float magnitude = std::abs(values.data()[i]);
    if (std::isfinite(magnitude)) {
      largest = std::max(largest, static_cast<double>(magnitude));
      if (i % step == 0) {
        sample.push_back(magnitude);
      }
    }
  }
  if (largest == 0) {
    return {};
  }
  if (sample.empty()) {
    return {largest, largest};
  }
  const auto nth = sample.begin() + static_cast<std::ptrdiff_t>(0.995 * (sample.size() - 1.0));
  std::nth_element(sample.begin(), nth, sample.end());
  const double most = *nth;
  return {most > 0 && largest > 2 * most ? most : largest, largest};
}

std::vector<int> typicalDimensions(const PositionTable& table) {
  constexpr int kFew = 8;
  const int width = static_cast<int>(table.width());
  std::vector<int> dimensions;
  for (int i : {0, 1, 2}) {
    int dimension = width <= kFew ? 2 * i : width * i / 8;
    if (table.kind == PositionKind::sinusoidInterleaved) {
      dimension -= dimension % 2;
    } else if (table.kind == PositionKind::sinusoidConcatenated ||
               table.kind == PositionKind::rotary) {
      dimension /= 2;  // one wave of each frequency is in the first half
    }
    if (dimension < width) {
      dimensions.push_back(dimension);
    }
  }
  return dimensions;
}

int sameDimension(const PositionTable& from, const PositionTable& to, int dimension) {
  const int width = static_cast<int>(to.width());
  if (dimension < 0 || dimension >= from.width() || dimension >= width) {
    return -1;
  }
  const int half = width / 2;
  if (from.width() != width || dimension >= 2 * half || !isSinusoid(from.kind) ||
      !isSinusoid(to.kind) || from.kind == to.kind) {
    return dimension;
  }
  return from.kind == PositionKind::sinusoidInterleaved ? dimension / 2 + (dimension % 2) * half
                                                        : 2 * (dimension % half) + dimension / half;
}

QString cellWords(const PositionTable& table, int position, int dimension) {
  if (position < 0 || position >= table.length() || dimension < 0 || dimension >= table.width()) {
    return {};
  }
  const double value = static_cast<double>((*table.values)(position, dimension));
  return PositionText::tr("Position %1, dimension %2: %3")
      .arg(QString::number(position), QString::number(dimension), valueText(table, value));
}

QString dimensionWords(const PositionTable& table, int dimension) {
  if (dimension < 0 || dimension >= table.width()) {
    return {};
  }
  if (table.columns.empty()) {
    double low = 0, high = 0;
    bool any = false;
    for (Index p = 0; p < table.length(); ++p) {
      const double value = static_cast<double>((*table.values)(p, dimension));
      if (std::isfinite(value)) {
        low = any ? std::min(low, value) : value;
        high = any ? std::max(high, value) : value;
        any = true;
      }
    }
    return any ? PositionText::tr("learned · dimension %1 lies between %2 and %3")
                     .arg(QString::number(dimension), valueText(table, low), valueText(table, high))
               : PositionText::tr("learned · dimension %1 has no finite value").arg(dimension);
  }
  const SinusoidColumn& column = table.columns[static_cast<std::size_t>(dimension)];
  if (column.wave == Wave::zero) {
    return PositionText::tr("0 at every position: it only makes the width odd");
  }
  const bool isSine = column.wave == Wave::sine;
  QString words = (isSine ? PositionText::tr("sine · repeats every %1 positions")
                          : PositionText::tr("cosine · repeats every %1 positions"))
                      .arg(wavelengthText(column.wavelength()));
  if (column.partner >= 0) {
    words += (isSine ? PositionText::tr(" · its cosine is dimension %1")
                     : PositionText::tr(" · its sine is dimension %1"))
                 .arg(column.partner);
  }
  return words;
}

}  // namespace headscope
