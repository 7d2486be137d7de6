#include <QProgressBar>
#include <QSignalSpy>
#include <QTest>

#include "test_class.h"
#include "window/fetch_bar.h"

namespace headscope::test_fetch_bar {

class TestFetchBar : public QObject {
  Q_OBJECT
 private slots:
  void saysHowFarItIs();
  void withoutATotalItOnlyMoves();
  void everyStageHasItsWords();
  void canBeStopped();
};

void TestFetchBar::saysHowFarItIs() {
  FetchBar bar;
  QVERIFY(!bar.isVisible());
  bar.show(QStringLiteral("SmolLM2"),
           {.stage = FetchStage::downloading, .done = 23'000'000, .total = 92'000'000});
  QVERIFY(bar.isVisible());
  QCOMPARE(bar.text(), QStringLiteral("Fetching SmolLM2: 23 of 92 MB"));
  const auto* progress = bar.findChild<QProgressBar*>();
  QCOMPARE(4 * progress->value(), progress->maximum());
}

void TestFetchBar::withoutATotalItOnlyMoves() {
  FetchBar bar;
  bar.show(QStringLiteral("x"), {.stage = FetchStage::waiting});
  QCOMPARE(bar.findChild<QProgressBar*>()->maximum(), 0);
}

void TestFetchBar::everyStageHasItsWords() {
  FetchBar bar;
  bar.show(QStringLiteral("x"), {.stage = FetchStage::extracting, .done = 1, .total = 2});
  QCOMPARE(bar.text(), QStringLiteral("Unpacking x…"));
  bar.show(QStringLiteral("x"), {.stage = FetchStage::verifying, .done = 1, .total = 2});
  QCOMPARE(bar.text(), QStringLiteral("Checking x…"));
}

void TestFetchBar::canBeStopped() {
  FetchBar bar;
  QSignalSpy stops(&bar, &FetchBar::stopRequested);
  bar.show(QStringLiteral("x"), {});
  QTest::mouseClick(bar.stopButton(), Qt::LeftButton);
  QCOMPARE(stops.count(), 1);
}

HEADSCOPE_TEST(TestFetchBar)

}  // namespace headscope::test_fetch_bar

#include "test_fetch_bar.moc"
