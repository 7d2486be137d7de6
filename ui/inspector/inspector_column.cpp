#include "inspector/inspector_column.h"

#include <QApplication>
#include <QEvent>

namespace headscope {

InspectorColumn::InspectorColumn(QWidget* content, QWidget* parent) : QScrollArea(parent) {
  setWidget(content);
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  content->installEventFilter(this);
}

QSize InspectorColumn::sizeHint() const {
  return widget()->sizeHint();
}

bool InspectorColumn::eventFilter(QObject* object, QEvent* event) {
  if (object == widget() && event->type() == QEvent::LayoutRequest) {
    updateGeometry();
  }
  return QScrollArea::eventFilter(object, event);
}

void InspectorColumn::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  widget()->setMinimumWidth(width());  // beneath the bar is its inset
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
