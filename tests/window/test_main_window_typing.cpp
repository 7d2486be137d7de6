#include <QClipboard>

#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_typing {

// The main act: every keystroke is a new picture.
class TestMainWindowTyping : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void everyKeystrokeIsANewPicture();
  void theLastOfQuickKeystrokesIsShown();
  void anEmptySentenceSaysWhatToDo();
  void blanksAreAnEmptySentence();
  void oneWordIsAPicture();
  void chineseWordsAreTokens();
  void pastedNonsenseIsSaid();
  void aTextThatCameFromElsewhereCanBeTakenBack();
  void fiveHundredAndTwelveTokensFit();
  void fiveHundredAndThirteenSayWhereTheyAreCut();
  void anEmptySentenceOfACheckpointSaysWhatToDo();
  void whatIsMadeOfARunWaitsForItsEnd();

 private:
  OwnHome home_;
};

namespace {

QString cats(int count) {
  return QStringLiteral("cat ").repeated(count);
}

QString miniLm() {
  return qEnvironmentVariable("HEADSCOPE_MINILM_DIR");
}

constexpr const char* kNoMiniLm = "HEADSCOPE_MINILM_DIR does not name a folder of all-MiniLM-L6-v2";

}  // namespace

void TestMainWindowTyping::everyKeystrokeIsANewPicture() {
  DrivenWindow driven;
  QSignalSpy pictures(&driven.window, &MainWindow::pictureShown);
  auto before = driven.session().run();
  QLineEdit* sentence = driven.window.topBar()->sentence();
  sentence->setFocus();
  sentence->end(false);
  const QString added = QStringLiteral(" four");
  for (int i = 0; i < added.size(); ++i) {
    QTest::keyClick(sentence, added[i].toLatin1());
    QVERIFY(driven.settle());
    QTRY_COMPARE(pictures.count(), i + 1);
    QVERIFY(driven.session().run() != before);
    before = driven.session().run();
    QCOMPARE(driven.session().text(), kThreeWords + added.left(i + 1));
  }
  QCOMPARE(driven.window.heatmap()->figure().labels.keys,
           (QStringList{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three"),
                        QStringLiteral("four")}));
  QCOMPARE(driven.window.heatmap()->figure().rows(), Index{4});
}

void TestMainWindowTyping::theLastOfQuickKeystrokesIsShown() {
  DrivenWindow driven;
  driven.window.topBar()->sentence()->selectAll();
  driven.type(QStringLiteral("a quick brown fox"));  // no pause between keys
  QCOMPARE(driven.window.heatmap()->figure().labels.keys,
           (QStringList{QStringLiteral("a"), QStringLiteral("quick"), QStringLiteral("brown"),
                        QStringLiteral("fox")}));
}

void TestMainWindowTyping::anEmptySentenceSaysWhatToDo() {
  DrivenWindow driven;
  QLineEdit* sentence = driven.window.topBar()->sentence();
  sentence->selectAll();
  QTest::keyClick(sentence, Qt::Key_Backspace);
  driven.settle();
  QVERIFY(driven.session().run() == nullptr);
  QCOMPARE(driven.window.heatmap()->figure().rows(), Index{0});
  QVERIFY(driven.window.heatmap()->accessibleName().startsWith(QStringLiteral("Type a sentence")));
  QCOMPARE(driven.window.cellPanel()->title(), QString());
  QCOMPARE(driven.notice(), QString());  // nothing is wrong
  // The small maps were those of the sentence that is gone.
  const QAbstractItemModel* heads = driven.window.headGrid()->model();
  QVERIFY(heads->index(0, 0).data(Qt::DecorationRole).value<QImage>().isNull());
  // Nothing that can be pressed now does harm.
  driven.window.heatmap()->setFocus();
  for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Return, Qt::Key_Escape, Qt::Key_Plus}) {
    driven.press(key);
  }
  driven.press(Qt::Key_Right, Qt::AltModifier);
  QVERIFY(driven.window.exportView(home_.path(QStringLiteral("empty.png")), 1));
  driven.type(QStringLiteral("one more"));
  QCOMPARE(driven.window.heatmap()->figure().rows(), Index{2});
}

void TestMainWindowTyping::blanksAreAnEmptySentence() {
  DrivenWindow driven(kSmallSandbox, QStringLiteral("   "));
  QVERIFY(driven.session().run() == nullptr);
  QCOMPARE(driven.notice(), QString());
}

void TestMainWindowTyping::oneWordIsAPicture() {
  DrivenWindow driven(kSmallSandbox, QStringLiteral("cat"));
  QCOMPARE(driven.shape().nKey, 1);
  QCOMPARE(driven.window.cellPanel()->weight(), QStringLiteral("1.000"));
  driven.window.heatmap()->setFocus();
  driven.press(Qt::Key_Right);
  driven.press(Qt::Key_Down);
  QCOMPARE(driven.selection().query(), 0);
}

