#include <QMenu>
#include <QScrollBar>
#include <nlohmann/json.hpp>

#include "analysis/cell_making.h"
#include "near.h"
#include "source/edits_file.h"
#include "test_class.h"
#include "views/block_loader.h"
#include "window/map_context_menu.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_editing {

// What heads look at, changed by hand.
class TestMainWindowEditing : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void aKeyPressMovesAWeightAndTheRestOfTheRow();
  void aBarIsDragged();
  void theChosenCellIsDragged();
  void keysChangeTheChosenCell();
  void whatComesAfterIsComputedAnew();
  void aHeadThatIsOffAndATokenThatIsHidden();
  void theBlockSaysWhatWasChanged();
  void changesAreUndoneAndRedone();
  void aDragIsOneStep();
  void aChipTakesItsChangeBack();
  void anotherTextHasNoChanges();
  void anOldStepDoesNothingToAnotherText();
  void thePlaygroundAnswersOtherwise();
  void changesAreSavedAsJson();
  void nothingIsChangedWhileTheMapIsSomethingElse();
  void aMaskIsSwitchedOff();
  void aModelWithoutMaskHasNoneToSwitchOff();
  void changesAreThereAfterTheNextStart();
  void changesOfAnotherTextAreLetGo();
  void changesOfAModelThatIsAwayAreKept();
  void savedChangesAreOpened();
  void changesOfAnotherModelAreRefused();

 private:
  OwnHome home_;
};

namespace {

struct Editing : DrivenWindow {
  explicit Editing(const QString& model = kSmallSandbox, const QString& text = kThreeWords)
      : DrivenWindow(model, text) {
    selection().setHead({0, 1});
    selection().setCell(1, 2);
    settle();
  }

  EditBar& bar() { return *window.editBar(); }
  bool wait() {
    return settle() && QTest::qWaitFor([&] { return !window.editEffects()->isBusy(); }, 10000);
  }
  void set(float weight) {
    const Selection& chosen = selection();
    RunEdits edits = session().edits();
    setWeight(editsOf(edits, session().part()),
              {chosen.head(), chosen.query(), chosen.key(), weight});
    session().changeEdits(edits);
    wait();
  }
  bool menuHas(const QString& text) {
    const std::unique_ptr<QMenu> menu(makeMapContextMenu(&session(), &window));
    return std::ranges::any_of(menu->actions(),
                               [&](const QAction* action) { return action->text() == text; });
  }
  void chooseInMenu(const QString& text) {
    QMenu* menu = makeMapContextMenu(&session(), &window);
    bool found = false;
    for (QAction* action : menu->actions()) {
      if (action->text() == text) {
        found = true;
        action->trigger();
      }
    }
    QVERIFY2(found, qPrintable(text));
    delete menu;
    wait();
  }
  void undo() {
    session().undoStack()->undo();
    wait();
  }
};

}  // namespace

void TestMainWindowEditing::aKeyPressMovesAWeightAndTheRestOfTheRow() {
  Editing driven;
  const Matrix before = driven.map();
  driven.window.rowView()->setFocus();
  driven.press(Qt::Key_Delete);
  driven.wait();
  const Matrix after = driven.map();
  QCOMPARE(after(1, 2), 0.0F);
  QVERIFY(std::abs(after(1, 0) - before(1, 0) / (1 - before(1, 2))) < 1e-5F);
  QVERIFY(isNear(after.row(0), before.row(0), 0));
  driven.press(Qt::Key_Plus);
  driven.wait();
  QCOMPARE(driven.map()(1, 2), .05F);
  QCOMPARE(driven.bar().edits(), QStringList{QStringLiteral("L0·H1 two → three 0.05")});
}

