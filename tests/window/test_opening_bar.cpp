#include <QProgressBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "test_class.h"
#include "window/opening_bar.h"

namespace headscope::test_opening_bar {

class TestOpeningBar : public QObject {
  Q_OBJECT
 private slots:
  void whatIsSoonOpenIsNotShown();
  void whatTakesItsTimeIsShown();
  void aSmallModelOfWhichNothingIsKnownIsNotShown();
  void aPathIsCalledByItsLastPart();
  void canBeStopped();
};

namespace {

constexpr int kLongEnough = 2000;  // ms

}  // namespace

void TestOpeningBar::whatIsSoonOpenIsNotShown() {
  OpeningBar bar;
  bar.setLoading(true);
  bar.setProgress(QStringLiteral("x"), 1, 2);
  QVERIFY(!bar.isVisible());
  bar.setLoading(false);
  QVERIFY(!QTest::qWaitFor([&] { return bar.isVisible(); }, 600));
}

void TestOpeningBar::whatTakesItsTimeIsShown() {
  OpeningBar bar;
  bar.setLoading(true);
  bar.setProgress(QStringLiteral("gpt2-xl"), 12, 48);
  QVERIFY(QTest::qWaitFor([&] { return bar.isVisible(); }, kLongEnough));
  QCOMPARE(bar.text(), QStringLiteral("Opening gpt2-xl: 25 %"));
  const auto* progress = bar.findChild<QProgressBar*>();
  QCOMPARE(4 * progress->value(), progress->maximum());
  bar.setProgress(QStringLiteral("gpt2-xl"), 24, 48);
  QCOMPARE(bar.text(), QStringLiteral("Opening gpt2-xl: 50 %"));
  bar.setLoading(false);
  QVERIFY(!bar.isVisible());
}

void TestOpeningBar::aSmallModelOfWhichNothingIsKnownIsNotShown() {
  OpeningBar bar;
  bar.setLoading(true);
  QVERIFY(!QTest::qWaitFor([&] { return bar.isVisible(); }, 600));
}

void TestOpeningBar::aPathIsCalledByItsLastPart() {
  const QTemporaryDir folder;
  OpeningBar bar;
  bar.setLoading(true);
  bar.setProgress(folder.path(), 1, 1);
  QVERIFY(QTest::qWaitFor([&] { return bar.isVisible(); }, kLongEnough));
  QCOMPARE(bar.text(),
           QStringLiteral("Opening %1: 100 %").arg(QFileInfo(folder.path()).fileName()));
}

void TestOpeningBar::canBeStopped() {
  OpeningBar bar;
  QSignalSpy stops(&bar, &OpeningBar::stopRequested);
  bar.setLoading(true);
  bar.setProgress(QStringLiteral("x"), 1, 2);
  QVERIFY(QTest::qWaitFor([&] { return bar.isVisible(); }, kLongEnough));
  QTest::mouseClick(bar.stopButton(), Qt::LeftButton);
  QCOMPARE(stops.count(), 1);
}

HEADSCOPE_TEST(TestOpeningBar)

}  // namespace headscope::test_opening_bar

#include "test_opening_bar.moc"
