#include <QTest>

#include "test_class.h"
#include "theme/theme.h"
#include "window/top_bar.h"

namespace headscope::test_top_bar {

class TestTopBar : public QObject {
  Q_OBJECT
 private slots:
  void theButtonSaysModelAndSizes();
  void whileTheFirstModelOpensItSaysSo();
  void whileAnotherModelOpensItSaysSoToo();
  void everyButtonHasANameAndTheKeyboard();
  void theSentenceLeavesTheWindowsKeys();
  void theModelButtonIsAsWideAsItsWords();
  void theSentenceTakesNoMoreThanAMillionCharacters();
};

void TestTopBar::theButtonSaysModelAndSizes() {
  TopBar bar;
  bar.setModel(QStringLiteral("MiniLM"), QStringLiteral("6 layers × 12 heads"));
  QCOMPARE(bar.modelButton()->text(), QStringLiteral("MiniLM   6 layers × 12 heads"));
}

void TestTopBar::whileTheFirstModelOpensItSaysSo() {
  TopBar bar;
  bar.setLoading(true);
  QCOMPARE(bar.modelButton()->text(), QStringLiteral("Opening…"));
  bar.setModel(QStringLiteral("MiniLM"), {});
  bar.setLoading(false);
  QCOMPARE(bar.modelButton()->text(), QStringLiteral("MiniLM"));
}

// Not at once: a sandbox opens within a keystroke, and its name would flicker.
void TestTopBar::whileAnotherModelOpensItSaysSoToo() {
  TopBar bar;
  bar.setModel(QStringLiteral("MiniLM"), {});
  bar.setLoading(true);
  QCOMPARE(bar.modelButton()->text(), QStringLiteral("MiniLM"));
  QTRY_COMPARE(bar.modelButton()->text(), QStringLiteral("Opening…"));
  bar.setLoading(false);
  QCOMPARE(bar.modelButton()->text(), QStringLiteral("MiniLM"));
}

void TestTopBar::everyButtonHasANameAndTheKeyboard() {
  TopBar bar;
  for (const QToolButton* button : std::initializer_list<QToolButton*>{
           bar.modelButton(), bar.exportButton(), bar.themeButton(), bar.moreButton()}) {
    QVERIFY(!button->accessibleName().isEmpty());
    QVERIFY(button->focusPolicy() & Qt::TabFocus);
    QVERIFY(!button->toolTip().isEmpty());
  }
  QCOMPARE(bar.sentence()->accessibleName(), QStringLiteral("Sentence"));
}

// On X11 a line would take them: to go to its end, and to delete.
void TestTopBar::theSentenceLeavesTheWindowsKeys() {
  TopBar bar;
  bar.sentence()->setText(QStringLiteral("text"));
  for (const Qt::Key key : {Qt::Key_E, Qt::Key_D}) {
    QKeyEvent event(QEvent::ShortcutOverride, key, Qt::ControlModifier);
    QApplication::sendEvent(bar.sentence(), &event);
    QVERIFY(!event.isAccepted());
  }
  QKeyEvent copy(QEvent::ShortcutOverride, Qt::Key_C, Qt::ControlModifier);
  QApplication::sendEvent(bar.sentence(), &copy);
  QVERIFY(copy.isAccepted());
}

void TestTopBar::theModelButtonIsAsWideAsItsWords() {
  TopBar bar;
  bar.setModel(QStringLiteral("MiniLM"), {});
  const int name = bar.modelButton()->sizeHint().width();
  bar.setModel(QStringLiteral("MiniLM"), QStringLiteral("6 layers × 12 heads"));
  const int sizes =
      QFontMetrics(uiFont(11)).horizontalAdvance(QStringLiteral("6 layers × 12 heads"));
  QCOMPARE(bar.modelButton()->sizeHint().width(), name + 10 + sizes);
}

void TestTopBar::theSentenceTakesNoMoreThanAMillionCharacters() {
  TopBar bar;
  bar.sentence()->setText(QString(2'000'000, QLatin1Char('a')));
  QCOMPARE(bar.sentence()->text().size(), 1 << 20);
}

HEADSCOPE_TEST(TestTopBar)

}  // namespace headscope::test_top_bar

#include "test_top_bar.moc"