void TestMainWindowTyping::chineseWordsAreTokens() {
  DrivenWindow driven(kSmallSandbox, QStringLiteral("我喜欢苹果"));
  QCOMPARE(driven.window.heatmap()->figure().labels.queries,
           (QStringList{QStringLiteral("我"), QStringLiteral("喜欢"), QStringLiteral("苹果")}));
}

void TestMainWindowTyping::pastedNonsenseIsSaid() {
  DrivenWindow driven;
  QApplication::clipboard()->setText(QStringLiteral(" caf\uFFFD"));
  QLineEdit* sentence = driven.window.topBar()->sentence();
  sentence->setFocus();
  sentence->end(false);
  driven.press(Qt::Key_V, Qt::ControlModifier);
  QVERIFY2(driven.notice().contains(QStringLiteral("U+FFFD")), qPrintable(driven.notice()));
  QVERIFY(driven.session().run() != nullptr);
  driven.press(Qt::Key_Backspace);
  QCOMPARE(driven.notice(), QString());
}

// A preset or a dropped text writes over a sentence that may have been long in the typing.
void TestMainWindowTyping::aTextThatCameFromElsewhereCanBeTakenBack() {
  DrivenWindow driven;
  QLineEdit* sentence = driven.window.topBar()->sentence();
  QVERIFY(!sentence->isUndoAvailable());  // nor can the first be undone into nothing
  driven.session().setText(QStringLiteral("four five"));
  driven.settle();
  QCOMPARE(sentence->text(), QStringLiteral("four five"));
  sentence->setFocus();
  driven.press(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(sentence->text(), kThreeWords);
  QCOMPARE(driven.session().text(), kThreeWords);
  QCOMPARE(driven.window.heatmap()->figure().rows(), Index{3});
}

void TestMainWindowTyping::fiveHundredAndTwelveTokensFit() {
  if (miniLm().isEmpty()) {
    QSKIP(kNoMiniLm);
  }
  DrivenWindow driven(miniLm(), cats(510));
  QCOMPARE(driven.shape().nKey, 512);
  QCOMPARE(driven.notice(), QString());
}

void TestMainWindowTyping::fiveHundredAndThirteenSayWhereTheyAreCut() {
  if (miniLm().isEmpty()) {
    QSKIP(kNoMiniLm);
  }
  DrivenWindow driven(miniLm(), cats(510) + QStringLiteral("dogs"));
  QCOMPARE(driven.shape().nKey, 512);
  QVERIFY2(driven.notice().contains(QStringLiteral("512 of 513 tokens")),
           qPrintable(driven.notice()));
  QVERIFY2(driven.notice().contains(QStringLiteral("“dogs")), qPrintable(driven.notice()));
  for (int i = 0; i < 4; ++i) {
    QTest::keyClick(driven.window.topBar()->sentence(), Qt::Key_Backspace);
  }
  driven.settle();
  QCOMPARE(driven.notice(), QString());
}

void TestMainWindowTyping::anEmptySentenceOfACheckpointSaysWhatToDo() {
  if (miniLm().isEmpty()) {
    QSKIP(kNoMiniLm);
  }
  DrivenWindow driven(miniLm(), QStringLiteral("a"));
  QTest::keyClick(driven.window.topBar()->sentence(), Qt::Key_Backspace);
  driven.settle();
  QVERIFY(driven.session().run() == nullptr);
  QVERIFY(driven.window.heatmap()->accessibleName().startsWith(QStringLiteral("Type a sentence")));
  QCOMPARE(driven.notice(), QString());
}

// A run is shown before its pass has ended; what rests for a moment after the one before may wake
// just then.
void TestMainWindowTyping::whatIsMadeOfARunWaitsForItsEnd() {
  if (miniLm().isEmpty()) {
    QSKIP(kNoMiniLm);
  }
  DrivenWindow driven(miniLm(), cats(500));
  driven.selection().setHead({0, 1});
  driven.window.tabs()->setCurrentWidget(driven.window.compareView());
  for (int rest = 150; rest < 210; rest += 4) {
    QTest::qWait(rest);  // cards are dealt 200 ms after a run
    QTest::keyClick(driven.window.topBar()->sentence(), Qt::Key_Backspace);
    driven.window.comparison()->setText(QStringLiteral("dog %1").arg(rest));
    driven.settle();
  }
  QVERIFY(QTest::qWaitFor([&] { return !driven.window.headCards()->isBusy(); }, 20000));
  QCOMPARE(driven.window.headCards()->cards().size(), std::size_t{72});
}

HEADSCOPE_TEST(TestMainWindowTyping)

}  // namespace headscope::test_main_window_typing

#include "test_main_window_typing.moc"
