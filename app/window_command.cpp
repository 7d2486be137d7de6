#include "window_command.h"

#include <QApplication>

#include "exit_code.h"
#include "window/main_window.h"

namespace headscope {

int runWindow(const WindowRequest& request, int argc, char** argv) {
  QApplication::setApplicationName(QStringLiteral("headscope"));
  QApplication::setOrganizationName(QStringLiteral("headscope"));
  QApplication::setApplicationVersion(QStringLiteral(HEADSCOPE_VERSION));
  QApplication application(argc, argv);
  MainWindow window;
  window.start(QString::fromStdString(request.model), QString::fromStdString(request.text));
  window.show();
  return QApplication::exec();
}

}  // namespace headscope
