#pragma once

#include <QKeyEvent>

namespace headscope {

// Keys of the window that a line being edited would take for itself on some desktops: on X11
// Ctrl+E goes to a line's end and Ctrl+D deletes.
inline bool isWindowKey(const QKeyEvent& event) {
  return event.modifiers() == Qt::ControlModifier &&
         (event.key() == Qt::Key_E || event.key() == Qt::Key_D);
}

// What a field of a number leaves to the window: its keys and, while nothing is being typed into
// the field, taking back.
inline bool isLeftToWindow(const QKeyEvent& event, bool isTyping) {
  const bool stepsBack = event.matches(QKeySequence::Undo) || event.matches(QKeySequence::Redo);
  return isWindowKey(event) || (stepsBack && !isTyping);
}

}  // namespace headscope
