#include <QTest>

#include "test_class.h"
#include "window/run_status.h"

namespace headscope::test_run_status {

namespace {

// The texts that are seen, in their order.
QStringList seen(const RunStatus& status) {
  QStringList texts;
  for (const QLabel* label : status.findChildren<QLabel*>()) {
    if (label->isVisibleTo(&status) && !label->text().isEmpty()) {
      texts.append(label->text());
    }
  }
  return texts;
}

const QString kCounting = QStringLiteral("layers and heads count from 0");

}  // namespace

class TestRunStatus : public QObject {
  Q_OBJECT
 private slots:
  void saysWhatARunTook();
  void oneTokenIsSaidInTheSingular();
  void withoutARunOnlyTheCountingIsSaid();
  void aMessageStandsBesideTheRest();
};

void TestRunStatus::saysWhatARunTook() {
  RunStatus status;
  status.setRun(16, 2.44);
  status.setPainted(1.06);
  const QStringList expected{QStringLiteral("16 tokens"), QStringLiteral("forward 2.4 ms"),
                             QStringLiteral("painted 1.1 ms"), kCounting};
  QTRY_COMPARE(seen(status), expected);
}

void TestRunStatus::oneTokenIsSaidInTheSingular() {
  RunStatus status;
  status.setRun(1, 2.44);
  QTRY_VERIFY(seen(status).contains(QStringLiteral("1 token")));
}

void TestRunStatus::withoutARunOnlyTheCountingIsSaid() {
  RunStatus status;
  QCOMPARE(seen(status), QStringList{kCounting});
  status.setRun(3, 2.44);
  QTRY_COMPARE(seen(status).size(), 4);
  status.clearRun();
  QTRY_COMPARE(seen(status), QStringList{kCounting});
}

void TestRunStatus::aMessageStandsBesideTheRest() {
  RunStatus status;
  status.setRun(3, 2.44);
  status.say(QStringLiteral("Saved <b>map</b>.png"));
  QTRY_VERIFY(seen(status).contains(QStringLiteral("3 tokens")));
  QVERIFY(seen(status).contains(QStringLiteral("Saved <b>map</b>.png")));
  for (const QLabel* label : status.findChildren<QLabel*>()) {
    QVERIFY(!label->text().contains(QLatin1Char('<')) || label->textFormat() == Qt::PlainText);
  }
}

HEADSCOPE_TEST(TestRunStatus)

}  // namespace headscope::test_run_status

#include "test_run_status.moc"
