#include <QTest>

#include "dialogs/own_text_dialog.h"
#include "test_class.h"

namespace headscope::test_own_text_dialog {

class TestOwnTextDialog : public QObject {
  Q_OBJECT
 private slots:
  void nothingCannotBeLearnt() {
    OwnTextDialog dialog({});
    QVERIFY(!dialog.learnButton()->isEnabled());
  }

  void aShortTextSaysHowManyWordsItTakes() {
    OwnTextDialog dialog({});
    dialog.editor()->setPlainText(QStringLiteral("one two three"));
    dialog.learnButton()->click();
    QCOMPARE(dialog.result(), 0);
    QCOMPARE(dialog.problem(),
             QStringLiteral("the text has 3 words, and at least 60 are needed to learn from and to "
                            "test with"));
    QTest::keyClick(dialog.editor(), Qt::Key_A);
    QVERIFY(dialog.problem().isEmpty());
  }

  void aLongTextIsTaken() {
    const QString text = QStringLiteral("the cat sat on the mat. ").repeated(20);
    OwnTextDialog dialog(text);
    QCOMPARE(dialog.editor()->toPlainText(), text);
    dialog.learnButton()->click();
    QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
    QCOMPARE(dialog.text(), text);
  }

  void aCharacterOfChineseIsAWord() {
    OwnTextDialog dialog(QString::fromUtf8("猫坐在垫子上。").repeated(9));
    dialog.learnButton()->click();
    QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
  }
};

HEADSCOPE_TEST(TestOwnTextDialog)

}  // namespace headscope::test_own_text_dialog

#include "test_own_text_dialog.moc"
