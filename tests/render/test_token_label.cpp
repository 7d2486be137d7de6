#include <QTest>

#include "render/token_label.h"
#include "test_class.h"

namespace headscope::test_token_label {

class TestTokenLabel : public QObject {
  Q_OBJECT
 private slots:
  void showsWhatCannotBeSeen_data() {
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("label");
    const auto row = [](const char* name, const char16_t* token, const char16_t* label) {
      QTest::newRow(name) << QString::fromUtf16(token) << QString::fromUtf16(label);
    };
    row("word", u"animal", u"animal");
    row("Chinese", u"苹果", u"苹果");
    row("Arabic", u"مرحبا", u"مرحبا");
    row("leading space", u" the", u"␣the");
    row("trailing space", u"the ", u"the␣");
    row("inner space", u"New York", u"New York");
    row("only spaces", u"  ", u"␣␣");
    row("line end", u"\n", u"↵");
    row("tab between", u"a\tb", u"a⇥b");
    row("no-break space", u"\u00a0x", u"⍽x");
    row("zero width space", u"\u200b", u"U+200B");
    row("bell", u"\u0007", u"U+0007");
    row("joined emoji", u"👩\u200d🔬", u"👩\u200d🔬");
    row("empty", u"", u"");
  }

  void showsWhatCannotBeSeen() {
    QFETCH(QString, token);
    QFETCH(QString, label);
    QCOMPARE(visibleToken(token), label);
  }

  void namesHeads() { QCOMPARE(headName({3, 11}), QStringLiteral("L3·H11")); }
};

HEADSCOPE_TEST(TestTokenLabel)

}  // namespace headscope::test_token_label

#include "test_token_label.moc"
