#include <QSignalSpy>

#include "near.h"
#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_comparing {

// Two sentences compared as a person does it.
class TestMainWindowComparing : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void theSentenceItselfIsWhereToBegin();
  void anEditShowsWhichHeadsNoticed();
  void miniLmNoticesTiredAndWide();
  void allMapsShareTheSelection();
  void aWordMoreShiftsTheSecondText();
  void bothMapsStandBesideEachOther();
  void aRowOfOneTextAloneSaysSo();
  void underACausalMaskItSaysWhyNothingDiffers();
  void aChangeOfTheFirstTextComparesAnew();
  void theTabIsExported();

 private:
  OwnHome home_;
};

namespace {

// A window on its Compare tab.
struct Comparing : DrivenWindow {
  explicit Comparing(const QString& model = kSmallSandbox, const QString& text = kThreeWords)
      : DrivenWindow(model, text) {
    window.tabs()->setCurrentWidget(&view());
    waitForTexts();
  }

  CompareView& view() { return *window.compareView(); }
  const std::vector<HeadSwing>& swings() { return comparison().swings(); }
  MapComparison& comparison() { return *window.comparison(); }
  bool waitForTexts() {
    return settle() && QTest::qWaitFor([&] { return !comparison().isBusy(); }, 10000);
  }
  void type(const QString& text) {
    view().header()->sentence()->setFocus();
    view().header()->sentence()->selectAll();
    QTest::keyClicks(view().header()->sentence(), text);
    waitForTexts();
  }
};

}  // namespace

void TestMainWindowComparing::theSentenceItselfIsWhereToBegin() {
  Comparing driven;
  QCOMPARE(driven.view().header()->sentence()->text(), kThreeWords);
  QCOMPARE(driven.view().lines()->rowCount(), 6);
  for (const HeadSwing& swing : driven.swings()) {
    QCOMPARE(swing.swing, 0.0);
  }
  QVERIFY(driven.view().change()->figure().map->level(0).isZero());
}

