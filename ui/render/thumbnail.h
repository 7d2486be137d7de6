#pragma once

#include <QImage>
#include <QSize>

#include "model/attention_source.h"
#include "render/color_map.h"
#include "tensor/matrix.h"

namespace headscope {

// Weights of a diffuse head are small: the root shows them beside a head that looks at one token.
enum class Tone { linear, root };

// What a thumbnail of a head is made of: its map, or of a long text the greatest of blocks of
// cells, so that 16,384 x 16,384 never lie in memory whole. A thumbnail of either looks the same.
Matrix mapForThumbnail(const AttentionSource& source, HeadId head);

// A map (rows, cols) as exactly so many pixels: the greatest value where several cells share a
// pixel, the cell's colour in all its pixels where it has several. Null for an empty map or size.
QImage thumbnail(ConstMatrixRef map, QSize pixels, const ColorMap& colors, Tone tone = Tone::root,
                 ValueRange range = {});

}  // namespace headscope
