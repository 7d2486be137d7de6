#include "render/heatmap_painter.h"

#include <algorithm>
#include <cmath>

#include <QLinearGradient>
#include <QPaintEngine>

#include "render/painting.h"
#include "render/shaped_text.h"
#include "render/tabular_text.h"
#include "theme/contrast.h"

namespace headscope {

namespace {

// Up to so many cells are painted as rectangles, with edges on device pixels and as vectors in a
// file; more as an image.
constexpr int kMostRectangles = 4096;

class HeatmapPainting {
 public:
  HeatmapPainting(QPainter& painter, const HeatmapFigure& figure, const HeatmapLayout& layout,
                  const FigureStyle& style, MapImageCache* cache)
      : painter_(painter),
        figure_(figure),
        layout_(layout),
        style_(style),
        theme_(style.theme),
        colors_(style.colors()),
        cache_(cache) {}

  void paint() {
    paintBackground();
    paintHeader();
    if (layout_.plot().isEmpty()) {
      paintEmpty();
      return;
    }
    paintCells();
    paintGrid();
    paintPadding();
    paintNumbers();
    paintSelection();
    paintQueryLabels();
    paintKeyLabels();
    paintAxisTitles();
    paintScale();
  }

 private:
  const Matrix& shown() const {
    const int level = layout_.detailLevel();
    return level < figure_.map->finestLevel() ? figure_.tile->rows : figure_.map->level(level);
  }
  // The row of shown() that holds row 0 of the map's level.
  Index shownFirstRow() const {
    return layout_.detailLevel() < figure_.map->finestLevel() ? figure_.tile->firstRow : 0;
  }
  float valueAt(int row, int col) const { return shown()(row - shownFirstRow(), col); }

  QColor cellColor(float value) const {
    return std::isnan(value) ? missingColor(theme_)
                             : QColor(colors_.at(figure_.range.position(value)));
  }

  double thickness(double wanted) const {
    const double dpr = layout_.devicePixels();
    return std::max(1.0, std::round(wanted * dpr)) / dpr;
  }

  // What cells will cover is left out: filling it twice is a good part of a keystroke's painting.
  void paintBackground() {
    const QRectF all(QPointF(), layout_.size());
    const QRectF& plot = layout_.plot();
    if (plot.isEmpty() || isVectorDevice(painter_)) {
      painter_.fillRect(all, theme_.canvas);
      return;
    }
    const QRect inner = plot.toAlignedRect().adjusted(1, 1, -1, -1);
    QRegion around(all.toAlignedRect());
    around -= inner;
    for (const QRect& part : around) {
      painter_.fillRect(QRectF(part).intersected(all), theme_.canvas);
    }
  }

  void paintHeader() {
    paintText(painter_, style_.font(style_.titleSize, QFont::DemiBold), theme_.text,
              layout_.titleLine(), Align::left, figure_.title);
    const QFont tagFont = style_.font(style_.captionSize, QFont::Medium);
    for (const HeaderTag& tag : layout_.tags()) {
      painter_.save();
      painter_.setRenderHint(QPainter::Antialiasing);
      painter_.setPen(Qt::NoPen);
      painter_.setBrush(theme_.accentSoft);
      painter_.drawRoundedRect(tag.rect, tag.rect.height() / 2, tag.rect.height() / 2);
      painter_.restore();
      paintText(painter_, tagFont, theme_.accent, tag.rect, Align::centre, tag.text);
    }
    paintText(painter_, style_.font(style_.captionSize), theme_.textQuiet, layout_.subtitleLine(),
              layout_.subtitleBelow() ? Align::left : Align::right, figure_.subtitle);
  }

  // A small map without tokens, and what to do about it.
  void paintEmpty() {
    if (figure_.emptyText.isEmpty()) {
      return;
    }
    constexpr int side = 5;
    constexpr double cell = 16;
    const double top = layout_.titleLine().bottom();
    const QPointF middle(layout_.size().width() / 2,
                         std::round(top + 0.45 * (layout_.size().height() - top)));
    const double left = std::round(middle.x() - side * cell / 2);
    const double upper = middle.y() - side * cell - 16;
    for (int row = 0; row < side; ++row) {
      for (int col = 0; col < side; ++col) {
        painter_.fillRect(QRectF(left + col * cell + 1, upper + row * cell + 1, cell - 2, cell - 2),
                          row == col ? mix(theme_.panel, theme_.accent, 0.35) : theme_.panel);
      }
    }
    paintSentence(painter_, style_.font(style_.labelSize), theme_.textQuiet,
                  QRectF(16, middle.y(), layout_.size().width() - 32, 24), figure_.emptyText);
  }

