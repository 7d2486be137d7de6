#include "views/position_captions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <QCoreApplication>
#include <QFontMetricsF>

#include "render/painting.h"

namespace headscope {
namespace {

constexpr int kTitleLine = 26;
constexpr int kTextLine = 20;
constexpr int kCaptionGap = 12;

// Of a caption: a line's sample, its name behind it, and the next.
constexpr double kSwatch = 12;
constexpr double kNear = 4;
constexpr double kBetween = 10;

QString translated(const char* text) {
  return QCoreApplication::translate("Positions", text);
}

QFont titleFont() {
  return uiFont(16, QFont::DemiBold);
}
QFont tagFont() {
  return uiFont(12, QFont::Medium);
}
QFont quietFont() {
  return uiFont(12);
}
QFont cellFont() {
  return uiFont(13, QFont::DemiBold);
}
QFont captionFont() {
  return uiFont(12, QFont::DemiBold);
}

double widthOf(const QFont& font, const QString& text) {
  return QFontMetricsF(font).horizontalAdvance(text);
}

// A pill with text; returns the x of its right edge.
double paintTag(QPainter& painter, const Theme& theme, QPointF leftMiddle, const QString& text) {
  constexpr double height = 22;
  const QRectF pill(leftMiddle.x(), leftMiddle.y() - height / 2, widthOf(tagFont(), text) + 20,
                    height);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.accentSoft);
  painter.drawRoundedRect(pill, height / 2, height / 2);
  painter.restore();
  paintText(painter, tagFont(), theme.accent, pill, Align::centre, text);
  return pill.right();
}

}  // namespace

PositionHeader::PositionHeader(QCustomPlot* plot)
    : QCPLayoutElement(plot), theme_(headscope::theme(ThemeKind::light)) {}

void PositionHeader::setText(PositionHeaderText text) {
  text_ = std::move(text);
}

void PositionHeader::fit(int width) {
  dimensionBelow_ =
      widthOf(cellFont(), text_.cell) + kCaptionGap + widthOf(quietFont(), text_.dimension) > width;
  int height = kTitleLine;
  if (!text_.cell.isEmpty()) {
    height += kTextLine + (dimensionBelow_ ? kTextLine : 0);
  }
  setMinimumSize(0, height);
  setMaximumSize(QWIDGETSIZE_MAX, height);
}

void PositionHeader::draw(QCPPainter* painter) {
  const QRectF room(rect());
  const QRectF titleLine(room.left(), room.top(), room.width(), 24);
  paintText(*painter, titleFont(), theme_.text, titleLine, Align::left, text_.title);
  double x = room.left() + widthOf(titleFont(), text_.title) + kCaptionGap;
  for (const QString& tag : text_.tags) {
    if (x + widthOf(tagFont(), tag) + 20 > room.right()) {
      break;
    }
    x = paintTag(*painter, theme_, {x, titleLine.center().y()}, tag) + 8;
  }
  if (x + kCaptionGap + widthOf(quietFont(), text_.subtitle) <= room.right()) {
    paintText(*painter, quietFont(), theme_.textQuiet, titleLine, Align::right, text_.subtitle);
  }
  QRectF line(room.left(), room.top() + kTitleLine, room.width(), kTextLine);
  paintText(*painter, cellFont(), theme_.text, line, Align::left, text_.cell);
  if (dimensionBelow_) {
    line.translate(0, kTextLine);
  } else {
    line.setLeft(line.left() + widthOf(cellFont(), text_.cell) + kCaptionGap);
  }
  paintText(*painter, quietFont(), theme_.textQuiet, line, Align::left, text_.dimension);
}

PlotCaption::PlotCaption(QCPAxisRect* rect, const QString& layer)
    : QCPLayerable(rect->parentPlot(), layer, rect),
      rect_(rect),
      theme_(headscope::theme(ThemeKind::light)) {}

void PlotCaption::setText(const QString& text, const QString& brief,
                          std::vector<CaptionEntry> entries) {
  text_ = text;
  brief_ = brief;
  entries_ = std::move(entries);
}

void PlotCaption::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}

