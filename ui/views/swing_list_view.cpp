#include "views/swing_list_view.h"

#include <QPainter>
#include <QStyledItemDelegate>

#include "render/painting.h"
#include "render/tabular_text.h"
#include "views/figure_accessible.h"
#include "views/focus_ring.h"

namespace headscope {
namespace {

constexpr int kSwingLine = 48;
constexpr int kSwingInset = 8;
constexpr double kSwingBar = 4;

// Name and swing, a bar, and the key that changed most.
class SwingDelegate : public QStyledItemDelegate {
 public:
  explicit SwingDelegate(SwingListView* view) : QStyledItemDelegate(view), view_(view) {}

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {160, kSwingLine};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const FigureStyle& style = view_->figureStyle();
    const Theme& theme = style.theme;
    const bool chosen = index == view_->currentIndex();
    const QRectF line = QRectF(option.rect).adjusted(kSwingInset, 4, -kSwingInset, -4);
    painter->save();
    if (chosen) {
      painter->setRenderHint(QPainter::Antialiasing);
      painter->setPen(Qt::NoPen);
      painter->setBrush(theme.accentSoft);
      painter->drawRoundedRect(QRectF(option.rect).adjusted(0, 1, 0, -1), 6, 6);
    }
    const QRectF first(line.left(), line.top(), line.width(), 16);
    paintText(*painter, style.font(style.listSize, QFont::DemiBold),
              chosen ? theme.accent : theme.text, first, Align::left,
              index.data(SwingModel::nameRole).toString());
    const double swing = index.data(SwingModel::swingRole).toDouble();
    const TabularText number(style.font(style.listSize, QFont::DemiBold));
    painter->setPen(theme.text);
    number.drawRight(*painter, {first.right(), first.center().y() + number.capHeight() / 2},
                     QString::number(swing, 'f', 3));
    painter->fillRect(QRectF(line.left(), line.top() + 18, line.width() * swing, kSwingBar),
                      theme.accent);
    paintText(*painter, style.font(style.captionSize), theme.textQuiet,
              QRectF(line.left(), line.top() + 23, line.width(), 17), Align::left,
              index.data(SwingModel::changeRole).toString());
    painter->restore();
  }

 private:
  SwingListView* view_;
};

}  // namespace

SwingListView::SwingListView(SwingModel* model, QWidget* parent) : QListView(parent) {
  setModel(model);
  setItemDelegate(new SwingDelegate(this));
  setFrameShape(QFrame::NoFrame);
  setUniformItemSizes(true);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setProperty("role", QStringLiteral("bare"));
  connect(model, &QAbstractItemModel::modelReset, this, [this] { isNew_ = true; });
}

void SwingListView::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  viewport()->update();
}

void SwingListView::showLine(int line) {
  showing_ = true;
  setAutoScroll(!isNew_);
  setCurrentIndex(model()->index(line, 0));
  setAutoScroll(true);
  showing_ = false;
  isNew_ = false;
}

void SwingListView::paintEvent(QPaintEvent* event) {
  QListView::paintEvent(event);
  if (focusVisible_) {
    QPainter painter(viewport());
    paintFrame(painter, QRectF(viewport()->rect()), 2, style_.theme.accent);
  }
}

void SwingListView::focusInEvent(QFocusEvent* event) {
  QListView::focusInEvent(event);
  tellFocusedItem(this);
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  viewport()->update();
}

void SwingListView::focusOutEvent(QFocusEvent* event) {
  QListView::focusOutEvent(event);
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  viewport()->update();
}

void SwingListView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  if (hasFocus()) {
    QListView::currentChanged(current, previous);
  } else {  // without telling that the focus is there
    QAbstractItemView::currentChanged(current, previous);
  }
  viewport()->update();
  if (current.isValid() && !showing_) {
    emit lineChosen(current.row());
  }
}

}  // namespace headscope
