#include "render/head_sheet_painter.h"

#include <algorithm>
#include <cmath>

#include "render/painting.h"
#include "render/shaped_text.h"
#include "render/tabular_text.h"

namespace headscope {

namespace {

// Paints one sheet.
class HeadSheetPainter {
 public:
  HeadSheetPainter(QPainter& painter, const HeadSheet& figure, const HeadSheetLayout& layout,
                   const FigureStyle& style)
      : painter_(painter),
        figure_(figure),
        layout_(layout),
        style_(style),
        theme_(style.theme),
        number_(style.font(style.captionSize, QFont::DemiBold)),
        score_(style.font(style.scaleSize)) {}

  void paint(const QRectF& region);

 private:
  void paintHeader();
  void paintCards(const QRectF& region);
  void paintPicture(const QImage& picture, const QRectF& place);
  void paintTexts(int card);
  void paintNames(const QRectF& region);

  QPainter& painter_;
  const HeadSheet& figure_;
  const HeadSheetLayout& layout_;
  const FigureStyle& style_;
  const Theme& theme_;
  TabularText number_;
  TabularText score_;
};

void HeadSheetPainter::paintHeader() {
  paintText(painter_, style_.font(style_.titleSize, QFont::DemiBold), theme_.text,
            layout_.titleLine(), Align::left, figure_.title);
  paintText(painter_, style_.font(style_.captionSize), theme_.textQuiet, layout_.subtitleLine(),
            Align::left, figure_.subtitle);
}

// Made for this size it is copied pixel by pixel. One that is enlarged stays sharp: its cells have
// edges.
void HeadSheetPainter::paintPicture(const QImage& picture, const QRectF& place) {
  if (picture.isNull()) {
    painter_.fillRect(place, theme_.panel);
    return;
  }
  const double pixels = place.width() * painter_.device()->devicePixelRatioF();
  if (picture.width() == static_cast<int>(std::lround(pixels)) && !isVectorDevice(painter_)) {
    painter_.drawImage(place, picture);
    return;
  }
  painter_.setRenderHint(QPainter::SmoothPixmapTransform, picture.width() > pixels);
  painter_.drawImage(place, picture);
  painter_.setRenderHint(QPainter::SmoothPixmapTransform, false);
}

void HeadSheetPainter::paintTexts(int index) {
  const HeadSheetCard& card = figure_.cards[static_cast<std::size_t>(index)];
  if (const QRectF line = layout_.nameLine(index); !line.isEmpty()) {
    const bool chosen = index == figure_.chosen;
    double room = line.width();
    if (!card.value.isEmpty()) {
      room -= number_.width(card.value) + 8;
      painter_.setPen(theme_.text);
      number_.drawRight(painter_, {line.right(), line.center().y() + number_.capHeight() / 2},
                        card.value);
    }
    paintText(painter_, style_.font(style_.captionSize, chosen ? QFont::DemiBold : QFont::Normal),
              chosen ? theme_.accent : theme_.textQuiet,
              QRectF(line.left(), line.top(), room, line.height()), Align::left, card.name);
  }
  const QRectF line = layout_.labelLine(index);
  if (line.isEmpty() || card.label.isEmpty()) {
    return;
  }
  // The name gives way, its score does not.
  const QFont font = style_.font(style_.scaleSize);
  const double scoreWidth = score_.width(card.labelScore);
  const QString label = fittingText(font, card.label, line.width() - scoreWidth - 4);
  const double labelWidth = textWidth(font, label);
  paintText(painter_, font, theme_.textQuiet,
            QRectF(line.left(), line.top(), std::ceil(labelWidth) + 1, line.height()), Align::left,
            label);
  painter_.setPen(theme_.textQuiet);
  score_.draw(painter_, {line.left() + labelWidth + 4, line.center().y() + score_.capHeight() / 2},
              card.labelScore);
}

void HeadSheetPainter::paintCards(const QRectF& region) {
  painter_.save();
  painter_.setClipRect(layout_.body().intersected(region));
  const QRectF reach = region.adjusted(-4, -4, 4, 4);  // frames reach out
  for (const int index : layout_.cardsIn(reach)) {
    const QRectF place = layout_.picture(index);
    paintPicture(figure_.cards[static_cast<std::size_t>(index)].picture, place);
    if (index == figure_.chosen) {
      paintFrame(painter_, place.adjusted(-3, -3, 3, 3), 2, theme_.accent);
    } else {
      paintFrame(painter_, place.adjusted(-1, -1, 1, 1), 1,
                 index == figure_.hovered ? theme_.textQuiet : theme_.border);
    }
    paintTexts(index);
  }
  painter_.restore();
}

// Of layers and heads; those of the chosen one in the accent.
void HeadSheetPainter::paintNames(const QRectF& region) {
  const auto paintName = [&](const QRectF& place, Align align, bool chosen, const QString& text) {
    if (place.intersects(region)) {
      paintText(painter_, style_.font(style_.scaleSize, chosen ? QFont::DemiBold : QFont::Normal),
                chosen ? theme_.accent : theme_.textQuiet, place, align, text);
    }
  };
  const int columns = layout_.columns();
  const QRectF body = layout_.body();
  painter_.save();
  painter_.setClipRect(QRectF(body.left(), 0, body.width(), body.top()));
  for (int column = 0; column < columns; ++column) {
    const bool mean = column == columns - 1;
    paintName(layout_.columnLabel(column).adjusted(-4, 0, 4, 0), Align::centre,
              figure_.chosen >= 0 && figure_.chosen % columns == column,
              mean ? figure_.cards[static_cast<std::size_t>(column)].name
                   : QStringLiteral("H%1").arg(column));
  }
  painter_.setClipRect(QRectF(0, body.top(), body.left(), body.height()));
  for (int row = 0; row < layout_.rows(); ++row) {
    paintName(layout_.rowLabel(row), Align::left,
              figure_.chosen >= 0 && figure_.chosen / columns == row,
              figure_.endsInMeans && row + 1 == layout_.rows() ? figure_.cards.back().name
                                                               : QStringLiteral("L%1").arg(row));
  }
  painter_.restore();
}

void HeadSheetPainter::paint(const QRectF& region) {
  painter_.save();
  painter_.fillRect(region, theme_.canvas);
  paintHeader();
  if (figure_.cards.empty()) {
    paintText(painter_, style_.font(style_.labelSize), theme_.textQuiet,
              QRectF(QPointF(), layout_.size()).adjusted(24, 0, -24, 0), Align::centre,
              figure_.emptyText);
  } else {
    paintCards(region);
    if (layout_.isGrid()) {
      paintNames(region);
    }
  }
  painter_.restore();
}

}  // namespace

void paintHeadSheet(QPainter& painter, const HeadSheet& figure, const HeadSheetLayout& layout,
                    const FigureStyle& style, const QRectF& region) {
  HeadSheetPainter(painter, figure, layout, style).paint(region);
}

}  // namespace headscope