void PlotCaption::draw(QCPPainter* painter) {
  const QRectF plot(rect_->rect());
  const QRectF line(plot.left(), plot.top() - kHeight, plot.width(), 20);
  const auto needed = [this](const QString& text, QString CaptionEntry::*name) {
    double width = widthOf(captionFont(), text);
    for (const CaptionEntry& entry : entries_) {
      width += kBetween + kSwatch + kNear + widthOf(quietFont(), entry.*name);
    }
    return width;
  };
  const bool wholeText = needed(text_, &CaptionEntry::text) <= line.width();
  const QString& text = wholeText ? text_ : brief_;
  const bool wholeNames = needed(text, &CaptionEntry::text) <= line.width();
  const double between = wholeNames ? kBetween : 7;
  paintText(*painter, captionFont(), theme_.text, line, Align::left, text);
  double x = line.left() + widthOf(captionFont(), text) + between;
  if (x + widthOf(quietFont(), note_) <= line.right()) {
    paintText(*painter, quietFont(), theme_.textQuiet,
              QRectF(x, line.top(), line.right() - x, line.height()), Align::left, note_);
  }
  for (const CaptionEntry& entry : entries_) {
    const QString& name = wholeNames ? entry.text : entry.brief;
    const double width = kSwatch + kNear + widthOf(quietFont(), name);
    if (x + width > line.right() + 1) {
      break;
    }
    const double y = std::round(line.center().y());
    painter->setPen(QPen(entry.color, 2, entry.line));
    painter->drawLine(QLineF(x, y, x + kSwatch, y));
    paintText(*painter, quietFont(), theme_.textQuiet,
              QRectF(x + kSwatch + kNear, line.top(), width, line.height()), Align::left, name);
    x += width + between;
  }
}

NoPositionsNote::NoPositionsNote(QCustomPlot* plot, const QString& layer)
    : QCPLayerable(plot, layer), theme_(headscope::theme(ThemeKind::light)) {}

void NoPositionsNote::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}

QString NoPositionsNote::text() {
  return translated(
      "Nothing is added to the embeddings. Without positions, a model without a mask cannot tell "
      "word order: the same words in another order get the same attention weights.");
}

// The same three words in two orders, which such a model cannot tell apart.
void NoPositionsNote::draw(QCPPainter* painter) {
  const QRectF room = QRectF(parentPlot()->viewport()).adjusted(24, 24 + kTitleLine, -24, -24);
  const std::array<QString, 3> words = {translated("dog"), translated("bites"), translated("man")};
  constexpr double kSpace = 8;
  double wordsWidth = 2 * kSpace;
  for (const QString& word : words) {
    wordsWidth += widthOf(tagFont(), word) + 20;
  }
  const double textWidth = std::min(room.width(), 440.0);
  const double top = room.top() + std::max(0.0, 0.4 * (room.height() - 190));
  for (int row = 0; row < 2; ++row) {
    double x = room.center().x() - wordsWidth / 2;
    const double y = top + 11 + row * 48;
    for (std::size_t i = 0; i < words.size(); ++i) {
      x = paintTag(*painter, theme_, {x, y}, words[row == 0 ? i : words.size() - 1 - i]) + kSpace;
    }
  }
  paintText(*painter, uiFont(16, QFont::DemiBold), theme_.textQuiet,
            QRectF(room.left(), top + 24, room.width(), 20), Align::centre, QStringLiteral("="));
  paintText(*painter, uiFont(14, QFont::DemiBold), theme_.text,
            QRectF(room.left(), top + 96, room.width(), 24), Align::centre,
            translated("Word order is invisible"));
  painter->setFont(uiFont(13));
  painter->setPen(theme_.textQuiet);
  painter->drawText(QRectF(room.center().x() - textWidth / 2, top + 124, textWidth, 80),
                    Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, text());
}

double QuietTicker::getTickStep(const QCPRange& range) {
  const bool lies = axis_->orientation() == Qt::Horizontal;
  const int length = lies ? axis_->axisRect()->width() : axis_->axisRect()->height();
  setTickCount(std::clamp(length / (lies ? 64 : 40), 2, 8));
  const double step = QCPAxisTicker::getTickStep(range);
  return numbers_ == TickNumbers::whole ? std::max(1.0, std::round(step)) : step;
}

QString QuietTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  // Sums of steps miss 0 by a rounding error, which four digits would spell out.
  const double value = std::abs(tick) < 1e-9 ? 0 : tick;
  const QString text = numbers_ == TickNumbers::whole
                           ? QString::number(std::llround(std::abs(value)))
                           : QString::number(std::abs(value), 'g', 4);
  return value < 0 ? QChar(0x2212) + text : text;
}

}  // namespace headscope
