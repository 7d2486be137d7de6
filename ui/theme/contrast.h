#pragma once

#include <QColor>

namespace headscope {

// Relative luminance in [0, 1] and contrast ratio in [1, 21] of opaque sRGB colours, by the
// definitions of WCAG 2.1, https://www.w3.org/TR/WCAG21/#dfn-relative-luminance. Text needs 4.5.
double relativeLuminance(const QColor& color);
double contrastRatio(const QColor& a, const QColor& b);

// The colour for text on this background: the preferred one where it is readable (4.5), else
// black or white, whichever stands out more. One of them always reaches 4.5.
QColor readableOn(const QColor& background, const QColor& preferred);

// The colour itself where it is readable on this background (4.5), else as little of it mixed with
// `text` as makes it so.
QColor readableTint(const QColor& color, const QColor& background, const QColor& text);

}  // namespace headscope
