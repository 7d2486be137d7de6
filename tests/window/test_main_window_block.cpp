#include <QImageReader>
#include <QXmlStreamReader>

#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_block {

// The Block tab in the window.
class TestMainWindowBlock : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void theTabFollowsHeadAndCell();
  void typingMakesAnotherPicture();
  void itIsExported();

 private:
  OwnHome home_;
};

namespace {

bool waitFor(DrivenWindow& driven) {
  return driven.settle() &&
         QTest::qWaitFor([&driven] { return !driven.window.block()->isComputing(); }, 30000);
}

}  // namespace

void TestMainWindowBlock::theTabFollowsHeadAndCell() {
  DrivenWindow driven;
  const BlockView* block = driven.window.block();
  QVERIFY(block->figure().tiles.empty());  // nothing is run for a tab that is not seen
  driven.showTab(driven.window.block());
  QCOMPARE(driven.window.tabs()->currentWidget(), block);
  QVERIFY(waitFor(driven));
  driven.clickHead({0, 2});
  QVERIFY(waitFor(driven));
  QCOMPARE(block->figure().title, QStringLiteral("L0·H2, step by step"));
  driven.selection().setCell(2, 1);
  QCOMPARE(block->figure().explanation.place, QStringLiteral("three → two"));
  // The weight is that of the map.
  driven.press(Qt::Key_M, Qt::ControlModifier);
  driven.press(Qt::Key_Right);
  QCOMPARE(block->figure().explanation.name, QStringLiteral("softmax"));
  QCOMPARE(block->figure().explanation.value, QString::number(double{driven.map()(2, 1)}, 'f', 4));
  driven.press(Qt::Key_Up);
  QCOMPARE(driven.selection().query(), 1);
  QCOMPARE(driven.window.cellPanel()->title(), QStringLiteral("two → two"));
}

void TestMainWindowBlock::typingMakesAnotherPicture() {
  DrivenWindow driven;
  driven.showTab(driven.window.block());
  QVERIFY(waitFor(driven));
  QCOMPARE(driven.window.block()->figure().tiles.front().shape, QStringLiteral("3 × 8"));
  driven.window.topBar()->sentence()->end(false);
  driven.type(QStringLiteral(" four"));
  QVERIFY(waitFor(driven));
  QCOMPARE(driven.window.block()->figure().tiles.front().shape, QStringLiteral("4 × 8"));
  driven.window.topBar()->sentence()->selectAll();
  QTest::keyClick(driven.window.topBar()->sentence(), Qt::Key_Delete);
  QVERIFY(waitFor(driven));
  QVERIFY(driven.window.block()->figure().tiles.empty());
}

void TestMainWindowBlock::itIsExported() {
  DrivenWindow driven;
  driven.showTab(driven.window.block());
  QVERIFY(waitFor(driven));
  const QString png = home_.path(QStringLiteral("block.png"));
  QVERIFY(driven.window.exportView(png, 2));
  QCOMPARE(QImageReader(png).size(), driven.window.block()->figureSize().toSize() * 2);
  const QString svg = home_.path(QStringLiteral("block.svg"));
  QVERIFY(driven.window.exportView(svg, 1));
  QFile file(svg);
  QVERIFY(file.open(QIODevice::ReadOnly));
  QXmlStreamReader xml(&file);
  QString written;  // a name of letters from several fonts is several texts
  while (!xml.atEnd()) {
    if (xml.readNext() == QXmlStreamReader::Characters && !xml.isWhitespace()) {
      written += xml.text();
    }
  }
  for (const BlockTile& tile : driven.window.block()->figure().tiles) {
    QVERIFY2(written.contains(tile.name), qPrintable(tile.name));
  }
  QVERIFY(driven.window.exportView(home_.path(QStringLiteral("block.pdf")), 1));
}

HEADSCOPE_TEST(TestMainWindowBlock)

}  // namespace headscope::test_main_window_block

#include "test_main_window_block.moc"
