#include "window/window_focus.h"

#include <algorithm>
#include <array>

#include <QApplication>
#include <QContextMenuEvent>
#include <QTabBar>

#include "window/main_window.h"

namespace headscope {
namespace {

constexpr int kParts = 4;

QWidget* shownPicture(MainWindow* window) {
  QWidget* shown = window->tabs()->currentWidget();
  return shown == window->compareView()    ? window->compareView()->picture()
         : shown == window->trainingView() ? window->trainingView()->picture()
                                           : shown;
}

// What a part's keys go to, and the part of the window around it.
std::array<QWidget*, kParts> focusOfParts(MainWindow* window) {
  return {window->topBar()->sentence(), window->headGrid(), shownPicture(window),
          window->rowView()};
}

std::array<QWidget*, kParts> partsOf(MainWindow* window) {
  return {window->topBar(), window->headGrid()->parentWidget(), window->tabs()->parentWidget(),
          window->rowView()->parentWidget()};
}

bool isIn(const QWidget* part, const QWidget* focus) {
  return focus != nullptr && (part == focus || part->isAncestorOf(focus));
}

}  // namespace

void focusView(MainWindow* window) {
  shownPicture(window)->setFocus(Qt::ShortcutFocusReason);
}

void showTab(MainWindow* window, int tab) {
  QWidget* focus = window->focusWidget();
  const bool comesAlong = isIn(window->tabs()->currentWidget(), focus);
  if (comesAlong) {
    focus->clearFocus();  // else the tabs give it to any field, without showing that
  }
  window->tabs()->setCurrentIndex(tab);
  if (comesAlong) {
    focusView(window);
  }
}

void focusPart(MainWindow* window, int by) {
  const std::array<QWidget*, kParts> parts = partsOf(window);
  const auto at = std::ranges::find_if(
      parts, [window](const QWidget* part) { return isIn(part, window->focusWidget()); });
  const int from = at == parts.end() ? 0 : static_cast<int>(at - parts.begin());
  const int to = (from + by + kParts) % kParts;
  focusOfParts(window)[static_cast<std::size_t>(to)]->setFocus(Qt::ShortcutFocusReason);
}

void askForContextMenu(MainWindow* window) {
  if (QWidget* focus = window->focusWidget()) {
    const QPoint at = focus->inputMethodQuery(Qt::ImCursorRectangle).toRect().center();
    QContextMenuEvent event(QContextMenuEvent::Keyboard, at, focus->mapToGlobal(at));
    QApplication::sendEvent(focus, &event);
  }
}

void orderTabStops(MainWindow* window) {
  QWidget::setTabOrder(window->tabs()->tabBar(), window->tokenDisplay());
  QWidget::setTabOrder(window->tokenDisplay(), window->mapKind());
}

}  // namespace headscope
