#include "views/flow_layout.h"

#include <algorithm>

namespace headscope {

FlowLayout::FlowLayout(int gap, QWidget* parent) : QLayout(parent) {
  setContentsMargins(0, 0, 0, 0);
  setSpacing(gap);
}

FlowLayout::~FlowLayout() {
  for (QLayoutItem* item : items_) {
    delete item;
  }
}

void FlowLayout::addItem(QLayoutItem* item) {
  items_.push_back(item);
  invalidate();
}

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
  QLayoutItem* item = itemAt(index);
  if (item != nullptr) {
    items_.erase(items_.begin() + index);
    invalidate();
  }
  return item;
}

int FlowLayout::layOut(const QRect& around, Do what) const {
  const QMargins margins = contentsMargins();
  const QRect room = around.marginsRemoved(margins);
  int top = room.top();
  std::size_t first = 0;
  while (first < items_.size()) {
    int x = room.left();
    int height = 0;
    std::size_t end = first;
    for (; end < items_.size(); ++end) {
      const QSize size = items_[end]->sizeHint();
      if (end > first && x + size.width() > room.left() + room.width()) {
        break;
      }
      x += size.width() + spacing();
      height = std::max(height, size.height());
    }
    x = room.left();
    for (; first < end; ++first) {
      const QSize size = items_[first]->sizeHint().boundedTo({room.width(), height});
      if (what == Do::move) {
        items_[first]->setGeometry(QRect(QPoint(x, top + (height - size.height()) / 2), size));
      }
      x += size.width() + spacing();
    }
    top += height + spacing();
  }
  const int height = items_.empty() ? 0 : top - spacing() - room.top();
  return height + margins.top() + margins.bottom();
}

int FlowLayout::heightForWidth(int width) const {
  return layOut(QRect(0, 0, width, 0), Do::measure);
}

void FlowLayout::setGeometry(const QRect& room) {
  QLayout::setGeometry(room);
  layOut(room, Do::move);
}

QSize FlowLayout::minimumSize() const {
  QSize least;
  for (const QLayoutItem* item : items_) {
    least = least.expandedTo(item->minimumSize());
  }
  return least.grownBy(contentsMargins());
}

QSize FlowLayout::sizeHint() const {
  QSize size;
  for (const QLayoutItem* item : items_) {
    const QSize one = item->sizeHint();
    size = QSize(size.width() + one.width() + spacing(), std::max(size.height(), one.height()));
  }
  return size.grownBy(contentsMargins());
}

}  // namespace headscope
