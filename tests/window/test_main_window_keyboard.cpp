#include <algorithm>
#include <vector>

#include <QAccessible>
#include <QMenu>
#include <QTabBar>
#include <QTimer>

#include "render/tabular_text.h"
#include "render/token_label.h"
#include "test_class.h"
#include "views/choice_field.h"
#include "views/position_field.h"
#include "views/position_figure.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_keyboard {

// The window by its keys alone, and what a screen reader is told.
class TestMainWindowKeyboard : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void tabGoesRoundTheWindowAndIsNeverCaught_data();
  void tabGoesRoundTheWindowAndIsNeverCaught();
  void theHeatmap();
  void theLinks();
  void theHeads();
  void theBlock();
  void thePositions();
  void theTraining();
  void theComparison();
  void theRow();
  void theGridOfHeads();
  void anotherViewTakesTheFocusFromTheOneBefore();
  void whoTypesGoesOnTyping();
  void fSixGoesFromPartToPart();
  void theMenuIsOfTheChosenCell();
  void theMenuIsOfTheChosenHead();
  void aChipThatIsTakenBackLeavesTheFocusAmongChips();
  void wordsAreMergedAndAnotherKindOfMapIsShown();
  void whatWentWrongIsSaid();
  void aSentenceOfTheModel();

 private:
  OwnHome home_;
};

namespace {

// What a screen reader calls it.
QString spoken(QWidget* widget) {
  QAccessibleInterface* found = QAccessible::queryAccessibleInterface(widget);
  return found == nullptr ? QString() : found->text(QAccessible::Name);
}

// Sight of the focus: the widget looks otherwise without it.
bool showsFocus(QWidget* widget) {
  const QImage with = widget->grab().toImage();
  QFocusEvent out(QEvent::FocusOut, Qt::TabFocusReason);
  QApplication::sendEvent(widget, &out);
  const QImage without = widget->grab().toImage();
  QFocusEvent in(QEvent::FocusIn, Qt::TabFocusReason);
  QApplication::sendEvent(widget, &in);
  return with != without;
}

struct Keyed : DrivenWindow {
  explicit Keyed(const QString& model = kSmallSandbox, const QString& text = kThreeWords)
      : DrivenWindow(model, text, {1440, 900}) {}

  QWidget* focus() { return window.focusWidget(); }
  void startAtTheSentence() { press(Qt::Key_L, Qt::ControlModifier); }
  // From the sentence to a tab's picture.
  QWidget* goTo(QWidget* tab) {
    startAtTheSentence();
    showTab(tab);
    press(Qt::Key_M, Qt::ControlModifier);
    return focus();
  }
  QWidget* popup() { return QApplication::activePopupWidget(); }
  // Steps with Tab to a control of the shown tab.
  bool tabTo(const QWidget* widget) {
    for (int i = 0; i < 60 && focus() != widget; ++i) {
      press(Qt::Key_Tab);
    }
    return focus() == widget;
  }
  QString cellWords() {
    const Selection& at = selection();
    return QStringLiteral("query %1, key %2, weight %3, %4")
        .arg(session().labels().queries[at.query()], session().labels().keys[at.key()],
             listNumber(double{map()(at.query(), at.key())}, 3), headName(at.head()));
  }
  bool wait() {
    return settle() && QTest::qWaitFor([&] { return !window.editEffects()->isBusy(); }, 10000);
  }
};

}  // namespace

void TestMainWindowKeyboard::tabGoesRoundTheWindowAndIsNeverCaught_data() {
  QTest::addColumn<int>("tab");
  for (int tab = 0; tab < 7; ++tab) {
    QTest::addRow("tab %d", tab) << tab;
  }
}

