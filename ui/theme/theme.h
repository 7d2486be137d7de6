#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

namespace headscope {

enum class ThemeKind { light, dark };

// Every colour the window and the figures use. One accent, one warm colour for the chosen cell;
// everything else is a grey of the theme.
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
};

const Theme& theme(ThemeKind kind);

// The application's palette and style sheet in this theme, for QApplication.
QPalette palette(const Theme& theme);
QString styleSheet(const Theme& theme);

// Inter where installed, else the system's sans-serif; sizes in pixels as designed at 1x.
QFont uiFont(int pixelSize, QFont::Weight weight = QFont::Normal);

}  // namespace headscope