void TestMainWindowEditing::aBarIsDragged() {
  Editing driven;
  RowView* row = driven.window.rowView();
  const RowLayout layout(row->figure(), row->width(), {});
  const auto& order = row->figure().order;
  const int position = static_cast<int>(std::ranges::find(order, 2) - order.begin());
  const QRectF bar = layout.bar(position, driven.map()(1, 2));
  const double wanted = layout.bar(position, .1).right();
  const QPointF from(bar.right(), bar.center().y());
  QTest::mousePress(row->viewport(), Qt::LeftButton, {}, from.toPoint());
  QMouseEvent move(QEvent::MouseMove, {wanted, from.y()}, row->viewport()->mapToGlobal(from),
                   Qt::NoButton, Qt::LeftButton, {});
  QApplication::sendEvent(row->viewport(), &move);
  QTest::mouseRelease(row->viewport(), Qt::LeftButton, {}, QPointF(wanted, from.y()).toPoint());
  driven.wait();
  QVERIFY(std::abs(driven.map()(1, 2) - .1F) < .011F);
}

void TestMainWindowEditing::theChosenCellIsDragged() {
  Editing driven;
  HeatmapView* map = driven.window.heatmap();
  const float before = driven.map()(1, 2);
  const QPointF from = map->figureLayout().cellRect(1, 2).center();
  const auto moveTo = [&](double up) {
    QMouseEvent move(QEvent::MouseMove, from - QPointF(3, up), map->mapToGlobal(from), Qt::NoButton,
                     Qt::LeftButton, {});
    QApplication::sendEvent(map, &move);
    driven.wait();
  };
  QTest::mousePress(map, Qt::LeftButton, {}, from.toPoint());
  moveTo(1);  // as a hand that clicks does
  QVERIFY(driven.session().edits().empty());
  moveTo(40);  // 200 pixels are a whole weight
  const float expected = std::round((before + .2F) * 100) / 100;
  QVERIFY2(std::abs(driven.map()(1, 2) - expected) < .011F,
           qPrintable(driven.bar().edits().value(0)));
  moveTo(1000);
  QCOMPARE(driven.map()(1, 2), 1.0F);
  moveTo(-1000);
  QCOMPARE(driven.map()(1, 2), 0.0F);
  QTest::mouseRelease(map, Qt::LeftButton, {}, from.toPoint());
  QCOMPARE(driven.selection().query(), 1);
  QCOMPARE(driven.selection().key(), 2);
  driven.undo();  // all of it was one step
  QVERIFY(driven.session().edits().empty());
  // A cell that is not the chosen one is only chosen.
  driven.clickCell(0, 0);
  driven.wait();
  QVERIFY(driven.session().edits().empty());
  QCOMPARE(driven.selection().query(), 0);
}

void TestMainWindowEditing::keysChangeTheChosenCell() {
  Editing driven;
  driven.window.heatmap()->setFocus();
  driven.press(Qt::Key_Delete);
  driven.wait();
  QCOMPARE(driven.map()(1, 2), 0.0F);
  driven.press(Qt::Key_Up, Qt::ShiftModifier);
  driven.wait();
  driven.press(Qt::Key_Up, Qt::ShiftModifier);
  driven.wait();
  QVERIFY(std::abs(driven.map()(1, 2) - .1F) < 1e-6F);
  driven.press(Qt::Key_Down, Qt::ShiftModifier);
  driven.wait();
  QVERIFY(std::abs(driven.map()(1, 2) - .05F) < 1e-6F);
  driven.window.mapReading()->setKind(MapKind::rollout);
  driven.wait();
  QTRY_VERIFY(!driven.window.mapReading()->isBusy());
  driven.press(Qt::Key_Delete);  // a rollout's cell is nobody's weight
  driven.wait();
  QCOMPARE(driven.session().edits().encoder.weights.at(0).weight, .05F);
}

void TestMainWindowEditing::whatComesAfterIsComputedAnew() {
  Editing driven;
  const Matrix later = driven.session().attention()->map({1, 0});
  driven.set(.9F);
  QVERIFY(!isNear(driven.session().attention()->map({1, 0}), later, 1e-6));
  QVERIFY2(driven.bar().effects().contains(QStringLiteral("output of “two”: cosine")),
           qPrintable(driven.bar().effects()));
  const auto outputs = driven.window.editEffects()->outputs();
  QVERIFY(outputs != nullptr);
  for (std::size_t i = 0; i < 3; ++i) {
    const QString told =
        QStringLiteral("%1 %2").arg(QString::fromStdString(outputs->tokens[i].text),
                                    QString::number(outputs->similarity[i], 'f', 3));
    QVERIFY2(driven.bar().allEffects().contains(told), qPrintable(driven.bar().allEffects()));
  }
  QVERIFY(outputs->similarity[1] < 1 && outputs->similarity[1] > -1);
}

