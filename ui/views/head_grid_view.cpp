#include "views/head_grid_view.h"

#include <algorithm>
#include <cmath>

#include <QHeaderView>
#include <QPainter>
#include <QResizeEvent>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include "render/painting.h"
#include "views/figure_accessible.h"
#include "views/focus_ring.h"

namespace headscope {

namespace {

constexpr int kLayerColumn = 28;
constexpr int kHeadRow = 20;
constexpr int kRoomyCell = 14;

// Around a thumbnail, its frame included.
constexpr int marginOf(int cell) {
  return cell < kRoomyCell ? 1 : 2;
}

// A thumbnail in a hairline frame; the chosen head's frame is thick and in the accent.
class ThumbnailDelegate : public QStyledItemDelegate {
 public:
  explicit ThumbnailDelegate(HeadGridView* view) : QStyledItemDelegate(view), view_(view) {}

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const Theme& theme = view_->figureStyle().theme;
    const QRectF cell(option.rect);
    const int margin = marginOf(option.rect.width());
    const QRectF picture = cell.adjusted(margin, margin, -margin, -margin);
    painter->save();
    const QImage thumbnail = index.data(Qt::DecorationRole).value<QImage>();
    if (thumbnail.isNull()) {
      painter->fillRect(picture, theme.canvas);
    } else {
      // Made for this size it is copied pixel by pixel; in between, while resizing, smoothed.
      painter->setRenderHint(QPainter::SmoothPixmapTransform);
      painter->drawImage(picture, thumbnail);
    }
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    const bool chosen = index == view_->currentIndex();
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    if (chosen) {
      painter->setPen(QPen(theme.accent, 2));
      painter->drawRoundedRect(cell.adjusted(1, 1, -1, -1), 3, 3);
    } else {
      painter->setPen(QPen(hovered ? theme.textQuiet : theme.border, 1));
      const double line = margin - 0.5;
      painter->drawRoundedRect(cell.adjusted(line, line, -line, -line), margin, margin);
    }
    painter->restore();
  }

 private:
  HeadGridView* view_;
};

// Names of layers and heads; those of the chosen head in the accent.
class GridHeader : public QHeaderView {
 public:
  GridHeader(Qt::Orientation orientation, HeadGridView* view)
      : QHeaderView(orientation, view), view_(view) {
    setSectionResizeMode(QHeaderView::Fixed);
    setMinimumSectionSize(1);
    setHighlightSections(false);
    setSectionsClickable(false);
    setFocusPolicy(Qt::NoFocus);
  }

 protected:
  void paintSection(QPainter* painter, const QRect& rect, int section) const override {
    const FigureStyle& style = view_->figureStyle();
    const QModelIndex current = view_->currentIndex();
    const bool across = orientation() == Qt::Horizontal;
    const int chosenSection = across ? current.column() : current.row();
    const bool chosen = section == chosenSection;
    const QFont font = style.font(style.scaleSize, chosen ? QFont::DemiBold : QFont::Normal);
    const QString text = model()->headerData(section, orientation()).toString();
    painter->save();
    // Names of small cells are thinned out rather than cut, and reach over their neighbours: all of
    // them where the longest has no room.
    const QFontMetricsF metrics(font);
    const QString longest = model()->headerData(count() - 1, orientation()).toString();
    const double needed = across ? metrics.horizontalAdvance(longest) + 2 : metrics.capHeight() + 4;
    const int cell = across ? rect.width() : rect.height();
    const double over = std::max(0.0, needed - cell) / 2;
    const bool besideChosen =
        current.isValid() && std::abs(section - chosenSection) * cell < needed;
    if (over <= 0 || chosen || (section % 5 == 0 && !besideChosen)) {
      paintText(*painter, font, chosen ? style.theme.accent : style.theme.textQuiet,
                across ? QRectF(rect).adjusted(-over, 0, over, 0)
                       : QRectF(rect).adjusted(0, -over, 0, over),
                across ? Align::centre : Align::left, text);
    }
    painter->restore();
  }

 private:
  HeadGridView* view_;
};

}  // namespace

