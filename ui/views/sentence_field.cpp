#include "views/sentence_field.h"

#include <QKeyEvent>

#include "views/window_keys.h"

namespace headscope {

bool SentenceField::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride && isWindowKey(*static_cast<QKeyEvent*>(event))) {
    event->ignore();
    return true;
  }
  return QLineEdit::event(event);
}

}  // namespace headscope
