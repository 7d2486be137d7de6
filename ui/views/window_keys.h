#pragma once

#include <QKeyEvent>

namespace headscope {

// Keys of the window that a line being edited would take for itself on some desktops: on X11
// Ctrl+E goes to a line's end and Ctrl+D deletes.
inline bool isWindowKey(const QKeyEvent& event) {
  return event.modifiers() == Qt::ControlModifier &&
         (event.key() == Qt::Key_E || event.key() == Qt::Key_D);
}

}  // namespace headscope