  void paintCells() {
    const CellRange& visible = layout_.visible();
    painter_.fillRect(layout_.plot(), theme_.panel);
    if (layout_.detailLevel() == 0 && visible.rows() * visible.cols() <= kMostRectangles) {
      paintRectangles();
    } else {
      paintImage();
    }
  }

  void paintRectangles() {
    const CellRange& visible = layout_.visible();
    for (int row = visible.firstRow; row <= visible.lastRow; ++row) {
      // Neighbours of one colour are one rectangle: no seams in a file, and fewer of them.
      int first = visible.firstCol;
      while (first <= visible.lastCol) {
        const QColor color = cellColor(valueAt(row, first));
        int last = first;
        while (last < visible.lastCol && cellColor(valueAt(row, last + 1)) == color) {
          ++last;
        }
        if (color != theme_.panel) {
          painter_.fillRect(layout_.cellRect(row, first)
                                .united(layout_.cellRect(row, last))
                                .intersected(layout_.plot()),
                            color);
        }
        first = last + 1;
      }
    }
    if (figure_.map->hasMissing() && layout_.showsGrid()) {
      strikeMissing();
    }
  }

  void strikeMissing() {
    const CellRange& visible = layout_.visible();
    painter_.save();
    painter_.setRenderHint(QPainter::Antialiasing);
    painter_.setPen(QPen(theme_.textQuiet, 1));
    for (int row = visible.firstRow; row <= visible.lastRow; ++row) {
      for (int col = visible.firstCol; col <= visible.lastCol; ++col) {
        const QRectF cell = layout_.cellRect(row, col);
        if (std::isnan(valueAt(row, col)) && layout_.plot().contains(cell)) {
          const double inset = std::min(cell.width(), cell.height()) / 4;
          const QRectF inner = cell.adjusted(inset, inset, -inset, -inset);
          painter_.drawLine(inner.bottomLeft(), inner.topRight());
        }
      }
    }
    painter_.restore();
  }

  void paintImage() {
    const CellRange& visible = layout_.visible();
    const int level = layout_.detailLevel();
    const QRgb missing = missingColor(theme_).rgb();
    const int firstRow = visible.firstRow >> level;
    const int firstCol = visible.firstCol >> level;
    const int rows = (visible.lastRow >> level) - firstRow + 1;
    const int cols = (visible.lastCol >> level) - firstCol + 1;
    const double block = std::ldexp(1.0, level);
    const QPointF corner((firstCol * block - layout_.viewport().origin.x()) * layout_.cellWidth(),
                         (firstRow * block - layout_.viewport().origin.y()) * layout_.cellHeight());
    const QRectF target(
        layout_.plot().topLeft() + corner,
        QSizeF(cols * block * layout_.cellWidth(), rows * block * layout_.cellHeight()));

    painter_.save();
    painter_.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter_.setClipRect(layout_.plot(), Qt::IntersectClip);
    // Worth keeping while much of it is seen; of a map seen closely, less is painted than kept.
    const bool muchIsSeen = 4 * rows * cols >= shown().size();
    if (cache_ != nullptr && muchIsSeen && level >= figure_.map->finestLevel()) {
      const QImage& image = cache_->level(figure_.map, level, colors_, figure_.range, missing);
      painter_.drawImage(target, image, QRectF(firstCol, firstRow, cols, rows));
    } else {
      QImage image = colorized(shown().block(firstRow - shownFirstRow(), firstCol, rows, cols),
                               colors_, figure_.range, missing);
      if (isVectorDevice(painter_)) {
        // Viewers smooth small images; with several pixels a cell its edges stay sharp.
        const int pixels = std::clamp(4096 / std::max(rows, cols), 1, 8);
        image = image.scaled(image.size() * pixels, Qt::IgnoreAspectRatio, Qt::FastTransformation);
      }
      painter_.drawImage(target, image);
    }
    painter_.restore();
  }

  void paintGrid() {
    const QRectF& plot = layout_.plot();
    const CellRange& visible = layout_.visible();
    if (layout_.showsGrid()) {
      for (int col = visible.firstCol + 1; col <= visible.lastCol; ++col) {
        painter_.fillRect(QRectF(layout_.columnEdge(col), plot.top(), 1, plot.height()),
                          theme_.grid);
      }
      for (int row = visible.firstRow + 1; row <= visible.lastRow; ++row) {
        painter_.fillRect(QRectF(plot.left(), layout_.rowEdge(row), plot.width(), 1), theme_.grid);
      }
    }
    paintFrame(painter_, plot.adjusted(-1, -1, 1, 1), 1, theme_.border);
  }

  // Whether nothing in the column has weight, as far as all cells are at hand.
  bool isEmpty(int key) const {
    return figure_.map->finestLevel() > 0 || (figure_.map->level(0).col(key).array() == 0).all();
  }