void TestMainWindowEditing::aHeadThatIsOffAndATokenThatIsHidden() {
  Editing driven;
  QVERIFY(!driven.bar().isVisible());
  driven.chooseInMenu(QStringLiteral("Switch L0·H1 off"));
  QCOMPARE(driven.session().edits().encoder.headsOff, (std::vector<HeadId>{{0, 1}}));
  driven.chooseInMenu(QStringLiteral("Hide “three” from every head"));
  for (int head = 0; head < 3; ++head) {
    const Matrix map = driven.session().attention()->map({1, head});
    QVERIFY(isNear(map.col(2), Matrix::Zero(3, 1), 0));
    QVERIFY(isNear(map.rowwise().sum(), Matrix::Ones(3, 1), 1e-5));
  }
  QVERIFY(driven.bar().isVisible());
  QCOMPARE(driven.bar().edits(),
           (QStringList{QStringLiteral("L0·H1 off"), QStringLiteral("“three” hidden")}));
  driven.chooseInMenu(QStringLiteral("Switch L0·H1 on again"));
  QVERIFY(driven.session().edits().encoder.headsOff.empty());
  driven.chooseInMenu(QStringLiteral("Switch all heads of layer 0 off"));
  QCOMPARE(driven.session().edits().encoder.headsOff.size(), std::size_t{3});
  driven.chooseInMenu(QStringLiteral("Take all changes back"));
  QVERIFY(driven.session().edits().empty());
  QVERIFY(!driven.bar().isVisible());
}

void TestMainWindowEditing::theBlockSaysWhatWasChanged() {
  Editing driven;
  driven.set(.9F);
  driven.showTab(driven.window.block());
  BlockRequest request{.model = driven.session().model(),
                       .input = driven.session().input(),
                       .head = driven.selection().head(),
                       .layers = 2,
                       .labels = driven.session().labels(),
                       .edits = driven.session().sharedEdits()};
  const auto picture = makeBlockPicture(request);
  QVERIFY(picture != nullptr);
  int step = 0;
  while (picture->steps.at(step).kind != StepKind::softmax) {
    ++step;
  }
  const CellMaking changed = cellMaking(picture->steps, step, 1, 2);
  QVERIFY(changed.changes.back().operation == CellOperation::changeByHand);
  QVERIFY(std::abs(changed.value - .9) < 1e-6);
  const CellMaking other = cellMaking(picture->steps, step, 0, 2);
  QVERIFY(other.changes.back().operation == CellOperation::divideBySum);
}

void TestMainWindowEditing::changesAreUndoneAndRedone() {
  Editing driven;
  const Matrix before = driven.map();
  driven.set(.5F);
  const Matrix after = driven.map();
  driven.window.heatmap()->setFocus();
  driven.press(Qt::Key_Z, Qt::ControlModifier);
  driven.wait();
  QVERIFY(isNear(driven.map(), before, 0));
  driven.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  driven.wait();
  QVERIFY(isNear(driven.map(), after, 0));
}

void TestMainWindowEditing::aDragIsOneStep() {
  Editing driven;
  const Matrix before = driven.map();
  for (const float weight : {.5F, .6F, .7F}) {
    driven.set(weight);
  }
  driven.undo();
  QVERIFY(isNear(driven.map(), before, 0));
  QVERIFY(!driven.session().undoStack()->canUndo());
}