HeadGridView::HeadGridView(HeadGridModel* model, Selection* selection, QWidget* parent)
    : QTableView(parent), heads_(model), selection_(selection) {
  setHorizontalHeader(new GridHeader(Qt::Horizontal, this));
  setVerticalHeader(new GridHeader(Qt::Vertical, this));
  horizontalHeader()->setFixedHeight(kHeadRow);
  verticalHeader()->setFixedWidth(kLayerColumn);
  setModel(model);
  setItemDelegate(new ThumbnailDelegate(this));
  setShowGrid(false);
  setFrameShape(QFrame::NoFrame);
  setCornerButtonEnabled(false);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setTabKeyNavigation(false);
  setMouseTracking(true);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setAccessibleName(tr("Heads"));
  setAccessibleDescription(tr("A row for each layer, a column for each head. Arrow keys choose."));
  connect(selection_, &Selection::headChanged, this, &HeadGridView::showSelection);
  connect(heads_, &QAbstractItemModel::modelReset, this, [this] {
    placeCells();
    updateGeometry();
    showSelection();
  });
  applyStyle();
  placeCells();
  showSelection();
}

void HeadGridView::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  applyStyle();
}

void HeadGridView::applyStyle() {
  QPalette colors = palette();
  colors.setColor(QPalette::Base, style_.theme.panel);
  setPalette(colors);
  viewport()->update();
  horizontalHeader()->viewport()->update();
  verticalHeader()->viewport()->update();
}

QSize HeadGridView::thumbnailSize() const {
  const int side =
      static_cast<int>(std::lround((cell_ - 2 * marginOf(cell_)) * devicePixelRatioF()));
  return {side, side};
}

int HeadGridView::cellFor(QSize size) const {
  const int heads = std::max(1, heads_->columnCount());
  const int room = size.width() - kLayerColumn;
  const int cell = std::clamp(room / heads, kSmallestCell, kLargestCell);
  if (kHeadRow + cell * heads_->rowCount() <= size.height()) {
    return cell;
  }
  const int bar = verticalScrollBar()->sizeHint().width();
  return std::clamp((room - bar) / heads, kSmallestCell, kLargestCell);
}

void HeadGridView::placeCells() {
  const int cell = cellFor(size());
  horizontalHeader()->setDefaultSectionSize(cell);
  verticalHeader()->setDefaultSectionSize(cell);
  if (cell != cell_) {
    cell_ = cell;
    emit thumbnailSizeChanged(thumbnailSize());
  }
}

QSize HeadGridView::sizeHint() const {
  const int cell = cellFor({width(), QWIDGETSIZE_MAX});
  const int height = kHeadRow + cell * heads_->rowCount();
  const bool scrolls = kLayerColumn + cell * heads_->columnCount() > width();
  return {kLayerColumn + cell * heads_->columnCount(),
          height + (scrolls ? horizontalScrollBar()->sizeHint().height() : 0)};
}

void HeadGridView::resizeEvent(QResizeEvent* event) {
  placeCells();
  QTableView::resizeEvent(event);
  if (event->oldSize().width() != event->size().width()) {
    updateGeometry();
  }
}

void HeadGridView::paintEvent(QPaintEvent* event) {
  QTableView::paintEvent(event);
  if (focusVisible_ && heads_->columnCount() > 0) {
    QPainter painter(viewport());
    const QSize cells(cell_ * heads_->columnCount(), cell_ * heads_->rowCount());
    paintFrame(painter, QRectF(QPointF(), cells.boundedTo(viewport()->size())), 2,
               style_.theme.accent);
  }
}

void HeadGridView::focusInEvent(QFocusEvent* event) {
  QTableView::focusInEvent(event);
  tellFocusedItem(this);
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  viewport()->update();
}

void HeadGridView::focusOutEvent(QFocusEvent* event) {
  QTableView::focusOutEvent(event);
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  viewport()->update();
}

void HeadGridView::showSelection() {
  const QModelIndex index = heads_->indexOf(selection_->head());
  if (index.isValid() && index != currentIndex()) {
    showing_ = true;
    setCurrentIndex(index);
    showing_ = false;
  }
}

void HeadGridView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  if (hasFocus()) {
    QTableView::currentChanged(current, previous);
  } else {  // without telling that the focus is there
    QAbstractItemView::currentChanged(current, previous);
  }
  viewport()->update();
  horizontalHeader()->viewport()->update();
  verticalHeader()->viewport()->update();
  if (current.isValid() && !showing_) {
    selection_->setHead(HeadGridModel::headAt(current));
  }
}

}  // namespace headscope
