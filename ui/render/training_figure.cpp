#include "render/training_figure.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>

#include "render/painting.h"
#include "render/token_label.h"

namespace headscope {
namespace {

constexpr double kChartHeight = 168;
constexpr double kGap = 16;
constexpr double kLegendLine = 32;
constexpr double kTitle = 28;
constexpr double kFrameLabel = 24;
constexpr double kLargestFrame = 112;
constexpr double kHeadHeight = 88;
constexpr double kLeastHeadWidth = 120;
constexpr double kAnswerHeight = 112;

double widthOf(const QFont& font, const QString& text) {
  return QFontMetricsF(font).horizontalAdvance(text);
}

// Bars of values in [0, 1] side by side on a base line.
void paintBars(QPainter& painter, const QRectF& room, const std::vector<float>& values,
               int strongest, const FigureStyle& style) {
  if (values.empty()) {
    return;
  }
  const double step = room.width() / static_cast<double>(values.size());
  const double width = std::max(1.0, std::min(step - 2, 10.0));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double height = std::max(1.0, room.height() * static_cast<double>(values[i]));
    const QColor& color = static_cast<int>(i) == strongest ? style.theme.warm : style.theme.accent;
    const double left = room.left() + step * static_cast<double>(i);
    painter.fillRect(QRectF(left, room.bottom() - height, width, height), color);
  }
}

void paintFrame(QPainter& painter, const TrainingHistory& history, const FilmFrame& frame,
                const QRectF& room, const FigureStyle& style) {
  painter.drawImage(room, frame.map);
  if (history.selectedQuery >= 0 && history.queries > 0) {
    const double row = room.height() / history.queries;
    headscope::paintFrame(painter,
                          QRectF(room.left() - 1, room.top() + row * history.selectedQuery - 1,
                                 room.width() + 2, row + 2),
                          1, style.theme.accent);
  }
  headscope::paintFrame(painter, room.adjusted(-2, -2, 2, 2), frame.isShown ? 2 : 1,
                        frame.isShown ? style.theme.warm : style.theme.border);
  paintText(painter, style.font(style.scaleSize),
            frame.isShown ? style.theme.text : style.theme.textQuiet,
            QRectF(room.left() - 8, room.bottom() + 6, room.width() + 16, 16), Align::centre,
            frame.label);
}

void paintHead(QPainter& painter, const HeadRow& head, const QRectF& room,
               const FigureStyle& style) {
  const QFont quiet = style.font(style.captionSize);
  const QFont strong = style.font(style.captionSize, QFont::DemiBold);
  const QString name = headName(head.head);
  const QRectF line(room.left(), room.top(), room.width(), 18);
  paintText(painter, head.isSelected ? strong : quiet,
            head.isSelected ? style.theme.accent : style.theme.textQuiet, line, Align::left, name);
  if (head.strongestKey >= 0) {
    const double left = widthOf(strong, name) + 6;
    const float weight = head.weights[static_cast<std::size_t>(head.strongestKey)];
    paintText(painter, strong, style.theme.text, line.adjusted(left, 0, 0, 0), Align::left,
              QStringLiteral("%1 %2")
                  .arg(head.strongest.trimmed())
                  .arg(static_cast<double>(weight), 0, 'f', 2));
  }
  paintBars(painter, room.adjusted(0, 22, 0, -26), head.weights, head.strongestKey, style);
  const QFont small = style.font(style.scaleSize);
  const QRectF below(room.left(), room.bottom() - 24, room.width() + 12, 16);
  paintText(painter, small, style.theme.textQuiet, below, Align::left,
            widthOf(small, head.label) <= below.width() ? head.label : head.brief);
}

void paintAnswer(QPainter& painter, const AnswerRow& answer, const QRectF& room,
                 const FigureStyle& style) {
  paintText(painter, style.font(style.captionSize, QFont::DemiBold), style.theme.text,
            QRectF(room.left(), room.top(), room.width(), 18), Align::left, answer.title);
  if (answer.ofWords.empty()) {
    return;
  }
  if (std::ranges::count(answer.isNew, true) > 0) {
    paintText(painter, style.font(style.captionSize), style.theme.textQuiet,
              QRectF(room.left(), room.top(), room.width() - 8, 18), Align::right, answer.newWords);
  }
  const QRectF bars = room.adjusted(0, 24, 0, -28);
  const double step = std::min(96.0, bars.width() / static_cast<double>(answer.ofWords.size()));
  const QFont font = style.font(style.scaleSize);
  const auto strongest = std::ranges::max_element(answer.ofWords) - answer.ofWords.begin();
  for (std::size_t i = 0; i < answer.ofWords.size(); ++i) {
    const QRectF place(bars.left() + step * static_cast<double>(i), bars.top(), step - 6,
                       bars.height());
    const double height = std::max(1.0, place.height() * answer.ofWords[i]);
    const bool isBest = static_cast<std::ptrdiff_t>(i) == strongest;
    painter.fillRect(QRectF(place.left(), place.bottom() - height, place.width(), height),
                     isBest ? style.theme.warm : style.theme.accent);
    paintText(painter, font, isBest ? style.theme.text : style.theme.textQuiet,
              QRectF(place.left() - 3, place.bottom() + 4, step, 16), Align::centre,
              answer.words[static_cast<qsizetype>(i)].trimmed());
    if (answer.isNew[i]) {  // a dotted line under the word
      painter.save();
      painter.setPen(QPen(style.theme.warm, 1, Qt::DotLine));
      painter.drawLine(
          QLineF(place.left(), place.bottom() + 21, place.right(), place.bottom() + 21));
      painter.restore();
    }
  }
}

QRectF withLabel(const QRectF& map) {
  return map.adjusted(-4, -4, 4, kFrameLabel);
}

// Which of so many places has the position; -1: none.
template <typename Place>
int placeAt(QPointF position, std::size_t count, Place&& place) {
  for (std::size_t i = 0; i < count; ++i) {
    if (place(i).contains(position)) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

}  // namespace

TrainingHistoryLayout::TrainingHistoryLayout(const TrainingHistory& history, double width)
    : width_(width),
      charts_(history.charts.size()),
      frames_(history.film.size()),
      sides_(history.sides.size()) {
  double top = charts_ > 0 ? kChartHeight : 0;
  legend_ = {0, top, width_, history.legend.empty() ? 0 : kLegendLine};
  top = legend_.bottom() + 8;
  filmTitle_ = {0, top, width_, kTitle};
  if (frames_ > 0) {
    const double between = kGap * static_cast<double>(frames_ - 1);
    frameSide_ =
        std::min(kLargestFrame, std::floor((width_ - 4 - between) / static_cast<double>(frames_)));
    top = filmTitle_.bottom() + frameSide_ + kFrameLabel + 6;
  }
  sidesTitle_ = {0, top + 4, width_, kTitle};
  if (sides_ > 0) {
    top = sidesTitle_.bottom() + kLargestFrame + kFrameLabel + 6;
  }
  height_ = top;
}

QRectF TrainingHistoryLayout::chart(std::size_t index) const {
  const double width = (width_ - kGap * static_cast<double>(charts_ - 1)) /
                       static_cast<double>(std::max<std::size_t>(1, charts_));
  return {(width + kGap) * static_cast<double>(index), 0, width, kChartHeight};
}

QRectF TrainingHistoryLayout::frame(std::size_t index) const {
  const double step = frames_ > 1
                          ? std::min(frameSide_ + 2 * kGap,
                                     (width_ - 4 - frameSide_) / static_cast<double>(frames_ - 1))
                          : 0;
  return {2 + std::floor(step * static_cast<double>(index)), filmTitle_.bottom() + 2, frameSide_,
          frameSide_};
}

QRectF TrainingHistoryLayout::side(std::size_t index) const {
  const double step = std::min(kLargestFrame + 2.5 * kGap, width_ / static_cast<double>(sides_));
  const double side = std::min(kLargestFrame, step - kGap);
  return {2 + std::floor(step * static_cast<double>(index)), sidesTitle_.bottom() + 2, side, side};
}

int TrainingHistoryLayout::sideAt(QPointF position) const {
  return placeAt(position, sides_, [this](std::size_t i) { return withLabel(side(i)); });
}

int TrainingHistoryLayout::frameAt(QPointF position) const {
  return placeAt(position, frames_, [this](std::size_t i) { return withLabel(frame(i)); });
}

void paintTrainingHistory(QPainter& painter, const TrainingHistory& history,
                          const TrainingHistoryLayout& layout, const FigureStyle& style) {
  for (std::size_t i = 0; i < history.charts.size(); ++i) {
    paintLineChart(painter, layout.chart(i), history.charts[i], style);
  }
  double x = layout.legend().left() + 28;
  const QFont font = style.font(style.captionSize, QFont::DemiBold);
  for (const LegendEntry& entry : history.legend) {
    const double width = widthOf(font, entry.text);
    paintText(painter, font, entry.color, QRectF(x, layout.legend().top(), width + 4, 24),
              Align::left, entry.text);
    x += width + 20;
  }
  if (!history.film.empty()) {
    paintText(painter, style.font(style.captionSize, QFont::DemiBold), style.theme.text,
              QRectF(layout.filmTitle().left() + 2, layout.filmTitle().top(),
                     layout.filmTitle().width(), 18),
              Align::left, history.filmTitle);
  }
  for (std::size_t i = 0; i < history.film.size(); ++i) {
    paintFrame(painter, history, history.film[i], layout.frame(i), style);
  }
  if (!history.sides.empty()) {
    paintText(painter, style.font(style.captionSize, QFont::DemiBold), style.theme.text,
              QRectF(layout.sidesTitle().left() + 2, layout.sidesTitle().top(),
                     layout.sidesTitle().width(), 18),
              Align::left, history.sidesTitle);
  }
  for (std::size_t i = 0; i < history.sides.size(); ++i) {
    paintFrame(painter, history, history.sides[i], layout.side(i), style);
  }
}

TrainingRowsLayout::TrainingRowsLayout(const TrainingRows& rows, double width)
    : width_(width), count_(rows.heads.size()) {
  const auto fitting = static_cast<std::size_t>(std::max(1.0, std::floor(width / kLeastHeadWidth)));
  // A layer's heads in a line, or in lines of equal length.
  columns_ = static_cast<std::size_t>(std::max(1, rows.headsOfLayer));
  while (columns_ > fitting && columns_ % 2 == 0) {
    columns_ /= 2;
  }
  columns_ = std::min(columns_, fitting);
  const double answers = rows.answers.empty() ? 0 : kAnswerHeight;
  answer_ = {0, 32, width_, answers};
  const std::size_t lines = (count_ + columns_ - 1) / columns_;
  height_ = 32 + answers + kHeadHeight * static_cast<double>(lines);
}

QRectF TrainingRowsLayout::head(std::size_t index) const {
  const double width = std::min(240.0, width_ / static_cast<double>(columns_));
  return {width * static_cast<double>(index % columns_),
          answer_.bottom() + kHeadHeight * static_cast<double>(index / columns_), width - 24,
          kHeadHeight};
}

int TrainingRowsLayout::headAt(QPointF position) const {
  return placeAt(position, count_, [this](std::size_t i) { return head(i); });
}

void paintTrainingRows(QPainter& painter, const TrainingRows& rows,
                       const TrainingRowsLayout& layout, const FigureStyle& style) {
  paintText(painter, style.font(style.captionSize, QFont::DemiBold), style.theme.text,
            layout.title().adjusted(0, 0, 0, -6), Align::left, rows.title);
  if (!rows.answers.empty()) {
    paintAnswer(painter, rows.answers.front(), layout.answer(), style);
  }
  for (std::size_t i = 0; i < rows.heads.size(); ++i) {
    paintHead(painter, rows.heads[i], layout.head(i), style);
  }
}

}  // namespace headscope