void TestMainWindowEditing::aChipTakesItsChangeBack() {
  Editing driven;
  driven.set(.5F);
  driven.chooseInMenu(QStringLiteral("Switch L0·H1 off"));
  QTest::mouseClick(driven.bar().chip(0), Qt::LeftButton);
  driven.wait();
  QCOMPARE(driven.bar().edits(), QStringList{QStringLiteral("L0·H1 off")});
  QTest::mouseClick(driven.bar().clearButton(), Qt::LeftButton);
  driven.wait();
  QVERIFY(!driven.bar().isVisible());
  QVERIFY(driven.window.editEffects()->outputs() == nullptr);
}

void TestMainWindowEditing::anotherTextHasNoChanges() {
  Editing driven;
  driven.set(.5F);
  driven.session().setText(QStringLiteral("one two three four"));
  driven.wait();
  QVERIFY(driven.session().edits().empty());
  QVERIFY(!driven.bar().isVisible());
}

void TestMainWindowEditing::anOldStepDoesNothingToAnotherText() {
  Editing driven;
  driven.set(.5F);
  driven.set(.6F);
  driven.session().setText(QStringLiteral("one two three four"));
  driven.wait();
  const Matrix before = driven.map();
  driven.undo();
  QVERIFY(isNear(driven.map(), before, 0));
  QVERIFY(driven.session().edits().empty());
}

void TestMainWindowEditing::thePlaygroundAnswersOtherwise() {
  Editing driven(QStringLiteral("playground"), QString::fromUtf8(kDefaultSentence));
  driven.selection().setHead({1, 1});
  driven.selection().setCell(9, 1);
  for (int head = 0; head < 4; ++head) {
    driven.selection().setHead({1, head});
    driven.selection().setCell(9, 7);
    driven.set(1);
  }
  QVERIFY2(driven.bar().effects().startsWith(QStringLiteral("“it” is street")),
           qPrintable(driven.bar().effects()));
  QVERIFY(driven.bar().effects().contains(QStringLiteral("it was animal 1.00")));
}

void TestMainWindowEditing::changesAreSavedAsJson() {
  Editing driven;
  driven.set(.5F);
  driven.chooseInMenu(QStringLiteral("Switch L0·H1 off"));
  const QString file = home_.path(QStringLiteral("changes.json"));
  QVERIFY(saveEdits(file.toStdString(), driven.session().model()->description(),
                    *driven.session().run(), driven.session().edits()));
  QFile read(file);
  QVERIFY(read.open(QIODevice::ReadOnly));
  const auto whole = nlohmann::json::parse(read.readAll().toStdString());
  QCOMPARE(whole["tokens"].size(), std::size_t{3});
  const auto& json = whole["encoder"];
  QCOMPARE(json["weights"][0]["query"].get<int>(), 1);
  QCOMPARE(json["weights"][0]["key"].get<int>(), 2);
  QCOMPARE(json["weights"][0]["weight"].get<double>(), .5);
  QCOMPARE(json["heads_off"][0]["head"].get<int>(), 1);
  QVERIFY(json["tokens_hidden"].empty());
}

// A rollout's row is no row of a head.
void TestMainWindowEditing::nothingIsChangedWhileTheMapIsSomethingElse() {
  Editing driven;
  driven.window.mapReading()->setKind(MapKind::rollout);
  driven.wait();
  driven.window.rowView()->setFocus();
  driven.press(Qt::Key_Delete);
  driven.wait();
  QVERIFY(driven.session().edits().empty());
}

void TestMainWindowEditing::aMaskIsSwitchedOff() {
  Editing driven(kSmallSandbox + QStringLiteral(",mask=causal"));
  driven.selection().setCell(0, 0);
  QCOMPARE(driven.map()(0, 2), 0.0F);
  driven.chooseInMenu(QStringLiteral("Switch the mask of L0·H1 off"));
  QVERIFY(driven.map()(0, 2) > 0);
  QCOMPARE(driven.session().attention()->map({0, 0})(0, 2), 0.0F);
  QCOMPARE(driven.bar().edits(), QStringList{QStringLiteral("L0·H1 without mask")});
  driven.chooseInMenu(QStringLiteral("Mask L0·H1 again"));
  QCOMPARE(driven.map()(0, 2), 0.0F);
  driven.chooseInMenu(QStringLiteral("Switch the mask of layer 0 off"));
  for (int head = 0; head < 3; ++head) {
    QVERIFY(driven.session().attention()->map({0, head})(0, 2) > 0);
    QCOMPARE(driven.session().attention()->map({1, head})(0, 2), 0.0F);
  }
}