void TestMainWindowKeyboard::tabGoesRoundTheWindowAndIsNeverCaught() {
  QFETCH(const int, tab);
  Keyed driven;
  driven.startAtTheSentence();
  driven.showTab(driven.window.tabs()->widget(tab));
  QWidget* sentence = driven.window.topBar()->sentence();
  for (const Qt::KeyboardModifiers modifiers :
       {Qt::KeyboardModifiers(), Qt::KeyboardModifiers(Qt::ShiftModifier)}) {
    std::vector<QWidget*> met;
    do {
      driven.press(modifiers ? Qt::Key_Backtab : Qt::Key_Tab, modifiers);
      QWidget* at = driven.focus();
      QVERIFY(at != nullptr && at->isVisible());
      QVERIFY2(std::ranges::find(met, at) == met.end(), at->metaObject()->className());
      QVERIFY2(!spoken(at).isEmpty(), at->metaObject()->className());
      met.push_back(at);
    } while (met.back() != sentence && met.size() < 100);
    QCOMPARE(met.back(), sentence);
    const auto has = [&](const QWidget* widget) {
      return std::ranges::find(met, widget) != met.end();
    };
    QVERIFY(has(driven.window.headGrid()));
    QVERIFY(has(driven.window.tabs()->tabBar()));
    QVERIFY(has(driven.window.rowView()));
    QVERIFY(!driven.window.tokenDisplay()->isVisible() || has(driven.window.tokenDisplay()));
    QVERIFY(!driven.window.mapKind()->isVisible() || has(driven.window.mapKind()));
    // In the order of the eye: what stands beside the tabs comes before what is below them.
    if (!modifiers && driven.window.tokenDisplay()->isVisible()) {
      const auto buttons = std::ranges::find(met, driven.window.tokenDisplay());
      const auto row = std::ranges::find(met, driven.window.rowView());
      const auto page = std::ranges::find_if(met, [&](QWidget* each) {
        return driven.window.tabs()->currentWidget() == each ||
               driven.window.tabs()->currentWidget()->isAncestorOf(each);
      });
      QVERIFY(buttons < page);
      QVERIFY(page < row);
    }
  }
}