  // Columns that no query may see are hatched: a weight of 0 that is chosen looks otherwise. One
  // that has weight all the same, by hand or in a rollout, shows it.
  void paintPadding() {
    std::vector<int> padded;
    std::ranges::copy_if(figure_.labels.paddedKeys, std::back_inserter(padded),
                         [this](int key) { return key < figure_.cols() && isEmpty(key); });
    const CellRange& visible = layout_.visible();
    for (auto key = padded.begin(); key != padded.end();) {
      const int first = *key;
      int last = first;
      while (++key != padded.end() && *key == last + 1) {
        last = *key;
      }
      if (last >= visible.firstCol && first <= visible.lastCol) {
        const QRectF columns(QPointF(layout_.columnEdge(first), layout_.plot().top()),
                             QPointF(layout_.columnEdge(last + 1), layout_.plot().bottom()));
        hatch(columns.intersected(layout_.plot()));
      }
    }
  }

  void hatch(const QRectF& room) {
    constexpr double kHatch = 7;
    painter_.save();
    painter_.setClipRect(room, Qt::IntersectClip);
    painter_.fillRect(room, missingColor(theme_));
    painter_.setRenderHint(QPainter::Antialiasing);
    painter_.setPen(QPen(mix(missingColor(theme_), theme_.textQuiet, 0.4), 1));
    for (double x = room.left() - room.height(); x < room.right(); x += kHatch) {
      painter_.drawLine(QPointF(x, room.bottom()), QPointF(x + room.height(), room.top()));
    }
    painter_.restore();
  }

  void paintNumbers() {
    if (!layout_.showsNumbers()) {
      return;
    }
    const TabularText darkNumbers(uiFont(layout_.numberSize(), QFont::Normal, ThemeKind::light));
    const TabularText lightNumbers(uiFont(layout_.numberSize(), QFont::Normal, ThemeKind::dark));
    const CellRange& visible = layout_.visible();
    for (int row = visible.firstRow; row <= visible.lastRow; ++row) {
      for (int col = visible.firstCol; col <= visible.lastCol; ++col) {
        const float value = valueAt(row, col);
        if (!(std::fabs(value) >= figure_.leastNumber)) {
          continue;  // NaN too
        }
        const QColor background = cellColor(value);
        const QColor color = readableOn(background, theme_.text);
        const TabularText& numbers =
            color.lightnessF() < background.lightnessF() ? darkNumbers : lightNumbers;
        const QString text = cellNumber(value, layout_.numberDecimals());
        // Where a cell is cut by the plot's edge, its number moves into what is left of it.
        const QRectF whole = layout_.cellRect(row, col);
        const QRectF cell = whole.intersected(layout_.plot());
        const double margin = cell == whole ? 2 : 8;
        if (cell.width() < numbers.width(text) + margin ||
            cell.height() < layout_.numberSize() + margin) {
          continue;
        }
        painter_.setPen(color);
        numbers.drawCentered(painter_, cell.center() + QPointF(0.5, 0.5), text);
      }
    }
  }

  // What of a rectangle lies within the bounds, also where it has no height or width: Qt's own
  // intersection of such a one is nowhere.
  static QRectF within(const QRectF& rect, const QRectF& bounds) {
    return {QPointF(std::clamp(rect.left(), bounds.left(), bounds.right()),
                    std::clamp(rect.top(), bounds.top(), bounds.bottom())),
            QPointF(std::clamp(rect.right(), bounds.left(), bounds.right()),
                    std::clamp(rect.bottom(), bounds.top(), bounds.bottom()))};
  }

  // Cells of a big map are smaller than a frame is thick: a frame never shrinks below what is seen.
  static QRectF atLeast(QRectF rect, double width, double height) {
    const double dx = std::max(0.0, std::ceil((width - rect.width()) / 2));
    const double dy = std::max(0.0, std::ceil((height - rect.height()) / 2));
    return rect.adjusted(-dx, -dy, dx, dy);
  }

  bool showsRow(int row) const {
    return row >= layout_.visible().firstRow && row <= layout_.visible().lastRow;
  }
  bool showsCol(int col) const {
    return col >= layout_.visible().firstCol && col <= layout_.visible().lastCol;
  }

