#pragma once

#include <QFocusEvent>

namespace headscope {

// Whether a view shows that it has the focus, after this event. As browsers do it: who came by the
// keyboard needs to see where the keys go. A window or a menu that comes between changes nothing.
inline bool focusIsSeen(const QFocusEvent& event, bool wasSeen) {
  switch (event.reason()) {
    case Qt::ActiveWindowFocusReason:
    case Qt::PopupFocusReason:
    case Qt::MenuBarFocusReason:
      return wasSeen;
    case Qt::TabFocusReason:
    case Qt::BacktabFocusReason:
    case Qt::ShortcutFocusReason:
      return event.gotFocus();
    default:
      return false;
  }
}

}  // namespace headscope
