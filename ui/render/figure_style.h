#pragma once

#include "render/color_map.h"
#include "theme/theme.h"

namespace headscope {

// How a figure looks, on any device. Lengths are pixels of a 1x screen; a painter's transform makes
// them millimetres or more pixels.
struct FigureStyle {
  Theme theme = headscope::theme(ThemeKind::light);
  ColorMapId colorMap = ColorMapId::ink;
  int titleSize = 16;
  int labelSize = 14;       // tokens beside a map
  int smallLabelSize = 10;  // the smallest a token's label shrinks to before labels are thinned out
  int listSize = 13;        // tokens and numbers under each other
  int captionSize = 12;
  int scaleSize = 11;  // numbers of a scale, titles of the axes

  QFont font(int pixelSize, QFont::Weight weight = QFont::Normal) const {
    return uiFont(pixelSize, weight, theme.kind);
  }
  const ColorMap& colors() const { return headscope::colorMap(colorMap, theme.kind); }
};

}  // namespace headscope
