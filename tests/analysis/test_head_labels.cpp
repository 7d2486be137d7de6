#include <QTest>

#include "analysis/head_labels.h"
#include "test_class.h"

namespace headscope::test_head_labels {

class TestHeadLabels : public QObject {
  Q_OBJECT
 private slots:
  void areEarned_data();
  void areEarned();
  void theStrongestComesFirst();
  void aNarrowHeadThatLooksSomewhereIsCalledByThat();
  void aFirstTokenThatIsSpecialIsCalledSo();
  void everyRoleHasAName();
};

namespace {

std::string shown(const HeadCard& card) {
  std::string text;
  for (const HeadLabel& label : headLabels(card)) {
    text += (text.empty() ? "" : ", ") + std::string(headRoleName(label.role));
  }
  return text;
}

HeadCard cardOf(double HeadMeasures::*measure, double value) {
  HeadCard card{.text = {.spread = .5}};
  card.text.*measure = value;
  return card;
}

struct Earning {
  double HeadMeasures::*measure;
  double least;
  const char* name;
};

constexpr Earning kEarning[] = {
    {&HeadMeasures::previous, .5, "previous token"}, {&HeadMeasures::next, .5, "next token"},
    {&HeadMeasures::sameToken, .5, "same token"},    {&HeadMeasures::self, .5, "itself"},
    {&HeadMeasures::first, .5, "first token"},       {&HeadMeasures::special, .5, "special tokens"},
    {&HeadMeasures::punctuation, .5, "punctuation"}, {&HeadMeasures::spread, .9, "broad"}};

}  // namespace

void TestHeadLabels::areEarned_data() {
  QTest::addColumn<int>("measure");
  QTest::addColumn<double>("least");
  QTest::addColumn<std::string>("name");
  for (std::size_t i = 0; i < std::size(kEarning); ++i) {
    QTest::newRow(kEarning[i].name)
        << static_cast<int>(i) << kEarning[i].least << std::string(kEarning[i].name);
  }
}

void TestHeadLabels::areEarned() {
  QFETCH(int, measure);
  double HeadMeasures::*const of = kEarning[measure].measure;
  QFETCH(double, least);
  QFETCH(std::string, name);
  QCOMPARE(shown(cardOf(of, least)), name);
  QCOMPARE(shown(cardOf(of, least - .01)), std::string());
  QCOMPARE(headLabels(cardOf(of, least + .02)).front().score, least + .02);
}

void TestHeadLabels::theStrongestComesFirst() {
  HeadCard card{.text = {.previous = .5, .first = .75, .spread = .95},
                .repetition = RepetitionMeasures{.induction = .4, .duplicate = .49},
                .positional = .9};
  QCOMPARE(shown(card), std::string("positional, first token, previous token, induction, broad"));
  card.repetition = RepetitionMeasures{.induction = .39, .duplicate = .5};
  card.positional.reset();
  QCOMPARE(shown(card), std::string("first token, previous token, duplicate token, broad"));
}

void TestHeadLabels::aNarrowHeadThatLooksSomewhereIsCalledByThat() {
  QCOMPARE(shown(cardOf(&HeadMeasures::spread, .1)), std::string("narrow"));
  HeadCard card = cardOf(&HeadMeasures::spread, .1);
  card.text.previous = .9;
  QCOMPARE(shown(card), std::string("previous token"));
}

void TestHeadLabels::aFirstTokenThatIsSpecialIsCalledSo() {
  HeadCard card{.text = {.first = .7, .special = .75, .spread = .5}};
  QCOMPARE(shown(card), std::string("special tokens"));
}

void TestHeadLabels::everyRoleHasAName() {
  for (int role = 0; role <= static_cast<int>(HeadRole::narrow); ++role) {
    QVERIFY(!headRoleName(static_cast<HeadRole>(role)).empty());
  }
}

HEADSCOPE_TEST(TestHeadLabels)

}  // namespace headscope::test_head_labels

#include "test_head_labels.moc"
