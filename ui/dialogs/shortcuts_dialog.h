#pragma once

#include <QDialog>
#include <QList>

namespace headscope {

// What the keys and the mouse do: the window's actions that have a shortcut, and the map's keys.
class ShortcutsDialog : public QDialog {
  Q_OBJECT
 public:
  explicit ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent = nullptr);
};

}  // namespace headscope
