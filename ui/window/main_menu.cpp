#include "window/main_menu.h"

#include <functional>
#include <utility>

#include <QActionGroup>
#include <QCoreApplication>

#include "window/main_window.h"
#include "window/window_focus.h"

namespace headscope {
namespace {

void stepHead(MainWindow* window, int layers, int heads) {
  Selection* selection = window->session()->selection();
  const HeadId head = selection->head();
  selection->setHead({.layer = head.layer + layers, .head = head.head + heads});
}

// Adds one section after the other to the menu of one window.
class MenuMaker {
  Q_DECLARE_TR_FUNCTIONS(MainMenu)
 public:
  MenuMaker(MainWindow* window, QMenu* menu) : window_(window), menu_(menu) {}

  void addFiles();
  void addEdits();
  void addPlaces();
  void addZoom();
  void addLooks();
  void addEnd();

 private:
  template <typename Slot>
  QAction* add(const QString& text, const QKeySequence& keys, Slot slot) {
    QAction* action = menu_->addAction(text);
    QObject::connect(action, &QAction::triggered, window_, std::move(slot));
    enlist(action, {keys});
    return action;
  }
  // A menu behind a button does not make its shortcuts work.
  void enlist(QAction* action, const QList<QKeySequence>& keys) {
    action->setShortcuts(keys);
    window_->addAction(action);
  }
  void addChoice(QMenu* menu, QActionGroup* group, const QString& text,
                 std::function<bool()> isChosen, std::function<void()> choose);

  MainWindow* window_;
  QMenu* menu_;
};

void MenuMaker::addFiles() {
  add(tr("Open a model’s folder…"), Qt::CTRL | Qt::Key_O, [w = window_] { w->openFolder(); });
  add(tr("Open a GGUF file…"), {}, [w = window_] { w->openModelFile(); });
  add(tr("Open recorded attention…"), {}, [w = window_] { w->openRecordedAttention(); });
  add(tr("Open a sequence of vectors (CSV)…"), {}, [w = window_] { w->openVectors(); });
  QAction* exporting = add(tr("Export the view…"), Qt::CTRL | Qt::Key_E,
                           [w = window_] { w->exportInteractively(); });
  QObject::connect(window_->topBar()->exportButton(), &QToolButton::clicked, exporting,
                   &QAction::trigger);
  menu_->addSeparator();
}

void MenuMaker::addEdits() {
  QUndoStack* steps = window_->session()->undoStack();
  // Both of the usual keys, whatever the desktop's are.
  const std::pair<QAction*, QList<QKeySequence>> edits[] = {
      {steps->createUndoAction(window_), {Qt::CTRL | Qt::Key_Z}},
      {steps->createRedoAction(window_), {Qt::CTRL | Qt::SHIFT | Qt::Key_Z, Qt::CTRL | Qt::Key_Y}}};
  for (const auto& [action, keys] : edits) {
    menu_->addAction(action);
    enlist(action, keys);
  }
  add(tr("Change the chosen cell or head…"), Qt::SHIFT | Qt::Key_F10,
      [w = window_] { askForContextMenu(w); });
  add(tr("Open changes by hand (JSON)…"), {}, [w = window_] { w->openEditsInteractively(); });
  menu_->addSeparator();
}

void MenuMaker::addPlaces() {
  add(tr("Go to the sentence"), Qt::CTRL | Qt::Key_L, [w = window_] {
    w->topBar()->sentence()->setFocus(Qt::ShortcutFocusReason);
    w->topBar()->sentence()->selectAll();
  });
  add(tr("Go to the map"), Qt::CTRL | Qt::Key_M, [w = window_] { focusView(w); });
  add(tr("Next part of the window"), Qt::Key_F6, [w = window_] { focusPart(w, 1); });
  add(tr("Previous part of the window"), Qt::SHIFT | Qt::Key_F6,
      [w = window_] { focusPart(w, -1); });
  add(tr("Next head"), Qt::ALT | Qt::Key_Right, [w = window_] { stepHead(w, 0, 1); });
  add(tr("Previous head"), Qt::ALT | Qt::Key_Left, [w = window_] { stepHead(w, 0, -1); });
  add(tr("Next layer"), Qt::ALT | Qt::Key_Down, [w = window_] { stepHead(w, 1, 0); });
  add(tr("Previous layer"), Qt::ALT | Qt::Key_Up, [w = window_] { stepHead(w, -1, 0); });
  for (int i = 0; i < window_->tabs()->count(); ++i) {
    add(tr("%1 tab").arg(window_->tabs()->tabText(i)),
        QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)),
        [w = window_, i] { showTab(w, i); });
  }
  menu_->addSeparator();
}

