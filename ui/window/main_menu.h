#pragma once

#include <QMenu>

namespace headscope {

class MainWindow;

// The window's menu. Its actions are the window's too, so that their keys work while it is closed.
QMenu* makeMainMenu(MainWindow* window);

}  // namespace headscope