void TestMainWindowKeyboard::theHeatmap() {
  Keyed driven;
  HeatmapView* map = driven.window.heatmap();
  QCOMPARE(driven.goTo(map), map);
  QVERIFY(showsFocus(map));
  driven.selection().setCell(0, 0);
  driven.press(Qt::Key_Right);
  driven.press(Qt::Key_Down);
  QCOMPARE(driven.selection().query(), 1);
  QCOMPARE(driven.selection().key(), 1);
  QCOMPARE(spoken(map), driven.cellWords());
  QCOMPARE(QAccessible::queryAccessibleInterface(map)->role(), QAccessible::Chart);
  driven.press(Qt::Key_Right, Qt::AltModifier);
  QCOMPARE(spoken(map), driven.cellWords());
  driven.press(Qt::Key_Delete);
  QVERIFY(driven.wait());
  QCOMPARE(driven.map()(1, 1), 0.0F);
  QVERIFY(spoken(map).contains(QStringLiteral("weight 0.000")));
  driven.press(Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(driven.wait());
  QCOMPARE(spoken(map), driven.cellWords());
}

void TestMainWindowKeyboard::theLinks() {
  Keyed driven;
  QWidget* plot = driven.goTo(driven.window.links());
  QVERIFY(driven.window.links()->isAncestorOf(plot));
  QVERIFY(showsFocus(plot));
  driven.selection().setCell(0, 0);
  driven.press(Qt::Key_Down);
  driven.press(Qt::Key_Right);
  QCOMPARE(driven.selection().query(), 1);
  QCOMPARE(driven.selection().key(), 1);
  QCOMPARE(spoken(plot), driven.cellWords());
}

void TestMainWindowKeyboard::theHeads() {
  Keyed driven;
  QWidget* plot = driven.goTo(driven.window.headSheet());
  QVERIFY(driven.window.headSheet()->isAncestorOf(plot));
  QVERIFY(showsFocus(plot));
  driven.selection().setHead({0, 0});
  driven.press(Qt::Key_Down);
  driven.press(Qt::Key_Right);
  QCOMPARE(driven.selection().head(), (HeadId{1, 1}));
  QVERIFY(spoken(plot).startsWith(QStringLiteral("L1·H1")));
  QVERIFY(spoken(plot).endsWith(QStringLiteral("layer 2 of 2, head 2 of 3")));
  driven.press(Qt::Key_Return);
  QCOMPARE(driven.window.tabs()->currentWidget(), driven.window.heatmap());
  QCOMPARE(driven.focus(), driven.window.heatmap());
}

void TestMainWindowKeyboard::theBlock() {
  Keyed driven;
  driven.selection().setHead({1, 2});
  QWidget* block = driven.goTo(driven.window.block());
  QCOMPARE(block, driven.window.block());
  QVERIFY(QTest::qWaitFor([&] { return spoken(block).startsWith(QStringLiteral("L1·H2")); }));
  QVERIFY(showsFocus(block));
  driven.selection().setCell(0, 0);
  driven.press(Qt::Key_Down);
  driven.press(Qt::Key_Right, Qt::ShiftModifier);
  QCOMPARE(driven.selection().query(), 1);
  QCOMPARE(driven.selection().key(), 1);
  const QString words = spoken(block);
  QVERIFY2(words.contains(QStringLiteral("two")), qPrintable(words));
  driven.press(Qt::Key_Right);
  QVERIFY(spoken(block) != words);
}

void TestMainWindowKeyboard::thePositions() {
  Keyed driven;
  PositionFigure* figure = driven.window.positions()->figure();
  QCOMPARE(driven.goTo(driven.window.positions()), figure);
  QVERIFY(showsFocus(figure));
  driven.press(Qt::Key_L, Qt::ControlModifier);
  QVERIFY(driven.tabTo(driven.window.positions()->findChild<QToolButton*>()));
  driven.press(Qt::Key_Right);  // from none to a sinusoid
  driven.press(Qt::Key_M, Qt::ControlModifier);
  driven.window.positions()->setCell(3, 5);
  driven.press(Qt::Key_Right);
  driven.press(Qt::Key_Down);
  QVERIFY2(spoken(figure).contains(QStringLiteral("osition 4, dimension 6")),
           qPrintable(spoken(figure)));
}

void TestMainWindowKeyboard::theTraining() {
  Keyed driven(QStringLiteral("playground"), QString::fromUtf8(kDefaultSentence));
  TrainingOptions options;
  options.steps = 12;
  options.warmUp = 3;
  options.batch = 8;
  driven.window.training()->setOptions(options);
  TrainingView* view = driven.window.trainingView();
  QCOMPARE(driven.goTo(view), view->startButton());  // there is nothing to look at yet
  driven.press(Qt::Key_Space);
  QVERIFY(QTest::qWaitFor([&] { return driven.window.training()->state() == TrainingState::done; },
                          30000));
  driven.settle();
  QCOMPARE(driven.focus(), view->startButton());
  TrainingHistoryFigure* film = view->history();
  QVERIFY(QTest::qWaitFor([&] { return film->history().film.size() == 6; }));
  QCOMPARE(driven.goTo(view), film);
  QVERIFY(showsFocus(film));
  {
    driven.press(Qt::Key_Home);
    QCOMPARE(driven.window.training()->shownStep(), film->history().film.front().step);
    QVERIFY(QTest::qWaitFor([&] { return film->history().film.front().isShown; }));
    driven.press(Qt::Key_Right);
    QCOMPARE(driven.window.training()->shownStep(), film->history().film[1].step);
    QVERIFY(QTest::qWaitFor([&] { return film->history().film[1].isShown; }));
    QVERIFY2(spoken(film).contains(film->history().film[1].label), qPrintable(spoken(film)));
  }
  const std::vector<QWidget*> next = {view->playButton(), view->scrubber(), view->compareButton(),
                                      view->saveButton(), view->rows()};
  for (QWidget* each : next) {
    driven.press(Qt::Key_Tab);
    QCOMPARE(driven.focus(), each);
    if (each == view->scrubber()) {
      driven.press(Qt::Key_End);
      QCOMPARE(driven.window.training()->shownStep(), 12);
    }
  }
  QVERIFY(showsFocus(view->rows()));
  driven.selection().setHead({0, 0});
  driven.press(Qt::Key_Right);
  QCOMPARE(driven.selection().head(), (HeadId{0, 1}));
  const Selection& at = driven.selection();
  const std::vector<float> row = driven.session().attention()->row(at.head(), at.query());
  const auto strongest = std::ranges::max_element(row);
  const QString words =
      QStringLiteral("query %1, strongest key %2, weight %3, L0·H1")
          .arg(visibleToken(driven.session().labels().queries[at.query()]),
               visibleToken(driven.session().labels().keys[strongest - row.begin()]),
               listNumber(double{*strongest}, 3));
  QVERIFY2(spoken(view->rows()).startsWith(words), qPrintable(spoken(view->rows())));
}

void TestMainWindowKeyboard::theComparison() {
  Keyed driven;
  driven.selection().setHead({0, 0});
  driven.selection().setCell(0, 0);
  CompareView* view = driven.window.compareView();
  driven.startAtTheSentence();
  driven.showTab(view);
  auto* with = view->header()->findChildren<ChoiceField*>().front();
  QVERIFY(driven.tabTo(with));
  driven.press(Qt::Key_Down);  // another head
  QVERIFY(QTest::qWaitFor([&] { return driven.window.comparison()->maps() != nullptr; }));
  driven.press(Qt::Key_M, Qt::ControlModifier);
  HeatmapView* change = view->change();
  QCOMPARE(driven.focus(), change);
  QVERIFY(showsFocus(change));
  driven.press(Qt::Key_Right);
  driven.press(Qt::Key_Down);
  QCOMPARE(driven.selection().query(), 1);
  QCOMPARE(driven.selection().key(), 1);
  const HeadPair heads = driven.window.comparison()->heads();
  const float difference = driven.session().attention()->map(heads.second)(1, 1) -
                           driven.session().attention()->map(heads.first)(1, 1);
  QCOMPARE(spoken(change), QStringLiteral("query two, key two, change %1, %2 − %3")
                               .arg(listNumber(double{difference}, 3), headName(heads.second),
                                    headName(heads.first)));
  driven.press(Qt::Key_Escape);
  QVERIFY2(spoken(change).contains(QStringLiteral("most changed key")), qPrintable(spoken(change)));
  driven.startAtTheSentence();
  QVERIFY(driven.tabTo(with));
  QCOMPARE(spoken(with), QStringLiteral("Compare with: another head"));
  QVERIFY(driven.tabTo(view->list()));
  QVERIFY(showsFocus(view->list()));
  MapComparison* comparison = driven.window.comparison();
  driven.press(Qt::Key_Home);
  QCOMPARE(driven.selection().query(), comparison->rows().front().row.first);
  driven.press(Qt::Key_End);
  QCOMPARE(driven.selection().query(), comparison->rows().back().row.first);
}

void TestMainWindowKeyboard::theRow() {
  Keyed driven;
  RowView* row = driven.window.rowView();
  driven.startAtTheSentence();
  QVERIFY(driven.tabTo(row));
  QVERIFY(showsFocus(row->viewport()) || showsFocus(row));
  driven.press(Qt::Key_Home);
  driven.press(Qt::Key_Down);
  QCOMPARE(spoken(row), driven.cellWords());
  driven.press(Qt::Key_Delete);
  QVERIFY(driven.wait());
  QCOMPARE(driven.map()(driven.selection().query(), driven.selection().key()), 0.0F);
}

void TestMainWindowKeyboard::theGridOfHeads() {
  Keyed driven;
  driven.selection().setHead({0, 0});
  HeadGridView* grid = driven.window.headGrid();
  driven.startAtTheSentence();
  QVERIFY(driven.tabTo(grid));
  QVERIFY(showsFocus(grid));
  driven.press(Qt::Key_Down);
  driven.press(Qt::Key_Right);
  QCOMPARE(driven.selection().head(), (HeadId{1, 1}));
  QAccessibleInterface* cell =
      QAccessible::queryAccessibleInterface(grid)->tableInterface()->cellAt(1, 1);
  QCOMPARE(cell->text(QAccessible::Name), QStringLiteral("L1·H1"));
  QVERIFY(cell->state().selected);
}

// Who looks at one view with the keyboard looks at the next one with it, too.
void TestMainWindowKeyboard::anotherViewTakesTheFocusFromTheOneBefore() {
  Keyed driven;
  driven.goTo(driven.window.heatmap());
  for (QWidget* tab : {static_cast<QWidget*>(driven.window.links()),
                       static_cast<QWidget*>(driven.window.headSheet()),
                       static_cast<QWidget*>(driven.window.block()),
                       static_cast<QWidget*>(driven.window.positions()),
                       static_cast<QWidget*>(driven.window.compareView()),
                       static_cast<QWidget*>(driven.window.heatmap())}) {
    driven.showTab(tab);
    QWidget* focus = driven.focus();
    driven.press(Qt::Key_M, Qt::ControlModifier);
    QCOMPARE(focus, driven.focus());
    QVERIFY2(showsFocus(focus), focus->metaObject()->className());
  }
}

void TestMainWindowKeyboard::whoTypesGoesOnTyping() {
  Keyed driven;
  driven.startAtTheSentence();
  driven.showTab(driven.window.links());
  QCOMPARE(driven.focus(), driven.window.topBar()->sentence());
}

void TestMainWindowKeyboard::fSixGoesFromPartToPart() {
  Keyed driven;
  MainWindow& window = driven.window;
  driven.startAtTheSentence();
  const std::vector<QWidget*> parts = {window.headGrid(), window.heatmap(), window.rowView(),
                                       window.topBar()->sentence()};
  for (QWidget* part : parts) {
    driven.press(Qt::Key_F6);
    QCOMPARE(driven.focus(), part);
    QVERIFY2(showsFocus(part), part->metaObject()->className());
  }
  driven.press(Qt::Key_F6, Qt::ShiftModifier);
  QCOMPARE(driven.focus(), window.rowView());
  // From anywhere in a part.
  driven.startAtTheSentence();
  driven.press(Qt::Key_Backtab, Qt::ShiftModifier);
  QCOMPARE(driven.focus(), window.topBar()->findChild<QToolButton*>());
  driven.press(Qt::Key_F6);
  QCOMPARE(driven.focus(), window.headGrid());
}

// Not of the one in the middle of the view, where a menu opened by key is thought to be asked for.
void TestMainWindowKeyboard::theMenuIsOfTheChosenCell() {
  Keyed driven;
  driven.selection().setHead({0, 1});
  driven.selection().setCell(0, 0);
  HeatmapView* map = driven.window.heatmap();
  driven.goTo(map);
  driven.press(Qt::Key_F10, Qt::ShiftModifier);
  auto* menu = qobject_cast<QMenu*>(driven.popup());
  QVERIFY(menu != nullptr);
  QCOMPARE(driven.selection().query(), 0);
  QCOMPARE(driven.selection().key(), 0);
  QCOMPARE(menu->actions().front()->text(), QStringLiteral("Set one → one to 0"));
  const QRect cell = map->figureLayout().cellRect(0, 0).toRect();
  const QRect place(map->mapFromGlobal(menu->pos()), menu->size());
  QVERIFY(place.intersects(cell));
  QTest::keyClick(menu, Qt::Key_Down);
  QTest::keyClick(menu, Qt::Key_Return);
  QVERIFY(driven.wait());
  QCOMPARE(driven.map()(0, 0), 0.0F);
  QCOMPARE(driven.focus(), map);
  QVERIFY(showsFocus(map));
}

void TestMainWindowKeyboard::theMenuIsOfTheChosenHead() {
  Keyed driven;
  driven.selection().setHead({1, 2});
  HeadGridView* grid = driven.window.headGrid();
  driven.startAtTheSentence();
  QVERIFY(driven.tabTo(grid));
  driven.press(Qt::Key_F10, Qt::ShiftModifier);
  auto* menu = qobject_cast<QMenu*>(driven.popup());
  QVERIFY(menu != nullptr);
  QCOMPARE(driven.selection().head(), (HeadId{1, 2}));
  const QModelIndex chosen = grid->model()->index(1, 2);
  QVERIFY(grid->visualRect(chosen).contains(grid->viewport()->mapFromGlobal(menu->pos())));
  menu->close();
}

void TestMainWindowKeyboard::aChipThatIsTakenBackLeavesTheFocusAmongChips() {
  Keyed driven;
  driven.session().changeEdits(
      RunEdits{.encoder = AttentionEdits{.headsOff = {{0, 0}, {0, 1}, {1, 0}}}});
  QVERIFY(driven.wait());
  EditBar* bar = driven.window.editBar();
  driven.startAtTheSentence();
  QVERIFY(driven.tabTo(bar->chip(0)));
  driven.press(Qt::Key_Tab);
  driven.press(Qt::Key_Tab);
  QCOMPARE(driven.focus(), bar->chip(2));
  driven.press(Qt::Key_Tab);
  driven.press(Qt::Key_Tab);
  QCOMPARE(driven.focus(), bar->clearButton());
  driven.press(Qt::Key_Tab);
  QCOMPARE(driven.focus(), driven.window.tabs()->tabBar());
  driven.startAtTheSentence();
  QVERIFY(driven.tabTo(bar->chip(1)));
  driven.press(Qt::Key_Space);
  QVERIFY(driven.wait());
  QCOMPARE(bar->edits().size(), 2);
  QCOMPARE(driven.focus(), bar->chip(1));
  driven.press(Qt::Key_Space);
  QVERIFY(driven.wait());
  QCOMPARE(driven.focus(), bar->chip(0));
  driven.press(Qt::Key_Space);
  QVERIFY(driven.wait());
  QVERIFY(!bar->isVisible());
  QVERIFY(driven.focus() != nullptr && driven.focus()->isVisible());
}

void TestMainWindowKeyboard::wordsAreMergedAndAnotherKindOfMapIsShown() {
  Keyed driven;
  driven.startAtTheSentence();
  QVERIFY(driven.tabTo(driven.window.tokenDisplay()));
  const auto chooseFirst = [&](int entry) {
    // The menu's own loop runs inside the key.
    QTimer::singleShot(100, qApp, [&driven, entry] {
      for (int i = 0; i <= entry; ++i) {
        QTest::keyClick(driven.popup(), Qt::Key_Down);
      }
      QTest::keyClick(driven.popup(), Qt::Key_Return);
    });
    driven.press(Qt::Key_Space);
    driven.settle();
  };
  chooseFirst(0);
  QVERIFY(driven.session().tokenDisplay().mergesWords);
  QCOMPARE(spoken(driven.window.tokenDisplay()),
           QStringLiteral("Rows and columns: subwords merged into words"));
  QVERIFY(driven.tabTo(driven.window.mapKind()));
  chooseFirst(2);
  QCOMPARE(driven.window.mapReading()->kind(), MapKind::rollout);
  QCOMPARE(spoken(driven.window.mapKind()),
           QStringLiteral("Map: %1").arg(mapKindName(MapKind::rollout)));
}

void TestMainWindowKeyboard::whatWentWrongIsSaid() {
  Keyed driven;
  driven.session().openModel(QStringLiteral("/nowhere/at/all"));
  driven.settle();
  QVERIFY(!driven.notice().isEmpty());
  QCOMPARE(QAccessible::queryAccessibleInterface(driven.window.notice())->role(),
           QAccessible::AlertMessage);
  QCOMPARE(spoken(driven.window.notice()), driven.notice());
}

void TestMainWindowKeyboard::aSentenceOfTheModel() {
  if (!home_.installMiniLm()) {
    QSKIP("needs HEADSCOPE_MINILM_DIR");
  }
  Keyed driven(QStringLiteral("all-MiniLM-L6-v2"), QString::fromUtf8(kDefaultSentence));
  driven.selection().setHead({3, 1});
  driven.selection().setCell(10, 0);
  driven.goTo(driven.window.heatmap());
  driven.press(Qt::Key_Return);
  const QString words = QStringLiteral("query it, key animal, weight 0.677, L3·H1");
  QCOMPARE(spoken(driven.window.heatmap()), words);
  QCOMPARE(spoken(driven.window.rowView()), words);
  QCOMPARE(spoken(driven.window.cellPanel()), words);
}

HEADSCOPE_TEST(TestMainWindowKeyboard)

}  // namespace headscope::test_main_window_keyboard

#include "test_main_window_keyboard.moc"
