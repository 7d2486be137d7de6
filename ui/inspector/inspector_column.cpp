#include "inspector/inspector_column.h"

#include <algorithm>

#include <QApplication>
#include <QEvent>
#include <QLayout>
#include <QScrollBar>

namespace headscope {

InspectorColumn::InspectorColumn(QWidget* content, int inset, QWidget* parent)
    : QScrollArea(parent), inset_(inset) {
  setWidget(content);
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  content->installEventFilter(this);
  verticalScrollBar()->installEventFilter(this);
}

QSize InspectorColumn::sizeHint() const {
  return widget()->sizeHint();
}

bool InspectorColumn::eventFilter(QObject* object, QEvent* event) {
  if (object == widget() && event->type() == QEvent::LayoutRequest) {
    updateGeometry();
  }
  if (object == verticalScrollBar() &&
      (event->type() == QEvent::Show || event->type() == QEvent::Hide)) {
    placeInset();
  }
  return QScrollArea::eventFilter(object, event);
}

void InspectorColumn::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  placeInset();
}

void InspectorColumn::placeInset() {
  QMargins margins = widget()->layout()->contentsMargins();
  const int bar = verticalScrollBar()->isVisible() ? verticalScrollBar()->width() : 0;
  margins.setRight(std::max(0, inset_ - bar));
  widget()->layout()->setContentsMargins(margins);
}

// What gets the focus comes in sight.
bool InspectorColumn::focusNextPrevChild(bool next) {
  const bool moved = QScrollArea::focusNextPrevChild(next);
  if (QWidget* focused = QApplication::focusWidget();
      moved && focused != nullptr && widget()->isAncestorOf(focused)) {
    ensureWidgetVisible(focused, 0, 4);
  }
  return moved;
}

}  // namespace headscope
