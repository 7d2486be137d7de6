#include <QDropEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>

#include "near.h"
#include "source/dump.h"
#include "source/open_model.h"
#include "test_class.h"
#include "window/map_context_menu.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_recorded {

// Attention that a file has: one text, and weights alone.
class TestMainWindowRecorded : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void itsTextStandsInPlaceOfTheSentence();
  void everyViewHasIt();
  void itsHeadsAreComparedAndNoOtherText();
  void nothingOfItIsChanged();
  void anotherModelHasTheSentenceAgain();
  void aDroppedFileIsOpened();
  void aDroppedTextLeavesItAsItIs();
  void changesCannotBeOpenedOnIt();
  void aBrokenFileLeavesWhatIsOpen();
  void itIsThereAfterTheNextStart();

 private:
  // The small sandbox's attention over four words.
  QString recorded() const;

  OwnHome home_;
};

QString TestMainWindowRecorded::recorded() const {
  const QString file = home_.path(QStringLiteral("four.safetensors"));
  const auto model = openModel(kSmallSandbox.toStdString());
  if (!dumpRun(**model, std::string("red green blue white"), file.toStdString())) {
    qFatal("cannot write the recording");
  }
  return file;
}

void TestMainWindowRecorded::itsTextStandsInPlaceOfTheSentence() {
  DrivenWindow driven(recorded());
  QCOMPARE(driven.window.topBar()->sentence()->text(), QStringLiteral("red green blue white"));
  QVERIFY(driven.window.topBar()->sentence()->isReadOnly());
  QCOMPARE(driven.window.heatmap()->figure().labels.queries.size(), 4);
  QCOMPARE(driven.window.heatmap()->figure().labels.keys.at(2), QStringLiteral("blue"));
  driven.window.topBar()->sentence()->setFocus();
  driven.type(QStringLiteral("x"));
  QCOMPARE(driven.window.heatmap()->figure().labels.queries.size(), 4);
}

void TestMainWindowRecorded::everyViewHasIt() {
  const auto model = *openModel(kSmallSandbox.toStdString());
  const auto run = *model->run(std::string("red green blue white"));
  DrivenWindow driven(recorded());
  driven.selection().setHead({1, 2});
  driven.settle();
  QVERIFY(isNear(driven.map(), run.attention->map({1, 2}), 0));
  driven.showTab(driven.window.links());
  QCOMPARE(driven.window.links()->figure().links->pairs, std::size_t{16});
  driven.showTab(driven.window.headSheet());
  QTRY_VERIFY(!driven.window.headSheet()->isMakingPictures());
  QVERIFY(!driven.window.headSheet()->figure().cards.at(5).picture.isNull());
  QTRY_VERIFY(driven.window.headCards()->card({1, 2}) != nullptr);
  QVERIFY(!driven.window.headCards()->card({1, 2})->card.repetition);
  driven.showTab(driven.window.block());
  QTRY_VERIFY2(driven.window.block()->accessibleName().contains(QStringLiteral("recording")),
               qPrintable(driven.window.block()->accessibleName()));
  driven.window.mapReading()->setKind(MapKind::rollout);
  QTRY_VERIFY(!driven.window.mapReading()->isBusy());
  QVERIFY(driven.window.mapReading()->tag().startsWith(QStringLiteral("rollout")));
}

void TestMainWindowRecorded::itsHeadsAreComparedAndNoOtherText() {
  DrivenWindow driven(recorded());
  driven.showTab(driven.window.compareView());
  MapComparison* comparison = driven.window.comparison();
  QVERIFY(comparison->maps() == nullptr);
  QVERIFY2(comparison->emptyText().contains(QStringLiteral("one text")),
           qPrintable(comparison->emptyText()));
  comparison->choose({.with = CompareWith::head});
  QTRY_VERIFY(comparison->maps() != nullptr && !comparison->isBusy());
  QCOMPARE(comparison->maps()->labels.queries.at(3), QStringLiteral("white"));
}

