#pragma once

#include <QByteArray>

namespace headscope {

// An SVG as QSvgGenerator wrote it, in which every text says how wide it is and what to fall back
// on, so that right-aligned and centred labels stay in place where the font is missing.
QByteArray withTextWidths(const QByteArray& svg);

}  // namespace headscope
