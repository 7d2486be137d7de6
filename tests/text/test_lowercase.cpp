#include <QTest>

#include "test_class.h"
#include "text/lowercase.h"
#include "text/shown.h"

namespace headscope::test_lowercase {

class TestLowercase : public QObject {
  Q_OBJECT
 private slots:
  void lowers_data();
  void lowers();
};

void TestLowercase::lowers_data() {
  textColumns({"typed", "expected", "spans"});
  textRow("nothing", {"", "", ""});
  textRow("plain", {"aB1", "ab1", "0-1 1-2 2-3"});
  textRow("without regard to neighbours", {"ΑΣ", "ασ", "0-1 1-2"});
  textRow("one becomes two", {"aİb", "ai\u0307b", "0-1 1-2 1-2 2-3"});
  textRow("sharp s", {"ẞ", "ß", "0-1"});
  textRow("a title letter", {"ǅ", "ǆ", "0-1"});
  textRow("Georgian", {"Ა", "ა", "0-1"});
  textRow("Cherokee", {"Ꭰ", "ꭰ", "0-1"});
  textRow("beyond the first plane", {"𐐀", "𐐨", "0-1"});
  textRow("Unicode 16, a run", {"\U00010D50\U00010D65", "\U00010D70\U00010D85", "0-1 1-2"});
  textRow("Unicode 16, far off", {"\uA7CB\uA7DC", "\u0264\u019B", "0-1 1-2"});
  textRow("Unicode 17",
          {"\uA7CE\U00016EA0\U00016EB8", "\uA7CF\U00016EBB\U00016ED3", "0-1 1-2 2-3"});
}

void TestLowercase::lowers() {
  QFETCH(QString, typed);
  QFETCH(QString, expected);
  QFETCH(QString, spans);
  AlignedText text = aligned(typed);
  toLowercase(text);
  QCOMPARE(shown(text), expected);
  QCOMPARE(shownSpans(text), spans);
}

HEADSCOPE_TEST(TestLowercase)

}  // namespace headscope::test_lowercase

#include "test_lowercase.moc"