void TestMainWindowEditing::aModelWithoutMaskHasNoneToSwitchOff() {
  Editing driven;
  QVERIFY(driven.menuHas(QStringLiteral("Switch L0·H1 off")));
  QVERIFY(!driven.menuHas(QStringLiteral("Switch the mask of L0·H1 off")));
}

void TestMainWindowEditing::changesAreThereAfterTheNextStart() {
  Matrix changed;
  {
    Editing driven;
    driven.set(.5F);
    driven.chooseInMenu(QStringLiteral("Hide “three” from every head"));
    changed = driven.map();
    driven.window.close();
  }
  Editing again{QString(), QString()};  // what was open last
  again.wait();
  QCOMPARE(again.session().text(), kThreeWords);
  QVERIFY(isNear(again.map(), changed, 1e-6));
  QCOMPARE(again.bar().edits().size(), 2);
}

void TestMainWindowEditing::changesOfAnotherTextAreLetGo() {
  {
    Editing driven;
    driven.set(.5F);
    driven.window.close();
  }
  Editing again(kSmallSandbox, QStringLiteral("one two four"));
  again.wait();
  QVERIFY(again.session().edits().empty());
  QVERIFY(!again.window.notice()->isVisible());
}

void TestMainWindowEditing::changesOfAModelThatIsAwayAreKept() {
  Preferences preferences = loadPreferences();
  preferences.model = QStringLiteral("/nowhere/model");
  preferences.text = QStringLiteral("one two");
  preferences.changes = QByteArrayLiteral("{}");
  savePreferences(preferences);
  {
    Editing driven{QString(), QString()};
    QTRY_VERIFY(driven.session().isRunWhole());
    driven.window.close();
  }
  QCOMPARE(loadPreferences().model, QStringLiteral("/nowhere/model"));
  QCOMPARE(loadPreferences().changes, QByteArrayLiteral("{}"));
}

void TestMainWindowEditing::savedChangesAreOpened() {
  Editing driven;
  driven.set(.5F);
  const RunEdits edits = driven.session().edits();
  const QString file = home_.path(QStringLiteral("changes.json"));
  QVERIFY(saveEdits(file.toStdString(), driven.session().model()->description(),
                    *driven.session().run(), edits));
  QTest::mouseClick(driven.bar().clearButton(), Qt::LeftButton);
  driven.wait();
  driven.window.openEditsFile(file);
  driven.wait();
  QVERIFY(driven.session().edits() == edits);
  QCOMPARE(driven.map()(1, 2), .5F);
  driven.undo();
  QVERIFY(driven.session().edits().empty());
}

void TestMainWindowEditing::changesOfAnotherModelAreRefused() {
  const QString file = home_.path(QStringLiteral("changes.json"));
  {
    Editing driven;
    driven.set(.5F);
    QVERIFY(saveEdits(file.toStdString(), driven.session().model()->description(),
                      *driven.session().run(), driven.session().edits()));
  }
  Editing other(kSmallSandbox, QStringLiteral("one two four"));
  other.window.openEditsFile(file);
  other.wait();
  QVERIFY(other.session().edits().empty());
  QVERIFY(other.window.notice()->isVisible());
  QVERIFY2(other.window.notice()->text().contains(QStringLiteral("another text")),
           qPrintable(other.window.notice()->text()));
  // What fits takes the notice away.
  other.set(.25F);
  QVERIFY(saveEdits(file.toStdString(), other.session().model()->description(),
                    *other.session().run(), other.session().edits()));
  other.window.openEditsFile(file);
  other.wait();
  QVERIFY(!other.window.notice()->isVisible());
}

HEADSCOPE_TEST(TestMainWindowEditing)

}  // namespace headscope::test_main_window_editing

#include "test_main_window_editing.moc"
