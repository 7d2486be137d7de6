#include "render/color_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include <QCoreApplication>

namespace headscope {

namespace {

#include "render/color_map_tables.inc"

struct Stop {
  double at;
  QRgb color;
};

constexpr Stop kInkLight[] = {
    {0.00, 0xffffffff}, {0.10, 0xffe7edfa}, {0.20, 0xffc7d4f6}, {0.29, 0xffa2b5ef},
    {0.38, 0xff8198e6}, {0.50, 0xff5973d7}, {0.60, 0xff3e58c7}, {0.70, 0xff2b3ea3},
    {0.78, 0xff212c82}, {0.87, 0xff181b5b}, {1.00, 0xff0e0b30},
};
constexpr Stop kInkDark[] = {
    {0.000, 0xff1c2026}, {0.125, 0xff212d4e}, {0.250, 0xff2a3d7a}, {0.375, 0xff3c57ae},
    {0.500, 0xff5977dc}, {0.600, 0xff7895f0}, {0.675, 0xff95acf8}, {0.775, 0xffbacafc},
    {0.875, 0xffd8e2fd}, {1.000, 0xfff8faff},
};
// The signed maps stop where ink is still coloured (ink at 0.78): at its very end blue and warm
// could not be told apart. The warm stops have the lightness and chroma of the blue ones.
constexpr Stop kInkSignedLight[] = {
    {0.000, 0xff6f0b00}, {0.051, 0xff8d1a00}, {0.115, 0xffaf3400}, {0.179, 0xffc35627},
    {0.256, 0xffd98362}, {0.314, 0xffe6a68d}, {0.372, 0xfff1cbbc}, {0.436, 0xfff8e9e4},
    {0.500, 0xffffffff}, {0.564, 0xffe7edfa}, {0.628, 0xffc7d4f6}, {0.686, 0xffa2b5ef},
    {0.744, 0xff8198e6}, {0.821, 0xff5973d7}, {0.885, 0xff3e58c7}, {0.949, 0xff2b3ea3},
    {1.000, 0xff212c82},
};
constexpr Stop kInkSignedDark[] = {
    {0.000, 0xfff4bea6}, {0.065, 0xffea9974}, {0.113, 0xffde7d4f}, {0.177, 0xffc75b20},
    {0.258, 0xff9b3d00}, {0.339, 0xff6d2b05}, {0.419, 0xff472413}, {0.500, 0xff1c2026},
    {0.581, 0xff212d4e}, {0.661, 0xff2a3d7a}, {0.742, 0xff3c57ae}, {0.823, 0xff5977dc},
    {0.887, 0xff7895f0}, {0.935, 0xff95acf8}, {1.000, 0xffbacafc},
};

double toLinear(int channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

int fromLinear(double value) {
  const double c = std::clamp(value, 0.0, 1.0);
  const double encoded = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
  return static_cast<int>(std::lround(encoded * 255.0));
}

// Oklab, a space in which equal steps look equal: https://bottosson.github.io/posts/oklab/
using Lab = std::array<double, 3>;

Lab toOklab(QRgb color) {
  const double r = toLinear(qRed(color));
  const double g = toLinear(qGreen(color));
  const double b = toLinear(qBlue(color));
  const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

QRgb fromOklab(const Lab& lab) {
  const auto cube = [](double x) { return x * x * x; };
  const double l = cube(lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2]);
  const double m = cube(lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2]);
  const double s = cube(lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2]);
  return qRgb(fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
              fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
              fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
}

// Straight lines between the stops, in Oklab.
ColorTable tableThrough(std::span<const Stop> stops) {
  ColorTable table;
  std::size_t right = 1;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double t = static_cast<double>(i) / 255.0;
    while (right + 1 < stops.size() && stops[right].at < t) {
      ++right;
    }
    const Stop& from = stops[right - 1];
    const Stop& to = stops[right];
    const double part = std::clamp((t - from.at) / (to.at - from.at), 0.0, 1.0);
    const Lab a = toOklab(from.color);
    const Lab b = toOklab(to.color);
    Lab between;
    for (std::size_t c = 0; c < between.size(); ++c) {
      between[c] = a[c] + (b[c] - a[c]) * part;
    }
    table[i] = fromOklab(between);
  }
  return table;
}

struct Name {
  ColorMapId id;
  const char* key;
  const char* shown;
};

constexpr Name kNames[] = {
    {ColorMapId::ink, "ink", QT_TRANSLATE_NOOP("ColorMap", "Ink")},
    {ColorMapId::viridis, "viridis", QT_TRANSLATE_NOOP("ColorMap", "Viridis")},
    {ColorMapId::magma, "magma", QT_TRANSLATE_NOOP("ColorMap", "Magma")},
    {ColorMapId::cividis, "cividis", QT_TRANSLATE_NOOP("ColorMap", "Cividis")},
    {ColorMapId::inkSigned, "ink-signed", QT_TRANSLATE_NOOP("ColorMap", "Ink, signed")},
};

}  // namespace

const ColorMap& colorMap(ColorMapId id, ThemeKind kind) {
  static const ColorMap inkLight(tableThrough(kInkLight));
  static const ColorMap inkDark(tableThrough(kInkDark));
  static const ColorMap inkSignedLight(tableThrough(kInkSignedLight));
  static const ColorMap inkSignedDark(tableThrough(kInkSignedDark));
  static const ColorMap viridis(kViridis);
  static const ColorMap magma(kMagma);
  static const ColorMap cividis(kCividis);
  const bool dark = kind == ThemeKind::dark;
  switch (id) {
    case ColorMapId::viridis:
      return viridis;
    case ColorMapId::magma:
      return magma;
    case ColorMapId::cividis:
      return cividis;
    case ColorMapId::inkSigned:
      return dark ? inkSignedDark : inkSignedLight;
    case ColorMapId::ink:
      break;
  }
  return dark ? inkDark : inkLight;
}

QString colorMapName(ColorMapId id) {
  const auto name = std::find_if(std::begin(kNames), std::end(kNames),
                                 [id](const Name& candidate) { return candidate.id == id; });
  return QCoreApplication::translate("ColorMap", name->shown);
}

QString colorMapKey(ColorMapId id) {
  const auto name = std::find_if(std::begin(kNames), std::end(kNames),
                                 [id](const Name& candidate) { return candidate.id == id; });
  return QString::fromLatin1(name->key);
}

ColorMapId colorMapFromKey(const QString& key) {
  for (const Name& name : kNames) {
    if (key == QLatin1String(name.key)) {
      return name.id;
    }
  }
  return ColorMapId::ink;
}

}  // namespace headscope