void TestMainWindowComparing::anEditShowsWhichHeadsNoticed() {
  Comparing driven;
  driven.selection().setCell(1, 0);
  driven.type(QStringLiteral("one two five"));
  QCOMPARE(driven.view().title(), QStringLiteral("“two”: which head noticed?"));
  QCOMPARE(
      driven.comparison().maps()->labels.queries,
      (QStringList{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three/five")}));
  QVERIFY(driven.swings().front().swing > 0);
  QVERIFY(driven.swings().front().swing >= driven.swings().back().swing);
  driven.view().list()->setCurrentIndex(driven.view().lines()->index(0, 0));
  QCOMPARE(driven.selection().head(), driven.swings().front().head);
  QCOMPARE(driven.view().change()->figure().title,
           driven.view().lines()->index(0, 0).data(SwingModel::nameRole).toString());
}

void TestMainWindowComparing::miniLmNoticesTiredAndWide() {
  if (!home_.installMiniLm()) {
    QSKIP("HEADSCOPE_MINILM_DIR is not set");
  }
  Comparing driven(QStringLiteral("all-MiniLM-L6-v2"), QString::fromUtf8(kDefaultSentence));
  driven.type(QStringLiteral("The animal didn't cross the street because it was too wide."));
  QCOMPARE(driven.view().lines()->index(0, 0).data().toString(),
           QStringLiteral("L3·H1 0.453, animal 0.677 → 0.281"));
}

void TestMainWindowComparing::allMapsShareTheSelection() {
  Comparing driven;
  driven.type(QStringLiteral("one two five"));
  driven.selection().setHead({1, 2});
  driven.selection().setCell(2, 1);
  for (HeatmapView* view :
       {driven.view().change(), driven.view().first(), driven.view().second()}) {
    QCOMPARE(view->figure().title, QStringLiteral("L1·H2"));
    QCOMPARE(view->figure().selectedQuery, 2);
    QCOMPARE(view->figure().selectedKey, 1);
  }
  driven.view().change()->setFocus();
  driven.press(Qt::Key_Up);
  QCOMPARE(driven.selection().query(), 1);
}

void TestMainWindowComparing::aWordMoreShiftsTheSecondText() {
  Comparing driven;
  driven.type(QStringLiteral("one new two three"));
  driven.selection().setCell(1, 2);
  QCOMPARE(driven.view().change()->figure().labels.queries,
           (QStringList{QStringLiteral("one"), QStringLiteral("–/new"), QStringLiteral("two"),
                        QStringLiteral("three")}));
  QCOMPARE(driven.view().change()->figure().selectedQuery, 2);
  QCOMPARE(driven.view().second()->figure().selectedQuery, 2);
  QCOMPARE(driven.view().second()->figure().selectedKey, 3);
  QCOMPARE(driven.view().first()->figure().selectedQuery, 1);
  const HeadId head = driven.selection().head();
  const Matrix first = driven.comparison().maps()->first.attention->map(head);
  const Matrix second = driven.comparison().maps()->second.attention->map(head);
  const Matrix change = driven.view().change()->figure().map->level(0);
  QVERIFY(std::abs(change(2, 0) - (second(2, 0) - first(1, 0))) < 1e-6F);
  QVERIFY(std::abs(change(2, 1) - second(2, 1)) < 1e-6F);
}

void TestMainWindowComparing::bothMapsStandBesideEachOther() {
  Comparing driven;
  driven.type(QStringLiteral("one two five"));
  QVERIFY(driven.view().change()->isVisible());
  QVERIFY(!driven.view().first()->isVisible());
  QTest::mouseClick(driven.view().header()->mapsButton(), Qt::LeftButton);
  QVERIFY(!driven.view().change()->isVisible());
  QVERIFY(driven.view().first()->isVisible() && driven.view().second()->isVisible());
  QCOMPARE(driven.view().second()->figure().labels.queries.last(), QStringLiteral("five"));
  QTest::mouseClick(driven.view().header()->changeButton(), Qt::LeftButton);
  QVERIFY(driven.view().change()->isVisible());
}

void TestMainWindowComparing::aRowOfOneTextAloneSaysSo() {
  Comparing driven;
  driven.selection().setCell(1, 0);
  driven.type(QStringLiteral("one three"));
  QVERIFY2(driven.view().note().contains(QStringLiteral("nothing in the place of “two”")),
           qPrintable(driven.view().note()));
  QCOMPARE(driven.view().lines()->rowCount(), 0);
  driven.selection().setCell(2, 0);
  QCOMPARE(driven.view().note(), QString());
  QCOMPARE(driven.view().lines()->rowCount(), 6);
}

void TestMainWindowComparing::underACausalMaskItSaysWhyNothingDiffers() {
  Comparing driven(QStringLiteral("sandbox:heads=2,mask=causal"));
  driven.selection().setCell(1, 0);
  driven.type(QStringLiteral("one two five"));
  QVERIFY2(driven.view().note().contains(QStringLiteral("So no head can differ here")),
           qPrintable(driven.view().note()));
  driven.selection().setCell(2, 0);
  QCOMPARE(driven.view().note(), QString());
}

void TestMainWindowComparing::aChangeOfTheFirstTextComparesAnew() {
  Comparing driven;
  driven.session().setText(QStringLiteral("one two three four"));
  driven.waitForTexts();
  QCOMPARE(driven.comparison().maps()->labels.queries.last(), QStringLiteral("four/–"));
  driven.type(QString());
  driven.view().header()->sentence()->clear();
  emit driven.view().header()->sentence()->textEdited(QString());
  driven.waitForTexts();
  QVERIFY(driven.comparison().maps() == nullptr);
  QCOMPARE(driven.view().lines()->rowCount(), 0);
}

void TestMainWindowComparing::theTabIsExported() {
  Comparing driven;
  driven.type(QStringLiteral("one two five"));
  const QString change = home_.path(QStringLiteral("change.png"));
  QVERIFY(driven.window.exportView(change, 1));
  QTest::mouseClick(driven.view().header()->mapsButton(), Qt::LeftButton);
  QCoreApplication::processEvents();
  const QString both = home_.path(QStringLiteral("both.png"));
  QVERIFY(driven.window.exportView(both, 1));
  QVERIFY(QImage(change).width() > 200);
  QVERIFY(QImage(both).width() > QImage(change).width());
}

HEADSCOPE_TEST(TestMainWindowComparing)

}  // namespace headscope::test_main_window_comparing

#include "test_main_window_comparing.moc"
