#pragma once

#include <QEventLoop>
#include <QTimer>

#include "window/main_window.h"

namespace headscope {

// Runs the event loop until the newest picture is on the screen.
inline void waitForPicture(MainWindow& window) {
  QEventLoop loop;
  QObject::connect(&window, &MainWindow::pictureShown, &loop, &QEventLoop::quit);
  QTimer::singleShot(10000, &loop, &QEventLoop::quit);
  loop.exec();
}

// Runs it for so many milliseconds.
inline void rest(int pause) {
  QEventLoop loop;
  QTimer::singleShot(pause, &loop, &QEventLoop::quit);
  loop.exec();
}

}  // namespace headscope
