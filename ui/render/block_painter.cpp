#include "render/block_painter.h"

#include <algorithm>
#include <cmath>

#include <QPainterPath>

#include "render/heatmap_painter.h"
#include "render/map_image.h"
#include "render/painting.h"
#include "render/shaped_text.h"
#include "render/tabular_text.h"

namespace headscope {

namespace {

// The matrices of a block and what leads from one to the next.
class ChainPainting {
 public:
  ChainPainting(QPainter& painter, const BlockFigure& figure, const BlockLayout& layout,
                const FigureStyle& style)
      : painter_(painter), figure_(figure), layout_(layout), style_(style), theme_(style.theme) {}

  void paint() {
    paintHeader();
    for (std::size_t i = 0; i < figure_.tiles.size(); ++i) {
      const bool isCurrent = static_cast<int>(i) == figure_.current;
      paintCaption(figure_.tiles[i], layout_.tiles()[i], isCurrent);
      paintMatrix(figure_.tiles[i], layout_.tiles()[i].map);
      if (isCurrent) {
        paintFrame(painter_, layout_.tiles()[i].map.adjusted(-5, -5, 5, 5), 2, theme_.accent);
      }
    }
    paintArrows();
  }

 private:
  void paintHeader() {
    paintText(painter_, style_.font(style_.titleSize, QFont::DemiBold), theme_.text,
              layout_.title(), Align::left, figure_.title);
    for (const BlockTag& tag : layout_.tags()) {
      painter_.save();
      painter_.setRenderHint(QPainter::Antialiasing);
      painter_.setPen(Qt::NoPen);
      painter_.setBrush(theme_.accentSoft);
      painter_.drawRoundedRect(tag.rect, tag.rect.height() / 2, tag.rect.height() / 2);
      painter_.restore();
      paintText(painter_, style_.font(style_.captionSize, QFont::Medium), theme_.accent, tag.rect,
                Align::centre, tag.text);
    }
    paintText(painter_, style_.font(style_.captionSize), theme_.textQuiet, layout_.hint(),
              Align::left, figure_.hint);
  }

  void paintCaption(const BlockTile& tile, const BlockTilePlace& place, bool isCurrent) {
    const QFont nameFont = style_.font(style_.listSize, QFont::DemiBold);
    const QFont quiet = style_.font(style_.scaleSize);
    QRectF caption = place.caption.adjusted(0, 0, 0, -6);
    paintText(painter_, nameFont, isCurrent ? theme_.accent : theme_.text, caption, Align::left,
              tile.name);
    if (place.shapeInCaption) {
      caption.setLeft(caption.left() + textWidth(nameFont, tile.name) + 8);
      paintText(painter_, quiet, theme_.textQuiet, caption, Align::left, tile.shape);
    }
    const double down = isCurrent ? 4 : 0;
    paintText(painter_, quiet, theme_.textQuiet, place.note.translated(0, down), Align::left,
              place.noteText);
  }

  void paintMatrix(const BlockTile& tile, const QRectF& map) {
    const Matrix& values = tile.matrix->values;
    const ColorMap& colors =
        tile.isAttention ? style_.colors() : colorMap(ColorMapId::inkSigned, theme_.kind);
    const ValueRange range =
        tile.isAttention ? ValueRange() : ValueRange{.low = -tile.reach, .high = tile.reach};
    QImage image = colorized(values, colors, range, missingColor(theme_).rgb());
    // Whole pixels of the device for each cell as far as that goes, and sharp edges in a file.
    const int times = isVectorDevice(painter_) ? 8 : 1;
    if (times > 1) {
      image = image.scaled(image.size() * times, Qt::IgnoreAspectRatio, Qt::FastTransformation);
    }
    painter_.save();
    painter_.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter_.drawImage(map, image);
    painter_.restore();
    paintFrame(painter_, map.adjusted(-1, -1, 1, 1), 1, theme_.border);
    if (tile.row < 0) {
      return;
    }
    const auto edges = [](Index pixel, Index count, double from, double length, double least) {
      const double one = length / static_cast<double>(count);
      const double start = std::round(from + static_cast<double>(pixel) * one);
      const double end = std::round(from + static_cast<double>(pixel + 1) * one);
      const double more = std::max(0.0, std::ceil((least - (end - start)) / 2));
      return std::pair{start - more, end + more};
    };
    const auto [top, bottom] =
        edges(tile.matrix->pixelOfRow(tile.row), values.rows(), map.top(), map.height(), 3);
    paintFrame(painter_,
               QRectF(QPointF(map.left() - 1, top - 1), QPointF(map.right() + 1, bottom + 1)), 1,
               theme_.accent);
    if (tile.column < 0) {
      return;
    }
    const auto [left, right] =
        edges(tile.matrix->pixelOfCol(tile.column), values.cols(), map.left(), map.width(), 4);
    paintFrame(painter_, QRectF(QPointF(left - 1, top - 1), QPointF(right + 1, bottom + 1)), 2,
               theme_.warm);
  }

