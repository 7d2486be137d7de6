#pragma once

#include <array>

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

namespace headscope {

enum class ThemeKind { light, dark };

// Every colour the window and the figures use. One accent, one warm colour for the chosen cell;
// everything else is a grey of the theme, but for heads that are shown together.
struct Theme {
  ThemeKind kind;
  QColor panel;       // top bar, side panels, inputs; weight 0 of the default map
  QColor canvas;      // behind the figure
  QColor border;      // hairlines between panels and around inputs
  QColor grid;        // lines between the cells of a map
  QColor text;        // strong text and numbers
  QColor textQuiet;   // labels
  QColor accent;      // the chosen row, links, focus
  QColor accentSoft;  // behind a chip or a hovered control
  QColor warm;        // the chosen cell, negative values
  QColor error;
  std::array<QColor, 12> heads;  // beside a head in the accent
};

const Theme& theme(ThemeKind kind);

// The application's palette and style sheet in this theme, for QApplication with the Fusion style.
// Widgets take a part through the dynamic property "role":
//   QWidget  "panel" (side panel), "canvas" (behind a figure), "line" (a hairline, 1 px)
//   QLabel   "quiet", "heading" (small capitals are the caller's), "title", "number", "error",
//   "chip" QAbstractButton "primary" (the one filled button), "link" (accent text without a frame),
//   "dots" (a menu without its arrow)
//   QLineEdit "sentence" (the large field)
//   QListView "bare" (on what is behind it)
// A list or tree that scrolls to an entry before it is shown must be asked to ensurePolished()
// first, or its rows keep their unstyled height.
QPalette palette(const Theme& theme);
QString styleSheet(const Theme& theme);

// The colour of a head among several: the accent for 0, then each of theme.heads; more begin again.
QColor headColor(const Theme& theme, int number);

// One colour between two: `amount` 0 gives a, 1 gives b.
QColor mix(const QColor& a, const QColor& b, double amount);

// Inter where installed, else the system's sans-serif; sizes in pixels as designed at 1x. Light
// text on a dark ground is blended in linear light by Qt and looks a weight heavier than dark text
// on a light one: a dark ground takes the next lighter weight.
QFont uiFont(int pixelSize, QFont::Weight weight = QFont::Normal,
             ThemeKind ground = ThemeKind::light);

}  // namespace headscope
