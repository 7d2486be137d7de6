#include <QDialog>

#include "near.h"
#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_start {

// What a person sees before having done anything.
class TestMainWindowStart : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void withoutTheDefaultModelTheTrainedPlaygroundIsTheFirstPicture();
  void whatOpensInAnothersPlaceIsNotRemembered();
  void aModelThatIsGoneSaysSoOverThePlayground();
  void stoppingTheFirstModelOpensThePlayground();
  void theFirstPictureIsItLookingAtAnimal();
  void everyPanelShowsTheFirstCell();
  void aTextAndAModelOfTheCommandLineComeFirst();
  void helpListsTheKeys();

 private:
  OwnHome home_;
};

// First, while the store is still empty.
void TestMainWindowStart::withoutTheDefaultModelTheTrainedPlaygroundIsTheFirstPicture() {
  DrivenWindow driven({}, {});
  QCOMPARE(driven.session().modelReference(), QStringLiteral("playground"));
  QCOMPARE(driven.notice(), QString());
  const TokenLabels& labels = driven.window.heatmap()->figure().labels;
  QCOMPARE(labels.queries.value(driven.selection().query()), QStringLiteral("it"));
  QCOMPARE(labels.keys.value(driven.selection().key()), QStringLiteral("animal"));
  QVERIFY(driven.map()(driven.selection().query(), driven.selection().key()) > 0.8F);
}

void TestMainWindowStart::whatOpensInAnothersPlaceIsNotRemembered() {
  {
    DrivenWindow driven({}, {});
    driven.window.close();
  }
  QCOMPARE(loadPreferences().model, QString());
  {
    DrivenWindow driven({}, {});
    driven.session().openModel(QStringLiteral("sandbox:heads=4"));
    driven.settle();
    driven.window.close();
  }
  QCOMPARE(loadPreferences().model, QStringLiteral("sandbox:heads=4"));
}

void TestMainWindowStart::aModelThatIsGoneSaysSoOverThePlayground() {
  savePreferences({.model = QStringLiteral("all-MiniLM-L6-v2")});
  DrivenWindow driven({}, {});
  QCOMPARE(driven.session().modelReference(), QStringLiteral("playground"));
  QVERIFY2(driven.notice().contains(QStringLiteral("headscope models get all-MiniLM-L6-v2")),
           qPrintable(driven.notice()));
  // It can be read while typing, and goes with the next model.
  driven.type(QStringLiteral(" so"));
  QVERIFY(!driven.notice().isEmpty());
  driven.session().openModel(kSmallSandbox);
  driven.settle();
  QCOMPARE(driven.notice(), QString());
}

void TestMainWindowStart::stoppingTheFirstModelOpensThePlayground() {
  MainWindow window;
  window.start(QStringLiteral(HEADSCOPE_TEST_DATA "/gguf/llama.gguf"), kThreeWords);
  QCOMPARE(window.heatmap()->figure().emptyText, QStringLiteral("The model is being opened."));
  window.openingBar()->stopButton()->click();
  QVERIFY(QTest::qWaitFor([&] { return window.session()->run() != nullptr; }, 10000));
  QCOMPARE(window.session()->modelReference(), QStringLiteral("playground"));
  QCOMPARE(window.notice()->text(), QString());
  QCOMPARE(window.heatmap()->figure().emptyText,
           QStringLiteral("Type a sentence to see where each head looks."));
}

void TestMainWindowStart::theFirstPictureIsItLookingAtAnimal() {
  if (!home_.installMiniLm()) {
    QSKIP("HEADSCOPE_MINILM_DIR does not name a folder of all-MiniLM-L6-v2");
  }
  DrivenWindow driven({}, {});
  QCOMPARE(driven.notice(), QString());
  QCOMPARE(driven.window.topBar()->sentence()->text(), QString::fromUtf8(kDefaultSentence));
  QVERIFY(
      driven.window.topBar()->modelButton()->text().startsWith(QStringLiteral("all-MiniLM-L6-v2")));
  QVERIFY(driven.window.topBar()->modelButton()->text().contains(
      QStringLiteral("6 layers × 12 heads")));
  QCOMPARE(driven.window.heatmap()->figure().title, QStringLiteral("L3·H1"));
  const TokenLabels& labels = driven.window.heatmap()->figure().labels;
  QCOMPARE(labels.queries.value(driven.selection().query()), QStringLiteral("it"));
  QCOMPARE(labels.keys.value(driven.selection().key()), QStringLiteral("animal"));
  QVERIFY(isNear(driven.map()(driven.selection().query(), driven.selection().key()), 0.677, 5e-4));
}

void TestMainWindowStart::everyPanelShowsTheFirstCell() {
  if (qEnvironmentVariableIsEmpty("HEADSCOPE_MINILM_DIR")) {
    QSKIP("HEADSCOPE_MINILM_DIR does not name a folder of all-MiniLM-L6-v2");
  }
  DrivenWindow driven({}, {});
  const QString words = QStringLiteral("query it, key animal, weight 0.677, L3·H1");
  QCOMPARE(driven.window.heatmap()->accessibleName(), words);
  QCOMPARE(driven.window.cellPanel()->accessibleName(), words);
  QCOMPARE(driven.window.rowView()->accessibleName(), words);
  QCOMPARE(driven.window.cellPanel()->title(), QStringLiteral("it → animal"));
  QCOMPARE(driven.window.cellPanel()->weight(), QStringLiteral("0.677"));
  const QModelIndex current = driven.window.headGrid()->currentIndex();
  QCOMPARE(current.data().toString(), QStringLiteral("L3·H1"));
  // The checkpoint's own sizes, and why they cannot be changed.
  for (const auto& [name, value] : {std::pair("heads", 12), std::pair("d_k", 32),
                                    std::pair("layers", 6), std::pair("width", 384)}) {
    const auto* field = driven.field<PositionField>(QString::fromLatin1(name));
    QCOMPARE(field->value(), value);
    QVERIFY(field->isReadOnly());
  }
  // Its learned table stands in the Positions tab.
  QVERIFY(driven.window.positions()->kind() == PositionKind::learned);
  QCOMPARE(driven.window.positions()->table().length(), Index{512});
}

void TestMainWindowStart::aTextAndAModelOfTheCommandLineComeFirst() {
  savePreferences(
      {.model = QStringLiteral("sandbox:heads=2"), .text = QStringLiteral("of last time")});
  DrivenWindow driven;
  QCOMPARE(driven.session().text(), kThreeWords);
  QCOMPARE(driven.shape().heads, 3);
}

void TestMainWindowStart::helpListsTheKeys() {
  DrivenWindow driven;
  driven.press(Qt::Key_F1);
  const auto* dialog = driven.window.findChild<QDialog*>();
  QVERIFY(dialog != nullptr && dialog->isVisible());
  QVERIFY(!dialog->isModal());
}

HEADSCOPE_TEST(TestMainWindowStart)

}  // namespace headscope::test_main_window_start

#include "test_main_window_start.moc"
