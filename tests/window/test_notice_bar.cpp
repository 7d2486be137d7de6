#include <QTest>
#include <QToolButton>

#include "io/io_error.h"
#include "test_class.h"
#include "window/notice_bar.h"

namespace headscope::test_notice_bar {

class TestNoticeBar : public QObject {
  Q_OBJECT
 private slots:
  void hiddenWithNothingToSay();
  void anErrorSaysFileProblemAndRemedy();
  void anErrorStandsBeforeANoticeAndGivesItBack();
  void dismissTakesBothAway();
  void whatIsSaidIsNotMarkup();
};

namespace {

const Error kError{.code = IoError::notFound,
                   .file = "model.safetensors",
                   .problem = "there is no such file",
                   .remedy = "Fetch it again"};

}  // namespace

void TestNoticeBar::hiddenWithNothingToSay() {
  NoticeBar bar;
  QVERIFY(bar.isHidden());
  bar.setNotice(QStringLiteral("cut"));
  QVERIFY(!bar.isHidden());
  bar.setNotice({});
  QVERIFY(bar.isHidden());
}

void TestNoticeBar::anErrorSaysFileProblemAndRemedy() {
  NoticeBar bar;
  bar.showError(kError);
  QVERIFY(!bar.isHidden());
  QCOMPARE(bar.text(), QStringLiteral("model.safetensors: there is no such file. Fetch it again."));
}

void TestNoticeBar::anErrorStandsBeforeANoticeAndGivesItBack() {
  NoticeBar bar;
  bar.setNotice(QStringLiteral("cut after 512 tokens"));
  bar.showError(kError);
  QVERIFY(bar.text().startsWith(QStringLiteral("model.safetensors")));
  bar.clearError();
  QCOMPARE(bar.text(), QStringLiteral("cut after 512 tokens"));
}

void TestNoticeBar::dismissTakesBothAway() {
  NoticeBar bar;
  bar.setNotice(QStringLiteral("cut"));
  bar.showError(kError);
  QTest::mouseClick(bar.findChild<QToolButton*>(), Qt::LeftButton);
  QVERIFY(bar.isHidden());
  QCOMPARE(bar.text(), QString());
}

// A text or a file name may hold anything, and is shown as it is.
void TestNoticeBar::whatIsSaidIsNotMarkup() {
  NoticeBar bar;
  bar.setNotice(QStringLiteral("<b>bold</b>"));
  QVERIFY(bar.findChild<QLabel*>()->textFormat() == Qt::PlainText);
}

HEADSCOPE_TEST(TestNoticeBar)

}  // namespace headscope::test_notice_bar

#include "test_notice_bar.moc"
