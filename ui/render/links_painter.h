#pragma once

#include <QPainter>

#include "render/figure_style.h"
#include "render/links_figure.h"
#include "render/links_layout.h"

namespace headscope {

// Paints a figure of links on the screen or into a file, with its background: what touches
// `region` (all of it for a file). The layout is the figure's own.
void paintLinks(QPainter& painter, const LinksFigure& figure, const LinksLayout& layout,
                const FigureStyle& style, const QRectF& region);

// How a chip that names a head is filled.
QColor headChipGround(const Theme& theme, const LinksHead& head);

}  // namespace headscope