void TestMainWindowRecorded::nothingOfItIsChanged() {
  DrivenWindow driven(recorded());
  driven.selection().setCell(1, 2);
  driven.window.heatmap()->setFocus();
  driven.press(Qt::Key_Delete);
  QVERIFY(driven.session().edits().empty());
  QVERIFY2(driven.window.status()->message().contains(QStringLiteral("nothing can be changed")),
           qPrintable(driven.window.status()->message()));
  const std::unique_ptr<QMenu> menu(makeMapContextMenu(&driven.session(), &driven.window));
  for (const QAction* action : menu->actions()) {
    QVERIFY2(action->isSeparator() || !action->isEnabled(), qPrintable(action->text()));
  }
}

void TestMainWindowRecorded::anotherModelHasTheSentenceAgain() {
  DrivenWindow driven;
  driven.session().openModel(recorded());
  driven.settle();
  QCOMPARE(driven.window.topBar()->sentence()->text(), QStringLiteral("red green blue white"));
  driven.session().openModel(kSmallSandbox);
  driven.settle();
  QCOMPARE(driven.window.topBar()->sentence()->text(), kThreeWords);
  QVERIFY(!driven.window.topBar()->sentence()->isReadOnly());
  driven.window.topBar()->sentence()->setFocus();
  driven.type(QStringLiteral(" four"));
  QCOMPARE(driven.window.heatmap()->figure().labels.queries.size(), 4);
}

void TestMainWindowRecorded::aDroppedFileIsOpened() {
  DrivenWindow driven;
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(recorded())});
  QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
  QApplication::sendEvent(&driven.window, &enter);
  QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
  QApplication::sendEvent(&driven.window, &drop);
  driven.settle();
  QVERIFY(driven.session().model()->description().isRecorded);
}

void TestMainWindowRecorded::aDroppedTextLeavesItAsItIs() {
  DrivenWindow driven(recorded());
  QMimeData data;
  data.setText(QStringLiteral("dropped words"));
  QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
  QApplication::sendEvent(&driven.window, &drop);
  driven.settle();
  QVERIFY(driven.window.topBar()->sentence()->isReadOnly());
  QCOMPARE(driven.window.topBar()->sentence()->text(), QStringLiteral("red green blue white"));
}

void TestMainWindowRecorded::changesCannotBeOpenedOnIt() {
  DrivenWindow driven(recorded());
  driven.window.openEditsFile(home_.path(QStringLiteral("changes.json")));
  QVERIFY2(driven.window.status()->message().contains(QStringLiteral("nothing can be changed")),
           qPrintable(driven.window.status()->message()));
}

void TestMainWindowRecorded::aBrokenFileLeavesWhatIsOpen() {
  DrivenWindow driven;
  const QString file = recorded();
  QFile cut(file);
  QVERIFY(cut.open(QIODevice::ReadWrite) && cut.resize(cut.size() - 4));
  cut.close();
  driven.session().openModel(file);
  driven.settle();
  QVERIFY(driven.window.notice()->isVisible());
  QVERIFY(!driven.session().model()->description().isRecorded);
  QCOMPARE(driven.window.topBar()->sentence()->text(), kThreeWords);
}

void TestMainWindowRecorded::itIsThereAfterTheNextStart() {
  {
    DrivenWindow driven;
    driven.session().openModel(recorded());
    driven.settle();
    driven.window.close();
  }
  DrivenWindow again{QString(), QString()};
  QVERIFY(again.session().model()->description().isRecorded);
  QCOMPARE(again.window.topBar()->sentence()->text(), QStringLiteral("red green blue white"));
  again.session().openModel(kSmallSandbox);
  again.settle();
  QCOMPARE(again.window.topBar()->sentence()->text(), kThreeWords);
}

HEADSCOPE_TEST(TestMainWindowRecorded)

}  // namespace headscope::test_main_window_recorded

#include "test_main_window_recorded.moc"
