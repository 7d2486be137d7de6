#include <sstream>

#include <QTest>

#include "analysis/token_alignment.h"
#include "test_class.h"

namespace headscope::test_token_alignment {

class TestTokenAlignment : public QObject {
  Q_OBJECT
 private slots:
  void fewestEdits_data();
  void fewestEdits();
  void bothAreThereInTheirOrder();
  void aLongDifferenceIsPairedInOrder();
  void whatBeginsAlike();
};

namespace {

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

// "0=0 1=2 -=3": what stands before and after.
std::string shown(const std::vector<AlignedTokens>& pairs) {
  const auto number = [](int i) { return i < 0 ? "-" : std::to_string(i); };
  std::string text;
  for (const AlignedTokens& pair : pairs) {
    text += (text.empty() ? "" : " ") + number(pair.first) + "=" + number(pair.second);
  }
  return text;
}

}  // namespace

void TestTokenAlignment::fewestEdits_data() {
  QTest::addColumn<std::string>("first");
  QTest::addColumn<std::string>("second");
  QTest::addColumn<std::string>("expected");
  using S = std::string;
  QTest::newRow("the same") << S("a b c") << S("a b c") << S("0=0 1=1 2=2");
  QTest::newRow("a word for another")
      << S("it was tired .") << S("it was wide .") << S("0=0 1=1 2=2 3=3");
  QTest::newRow("a word more") << S("it was tired") << S("it was too tired")
                               << S("0=0 1=1 -=2 2=3");
  QTest::newRow("a word less") << S("it was too tired") << S("it was tired")
                               << S("0=0 1=1 2=- 3=2");
  QTest::newRow("one word for two") << S("a x y b") << S("a z b") << S("0=0 1=- 2=1 3=2");
  QTest::newRow("in two places") << S("the cat sat here") << S("a cat sat there")
                                 << S("0=0 1=1 2=2 3=3");
  QTest::newRow("a word that moved") << S("a b c d") << S("b c d a") << S("0=- 1=0 2=1 3=2 -=3");
  QTest::newRow("repeated words") << S("the the the") << S("the the") << S("0=0 1=1 2=-");
  QTest::newRow("nothing in common") << S("a b") << S("c") << S("0=- 1=0");
  QTest::newRow("an empty one") << S("a b") << S("") << S("0=- 1=-");
  QTest::newRow("both empty") << S("") << S("") << S("");
}

void TestTokenAlignment::fewestEdits() {
  QFETCH(std::string, first);
  QFETCH(std::string, second);
  QFETCH(std::string, expected);
  QCOMPARE(shown(alignTokens(words(first), words(second))), expected);
}

void TestTokenAlignment::bothAreThereInTheirOrder() {
  const auto first = words("one two three four five six seven eight nine ten");
  const auto second = words("zero two 3 four four six nine eight ten eleven");
  int i = 0;
  int j = 0;
  for (const AlignedTokens& pair : alignTokens(first, second)) {
    QVERIFY(pair.first >= 0 || pair.second >= 0);
    if (pair.first >= 0) {
      QCOMPARE(pair.first, i++);
    }
    if (pair.second >= 0) {
      QCOMPARE(pair.second, j++);
    }
  }
  QCOMPARE(i, 10);
  QCOMPARE(j, 10);
}

// Twenty-five million pairs would take a hundred megabytes.
void TestTokenAlignment::aLongDifferenceIsPairedInOrder() {
  std::vector<std::string> first = {"begin"};
  std::vector<std::string> second = {"begin"};
  for (int i = 0; i < 5000; ++i) {
    first.push_back("a" + std::to_string(i));
    second.push_back("b" + std::to_string(i));
  }
  first.push_back("rest");
  first.push_back("end");
  second.push_back("end");
  const auto pairs = alignTokens(first, second);
  QCOMPARE(pairs.size(), std::size_t{5003});
  QCOMPARE(pairs[4000], (AlignedTokens{4000, 4000}));
  QCOMPARE(pairs[5001], (AlignedTokens{5001, -1}));
  QCOMPARE(pairs[5002], (AlignedTokens{5002, 5001}));
}

void TestTokenAlignment::whatBeginsAlike() {
  const auto first = words("it was too tired .");
  const auto second = words("it was too wide .");
  QVERIFY(beginAlike(first, second, {2, 2}));
  QVERIFY(!beginAlike(first, second, {3, 3}));
  QVERIFY(!beginAlike(first, second, {4, 4}));
  QVERIFY(!beginAlike(first, second, {1, 2}));
  QVERIFY(!beginAlike(first, second, {2, -1}));
}

HEADSCOPE_TEST(TestTokenAlignment)

}  // namespace headscope::test_token_alignment

#include "test_token_alignment.moc"
