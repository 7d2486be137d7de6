#pragma once

#include <QPainter>

#include "render/figure_style.h"
#include "render/head_sheet.h"
#include "render/head_sheet_layout.h"

namespace headscope {

// Paints a sheet of heads on the screen or into a file, with its background: what touches `region`
// (all of it for a file). The layout is the sheet's own. Pictures are copied, not made.
void paintHeadSheet(QPainter& painter, const HeadSheet& figure, const HeadSheetLayout& layout,
                    const FigureStyle& style, const QRectF& region);

}  // namespace headscope
