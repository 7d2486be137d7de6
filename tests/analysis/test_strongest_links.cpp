#include <cmath>
#include <limits>

#include <QTest>

#include "analysis/strongest_links.h"
#include "fake_source.h"
#include "test_class.h"

namespace headscope::test_strongest_links {

namespace {

// Three tokens, two heads. The first is causal: its query 0 sees key 0 alone.
//   L0·H0  1    0    0        L0·H1  0.2  0.3  0.5
//          0.6  0.4  0               0.3  0.5  0.2
//          0.1  0.3  0.6             0.9  0.05 0.05
const float kMaps[2][3][3] = {{{1, 0, 0}, {.6F, .4F, 0}, {.1F, .3F, .6F}},
                              {{.2F, .3F, .5F}, {.3F, .5F, .2F}, {.9F, .05F, .05F}}};

FakeSource threeTokens() {
  return {AttentionShape{1, 2, 3, 3},
          [](HeadId head, int query, int key) { return kMaps[head.head][query][key]; }};
}

std::shared_ptr<const LinkSet> linksOf(const FakeSource& source, HeadId head, LinkLimits limits) {
  return std::make_shared<const LinkSet>(strongestLinks(source, head, limits).value());
}

// "2→0 0.9" of each link.
std::vector<std::string> words(std::span<const Link> links) {
  std::vector<std::string> result;
  for (const Link& link : links) {
    const QString weight = QString::number(static_cast<double>(link.weight), 'g', 3);
    result.push_back("H" + std::to_string(link.head) + " " + std::to_string(link.query) + ">" +
                     std::to_string(link.key) + " " + weight.toStdString());
  }
  return result;
}

}  // namespace

class TestStrongestLinks : public QObject {
  Q_OBJECT
 private slots:
  void strongestFirstAndEqualsAsInTheText() {
    const auto set = strongestLinks(threeTokens(), {0, 0}, {.least = .3F});
    QCOMPARE(words(set->links), (std::vector<std::string>{"H0 0>0 1", "H0 1>0 0.6", "H0 2>2 0.6",
                                                          "H0 1>1 0.4", "H0 2>1 0.3"}));
    QCOMPARE(set->pairs, std::size_t{6});  // what the mask hides is no link
    QCOMPARE(set->leftOut, std::size_t{0});
  }

  void beyondTheMostTheyAreCounted() {
    const auto set = strongestLinks(threeTokens(), {0, 0}, {.least = .1F, .most = 2});
    QCOMPARE(words(set->links), (std::vector<std::string>{"H0 0>0 1", "H0 1>0 0.6"}));
    QCOMPARE(set->pairs, std::size_t{6});
    QCOMPARE(set->leftOut, std::size_t{4});
  }

  void severalHeadsAreOneList() {
    const FakeSource source = threeTokens();
    const std::vector heads = {linksOf(source, {0, 1}, {.least = .5F}),
                               linksOf(source, {0, 0}, {.least = .5F})};
    const LinkSet set = mergedLinks(heads);
    QCOMPARE(words(set.links),
             (std::vector<std::string>{"H1 0>0 1", "H0 2>0 0.9", "H1 1>0 0.6", "H1 2>2 0.6",
                                       "H0 0>2 0.5", "H0 1>1 0.5"}));
    QCOMPARE(set.pairs, std::size_t{6 + 9});
    QVERIFY(mergedLinks({}).links.empty());
  }

  void aThresholdCutsTheListAtItsFront() {
    const LinkSet set = *strongestLinks(threeTokens(), {0, 0}, {.least = .1F});
    QCOMPARE(linksFrom(set.links, .1F), std::size_t{6});
    QCOMPARE(linksFrom(set.links, .3F), std::size_t{5});  // the threshold itself is in
    QCOMPARE(linksFrom(set.links, .31F), std::size_t{4});
    QCOMPARE(linksFrom(set.links, 1.0F), std::size_t{1});
    QCOMPARE(linksFrom({}, .1F), std::size_t{0});
  }

  void rowsOfSeveralQueriesAreSummed() {
    const FakeSource source = threeTokens();
    const std::vector<float> sum = summedRow(source, {0, 1}, std::vector<int>{0, 2});
    QCOMPARE(sum, (std::vector<float>{.2F + .9F, .3F + .05F, .5F + .05F}));
    QCOMPARE(summedRow(source, {0, 1}, std::vector<int>{1}), (std::vector<float>{.3F, .5F, .2F}));
    QCOMPARE(summedRow(source, {0, 1}, {}), (std::vector<float>{0, 0, 0}));
  }

  void whatIsNoNumberIsNoLink() {
    const FakeSource source(AttentionShape{1, 1, 1, 2}, [](HeadId, int, int key) {
      return key == 0 ? std::numeric_limits<float>::quiet_NaN() : 1.0F;
    });
    const auto set = strongestLinks(source, {0, 0});
    QCOMPARE(words(set->links), (std::vector<std::string>{"H0 0>1 1"}));
    QCOMPARE(set->pairs, std::size_t{1});
  }

  void queriesAndKeysMayDiffer() {
    // 2 queries of 300 keys; the last key has it all.
    const FakeSource source(AttentionShape{1, 1, 2, 300},
                            [](HeadId, int, int key) { return key == 299 ? 1.0F : 0.0F; });
    const auto set = strongestLinks(source, {0, 0});
    QCOMPARE(words(set->links), (std::vector<std::string>{"H0 0>299 1", "H0 1>299 1"}));
    const FakeSource none(AttentionShape{1, 1, 0, 0}, [](HeadId, int, int) { return 1.0F; });
    QCOMPARE(*strongestLinks(none, {0, 0}), LinkSet{});
  }

  void moreRowsThanAreAskedForTogether() {
    // 700 x 700 is eight bands of rows. Each query looks at itself, the later the less.
    const FakeSource source(AttentionShape{1, 1, 700, 700}, [](HeadId, int query, int key) {
      return query == key ? 1.0F - 0.001F * static_cast<float>(query) : 0.0F;
    });
    const auto set = strongestLinks(source, {0, 0}, {.least = .3505F, .most = 600});
    QCOMPARE(set->links.size(), std::size_t{600});
    for (int i = 0; i < 600; ++i) {
      QCOMPARE(set->links[static_cast<std::size_t>(i)].query, i);
    }
    QCOMPARE(set->pairs, std::size_t{700});
    QCOMPARE(set->leftOut, std::size_t{50});  // 600 … 649
  }

  void itStopsWhenItIsStale() {
    int asked = 0;
    const FakeSource source(AttentionShape{1, 1, 700, 700}, [](HeadId, int, int) { return 1.0F; });
    const auto set = strongestLinks(source, {0, 0}, {}, [&asked] { return ++asked == 3; });
    QVERIFY(!set);
    QCOMPARE(asked, 3);
  }
};

HEADSCOPE_TEST(TestStrongestLinks)

}  // namespace headscope::test_strongest_links

#include "test_strongest_links.moc"