  void paintSelection() {
    const int query = figure_.selectedQuery;
    const int key = figure_.selectedKey;
    if (!showsRow(query)) {
      return;
    }
    const QRectF& plot = layout_.plot();
    const double line = thickness(1.5);
    const double outside = std::ceil(line / 2 * layout_.devicePixels()) / layout_.devicePixels();
    // The grid's line belongs to the cell on its right and below; a frame takes in both.
    const QRectF row = atLeast(within(layout_.rowRect(query), plot), 0, 4);
    paintFrame(painter_, row.adjusted(-outside, -outside, outside + 1, outside + 1), line,
               theme_.accent);
    if (!showsCol(key)) {
      return;
    }
    const double cellLine = thickness(2.5);
    const QRectF cell = atLeast(within(layout_.cellRect(query, key), plot), 6, 6);
    paintFrame(painter_, cell.adjusted(-outside, -outside, outside + 1, outside + 1), cellLine,
               theme_.warm);
  }

  void paintQueryLabels() {
    paintLabels(layout_.queryLabels(), figure_.labels.paddedQueries, layout_.queryLabelSize(), 0);
  }

  void paintKeyLabels() {
    paintLabels(layout_.keyLabels(), figure_.labels.paddedKeys, layout_.keyLabelSize(),
                layout_.keyLabelAngle());
  }

  void paintLabels(const std::vector<AxisLabel>& labels, const std::vector<int>& padded, int size,
                   double angle) {
    const QTransform before = painter_.transform();
    for (const bool selected : {false, true}) {
      const QFont font = style_.font(size, selected ? QFont::DemiBold : QFont::Normal);
      for (const AxisLabel& label : labels) {
        if (label.selected != selected) {
          continue;
        }
        const bool isPadding = std::ranges::binary_search(padded, label.index);
        painter_.setPen(selected ? theme_.accent : isPadding ? theme_.textQuiet : theme_.text);
        if (angle == 0) {
          drawTextLine(painter_, font, label.anchor, label.text);
        } else {
          painter_.translate(label.anchor);
          painter_.rotate(-angle);
          drawTextLine(painter_, font, {}, label.text);
          painter_.setTransform(before);
        }
      }
    }
  }

  void paintAxisTitles() {
    const QPointF end = layout_.axisTitlesEnd();
    const double line = std::ceil(style_.scaleSize * 1.4);
    const auto paint = [&](const QString& title, QChar arrow, double baseline) {
      if (!title.isEmpty()) {
        paintText(painter_, style_.font(style_.scaleSize), theme_.textQuiet,
                  QRectF(0, baseline - line, end.x(), line), Align::right,
                  title + QLatin1Char(' ') + arrow);
      }
    };
    paint(figure_.keyTitle, QChar(0x2192), end.y() - line);
    paint(figure_.queryTitle, QChar(0x2193), end.y());
  }

  void paintScale() {
    const QRectF& bar = layout_.colorBar();
    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    constexpr int stops = 51;
    for (int i = 0; i <= stops; ++i) {
      const double t = static_cast<double>(i) / stops;
      gradient.setColorAt(t, QColor(colors_.at(t)));
    }
    painter_.fillRect(bar, gradient);
    paintFrame(painter_, bar.adjusted(-1, -1, 1, 1), 1, theme_.border);

    const TabularText numbers(style_.font(style_.scaleSize));
    double widest = 0;
    for (const ScaleTick& tick : layout_.ticks()) {
      widest = std::max(widest, numbers.width(tick.text));
    }
    painter_.setPen(theme_.textQuiet);
    for (const ScaleTick& tick : layout_.ticks()) {
      numbers.drawRight(
          painter_, QPointF(bar.right() + 7 + widest, tick.y + numbers.capHeight() / 2), tick.text);
    }
    paintChosenOnScale();
  }

  // Where the chosen cell stands on the scale.
  void paintChosenOnScale() {
    if (!showsRow(figure_.selectedQuery) || !showsCol(figure_.selectedKey) ||
        layout_.detailLevel() != 0) {
      return;
    }
    const float value = valueAt(figure_.selectedQuery, figure_.selectedKey);
    if (std::isnan(value)) {
      return;
    }
    const QRectF& bar = layout_.colorBar();
    const double position = std::clamp(figure_.range.position(value), 0.0, 1.0);
    const double y = std::round(bar.bottom() - position * bar.height());
    painter_.fillRect(QRectF(bar.left() - 4, y - 1, bar.width() + 8, 2), theme_.warm);
  }

  QPainter& painter_;
  const HeatmapFigure& figure_;
  const HeatmapLayout& layout_;
  const FigureStyle& style_;
  const Theme& theme_;
  const ColorMap& colors_;
  MapImageCache* cache_;
};

}  // namespace

QColor missingColor(const Theme& theme) {
  return mix(theme.border, theme.textQuiet, 0.12);
}

void paintHeatmap(QPainter& painter, const HeatmapFigure& figure, const HeatmapLayout& layout,
                  const FigureStyle& style, MapImageCache* cache) {
  painter.save();
  HeatmapPainting(painter, figure, layout, style, cache).paint();
  painter.restore();
}

}  // namespace headscope