void MenuMaker::addZoom() {
  // Of the heads or of the links where they are shown, and else of the map.
  HeatmapView* map = window_->heatmap();
  HeadSheetView* heads = window_->headSheet();
  LinksView* links = window_->links();
  QAction* in = add(tr("Zoom in"), Qt::CTRL | Qt::Key_Plus, [=] {
    heads->isVisible() ? heads->enlarge() : links->isVisible() ? links->spread() : map->zoomIn();
  });
  in->setShortcuts({Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Equal});  // the same key
  add(tr("Zoom out"), Qt::CTRL | Qt::Key_Minus, [=] {
    heads->isVisible() ? heads->shrink() : links->isVisible() ? links->gather() : map->zoomOut();
  });
  add(tr("Show all of the map"), Qt::CTRL | Qt::Key_0, [=] {
    heads->isVisible()   ? heads->setSide(0)
    : links->isVisible() ? links->spreadToFit()
                         : map->zoomToFit();
  });
  menu_->addMenu(window_->mapKind()->menu());
  menu_->addMenu(window_->tokenDisplay()->menu());
  menu_->addSeparator();
}

void MenuMaker::addChoice(QMenu* menu, QActionGroup* group, const QString& text,
                          std::function<bool()> isChosen, std::function<void()> choose) {
  QAction* action = menu->addAction(text);
  action->setCheckable(true);
  action->setChecked(isChosen());
  group->addAction(action);
  QObject::connect(action, &QAction::triggered, window_, std::move(choose));
  QObject::connect(window_, &MainWindow::looksChanged, action,
                   [action, isChosen = std::move(isChosen)] { action->setChecked(isChosen()); });
}

void MenuMaker::addLooks() {
  QMenu* themes = menu_->addMenu(tr("Light or dark"));
  auto* themeGroup = new QActionGroup(themes);
  const std::pair<QString, ThemeChoice> choices[] = {{tr("As the desktop"), ThemeChoice::system},
                                                     {tr("Light"), ThemeChoice::light},
                                                     {tr("Dark"), ThemeChoice::dark}};
  for (const auto& [text, choice] : choices) {
    addChoice(
        themes, themeGroup, text,
        [w = window_, choice = choice] { return w->themeChoice() == choice; },
        [w = window_, choice = choice] { w->setThemeChoice(choice); });
  }
  QMenu* maps = menu_->addMenu(tr("Colours of the map"));
  auto* mapGroup = new QActionGroup(maps);
  for (const ColorMapId id : kColorMapIds) {
    if (id == ColorMapId::inkSigned) {
      continue;  // attention has no sign
    }
    addChoice(
        maps, mapGroup, colorMapName(id), [w = window_, id] { return w->colorMap() == id; },
        [w = window_, id] { w->setColorMap(id); });
  }
  QAction* toggle = add(tr("Switch between light and dark"), Qt::CTRL | Qt::Key_D,
                        [w = window_] { w->switchTheme(); });
  QObject::connect(window_->topBar()->themeButton(), &QToolButton::clicked, toggle,
                   &QAction::trigger);
  menu_->addSeparator();
}

void MenuMaker::addEnd() {
  add(tr("Keyboard and mouse"), Qt::Key_F1, [w = window_] { w->showShortcuts(); });
  add(tr("Quit"), Qt::CTRL | Qt::Key_Q, [w = window_] { w->close(); });
}

}  // namespace

QMenu* makeMainMenu(MainWindow* window) {
  auto* menu = new QMenu(window);
  MenuMaker maker(window, menu);
  maker.addFiles();
  maker.addEdits();
  maker.addPlaces();
  maker.addZoom();
  maker.addLooks();
  maker.addEnd();
  return menu;
}

}  // namespace headscope