  void paintArrows() {
    const QColor color = mix(theme_.textQuiet, theme_.canvas, 0.25);
    constexpr double kHead = 7;
    painter_.save();
    painter_.setRenderHint(QPainter::Antialiasing);
    for (const BlockArrow& arrow : layout_.arrows()) {
      const QPointF along = arrow.to - arrow.second;
      const double length = std::hypot(along.x(), along.y());
      const QPointF ahead = length > 0 ? along / length : QPointF(1, 0);
      const QPointF aside(-ahead.y(), ahead.x());
      const QPointF neck = arrow.to - ahead * kHead;
      QPainterPath path(arrow.from);
      path.cubicTo(arrow.first, arrow.second - ahead * std::min(kHead, length / 2), neck);
      painter_.setPen(QPen(color, 1.2));
      painter_.setBrush(Qt::NoBrush);
      painter_.drawPath(path);
      painter_.setPen(Qt::NoPen);
      painter_.setBrush(color);
      painter_.drawPolygon(QPolygonF{arrow.to, neck + aside * kHead / 2, neck - aside * kHead / 2});
    }
    painter_.restore();
  }

  QPainter& painter_;
  const BlockFigure& figure_;
  const BlockLayout& layout_;
  const FigureStyle& style_;
  const Theme& theme_;
};

void paintBlockCard(QPainter& painter, const BlockCard& card, const QRectF& room,
                    const FigureStyle& style) {
  paintText(painter, style.font(style.scaleSize), style.theme.textQuiet,
            QRectF(room.left(), room.top(), room.width(), 15), Align::left, card.label);
  const TabularText working(style.font(style.captionSize));
  painter.setPen(style.theme.textQuiet);
  working.draw(painter, {room.left(), room.top() + 27}, card.working);
  const TabularText result(style.font(style.listSize, QFont::DemiBold));
  painter.setPen(card.isTotal ? style.theme.accent : style.theme.text);
  result.draw(painter, {room.left(), room.top() + 43}, card.result);
}

}  // namespace

void paintBlockChain(QPainter& painter, const BlockFigure& figure, const BlockLayout& layout,
                     const FigureStyle& style) {
  painter.save();
  if (figure.tiles.empty()) {
    paintSentence(painter, style.font(style.labelSize), style.theme.textQuiet,
                  QRectF(16, 0.4 * layout.height(), layout.width() - 32, 24), figure.emptyText);
  } else {
    ChainPainting(painter, figure, layout, style).paint();
  }
  painter.restore();
}

void paintBlockExplanation(QPainter& painter, const BlockFigure& figure, const BlockLayout& layout,
                           const FigureStyle& style) {
  const BlockExplanation& explanation = figure.explanation;
  if (figure.tiles.empty() || explanation.name.isEmpty()) {
    return;
  }
  painter.save();
  painter.fillRect(QRectF(0, 0, layout.width(), 1), style.theme.border);
  paintText(painter, style.font(style.listSize, QFont::DemiBold), style.theme.accent, layout.name(),
            Align::left, explanation.name);
  QRectF line = layout.sentence();
  line.setHeight(20);
  for (const QString& words : layout.sentenceLines()) {
    paintText(painter, style.font(style.listSize), style.theme.text, line, Align::left, words);
    line.translate(0, line.height());
  }
  paintText(painter, style.font(style.captionSize), style.theme.textQuiet, layout.place(),
            Align::left, explanation.place);
  const TabularText value(style.font(20, QFont::DemiBold));
  painter.setPen(style.theme.text);
  value.draw(painter, {layout.value().left(), layout.value().center().y() + value.capHeight() / 2},
             explanation.value);
  for (std::size_t i = 0; i < layout.cards().size(); ++i) {
    paintBlockCard(painter, explanation.cards[i], layout.cards()[i], style);
  }
  painter.restore();
}

void paintBlock(QPainter& painter, const BlockFigure& figure, const BlockLayout& layout,
                const FigureStyle& style) {
  painter.fillRect(QRectF(0, 0, layout.width(), layout.height()), style.theme.canvas);
  paintBlockChain(painter, figure, layout, style);
  painter.save();
  painter.translate(0, layout.chainHeight());
  paintBlockExplanation(painter, figure, layout, style);
  painter.restore();
}

}  // namespace headscope
