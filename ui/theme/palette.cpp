#include <QFontDatabase>

#include "theme/theme.h"

namespace headscope {

namespace {

QFont::Weight nextLighter(QFont::Weight weight) {
  switch (weight) {
    case QFont::Bold:
      return QFont::DemiBold;
    case QFont::DemiBold:
      return QFont::Medium;
    case QFont::Medium:
      return QFont::Normal;
    case QFont::Normal:
      return QFont::Light;
    default:
      return weight;
  }
}

}  // namespace

QColor mix(const QColor& a, const QColor& b, double amount) {
  const auto part = [amount](float from, float to) {
    return static_cast<float>(from + (to - from) * amount);
  };
  return QColor::fromRgbF(part(a.redF(), b.redF()), part(a.greenF(), b.greenF()),
                          part(a.blueF(), b.blueF()))
      .rgb();
}

QPalette palette(const Theme& theme) {
  QPalette palette;
  const QColor disabled = mix(theme.textQuiet, theme.panel, 0.4);
  const bool dark = theme.kind == ThemeKind::dark;
  palette.setColor(QPalette::Window, theme.panel);
  palette.setColor(QPalette::WindowText, theme.text);
  palette.setColor(QPalette::Base, theme.panel);
  palette.setColor(QPalette::AlternateBase, theme.canvas);
  palette.setColor(QPalette::Text, theme.text);
  palette.setColor(QPalette::Button, theme.panel);
  palette.setColor(QPalette::ButtonText, theme.text);
  palette.setColor(QPalette::BrightText, theme.warm);
  palette.setColor(QPalette::PlaceholderText, theme.textQuiet);
  palette.setColor(QPalette::ToolTipBase, theme.panel);
  palette.setColor(QPalette::ToolTipText, theme.text);
  palette.setColor(QPalette::Highlight, theme.accent);
  palette.setColor(QPalette::HighlightedText, dark ? theme.canvas : theme.panel);
  palette.setColor(QPalette::Link, theme.accent);
  palette.setColor(QPalette::LinkVisited, theme.accent);
  palette.setColor(QPalette::Light, mix(theme.panel, theme.text, dark ? 0.12 : 0.0));
  palette.setColor(QPalette::Midlight, theme.border);
  palette.setColor(QPalette::Mid, mix(theme.border, theme.text, 0.15));
  palette.setColor(QPalette::Dark, mix(theme.border, theme.text, 0.3));
  palette.setColor(QPalette::Shadow, dark ? QColor(0, 0, 0) : mix(theme.border, theme.text, 0.6));
  for (const QPalette::ColorRole role :
       {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, disabled);
  }
  palette.setColor(QPalette::Disabled, QPalette::Highlight, theme.border);
  palette.setColor(QPalette::Disabled, QPalette::HighlightedText, disabled);
  return palette;
}

QFont uiFont(int pixelSize, QFont::Weight weight, ThemeKind ground) {
  // Han characters fall back to the simplified Chinese forms, not to whichever comes first.
  static const QStringList families = [] {
    const QString inter = QStringLiteral("Inter");
    QStringList wanted;
    if (QFontDatabase::hasFamily(inter)) {
      wanted << inter;
    } else {
      wanted << QFontDatabase::systemFont(QFontDatabase::GeneralFont).families();
    }
    return wanted << QStringLiteral("Noto Sans CJK SC");
  }();
  QFont font(families);
  font.setPixelSize(pixelSize);
  font.setWeight(ground == ThemeKind::dark ? nextLighter(weight) : weight);
  // Text is as wide in a file as on the screen, and still sharp at one pixel a point.
  font.setHintingPreference(QFont::PreferVerticalHinting);
  return font;
}

}  // namespace headscope
