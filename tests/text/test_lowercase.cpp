#include <QTest>

#include "text/lowercase.h"
#include "text/shown.h"

using namespace headscope;

class TestLowercase : public QObject {
  Q_OBJECT
 private slots:
  void lowers_data();
  void lowers();
};

void TestLowercase::lowers_data() {
  QTest::addColumn<QString>("typed");
  QTest::addColumn<QString>("expected");
  QTest::addColumn<QString>("spans");
  const auto row = [](const char* name, const char* typed, const char* expected,
                      const char* spans) {
    QTest::newRow(name) << QString::fromUtf8(typed) << QString::fromUtf8(expected)
                        << QString::fromUtf8(spans);
  };
  row("nothing", "", "", "");
  row("plain", "aB1", "ab1", "0-1 1-2 2-3");
  row("without regard to neighbours", "ΑΣ", "ασ", "0-1 1-2");
  row("one becomes two", "aİb", "ai\u0307b", "0-1 1-2 1-2 2-3");
  row("sharp s", "ẞ", "ß", "0-1");
  row("a title letter", "ǅ", "ǆ", "0-1");
  row("Georgian", "Ა", "ა", "0-1");
  row("Cherokee", "Ꭰ", "ꭰ", "0-1");
  row("beyond the first plane", "𐐀", "𐐨", "0-1");
  row("Unicode 16, a run", "\U00010D50\U00010D65", "\U00010D70\U00010D85", "0-1 1-2");
  row("Unicode 16, far off", "\uA7CB\uA7DC", "\u0264\u019B", "0-1 1-2");
  row("Unicode 17", "\uA7CE\U00016EA0\U00016EB8", "\uA7CF\U00016EBB\U00016ED3", "0-1 1-2 2-3");
}

void TestLowercase::lowers() {
  QFETCH(QString, typed);
  AlignedText text = aligned(typed);
  toLowercase(text);
  QTEST(shown(text), "expected");
  QTEST(shownSpans(text), "spans");
}

QTEST_GUILESS_MAIN(TestLowercase)
#include "test_lowercase.moc"
