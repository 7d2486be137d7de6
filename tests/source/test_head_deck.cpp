#include <algorithm>

#include <QTest>

#include "source/head_deck.h"
#include "source/open_model.h"
#include "test_class.h"

namespace headscope::test_head_deck {

// What heads of real models and of sandboxes are called.
class TestHeadDeck : public QObject {
  Q_OBJECT
 private slots:
  void rolesOfTokens();
  void everyHeadHasACard();
  void miniLmHasItsPreviousTokenHead();
  void smolLmHasInductionHeads();
  void aSandboxHasNoMeasuresOfIds();
  void stops();
};

namespace {

constexpr const char* kText = "The animal didn't cross the street because it was too tired.";

struct Opened {
  std::shared_ptr<const ModelSource> model;
  Run run;
};

Opened openedWith(const std::string& name, const std::string& text) {
  const auto model = openModel(name);
  if (!model) {
    qFatal("%s", describe(model.error()).c_str());
  }
  auto run = (*model)->run(text);
  if (!run) {
    qFatal("%s", describe(run.error()).c_str());
  }
  return {*model, std::move(*run)};
}

const HeadLabel* find(const DealtCard& dealt, HeadRole role) {
  const auto found = std::ranges::find(dealt.labels, role, &HeadLabel::role);
  return found == dealt.labels.end() ? nullptr : &*found;
}

}  // namespace

void TestHeadDeck::rolesOfTokens() {
  std::vector<Token> tokens(5);
  tokens[0] = {.id = 101, .text = "[CLS]", .special = true};
  tokens[1] = {.id = 5, .text = "it"};
  tokens[2] = {.id = 6, .text = "Ġ...", .readable = " ..."};
  tokens[3] = {.id = 7, .text = "Ġ", .readable = " "};
  tokens[4] = {.id = 8, .text = "。"};
  const TokenRoles roles = rolesOf(tokens);
  QCOMPARE(roles.ids, (std::vector<std::int32_t>{101, 5, 6, 7, 8}));
  QCOMPARE(roles.special, (std::vector<std::uint8_t>{1, 0, 0, 0, 0}));
  QCOMPARE(roles.punctuation, (std::vector<std::uint8_t>{0, 0, 1, 0, 1}));
}

void TestHeadDeck::everyHeadHasACard() {
  const Opened opened = openedWith("playground", kText);
  const auto deck = dealHeads(*opened.model, opened.run);
  QCOMPARE(deck.size(), std::size_t{8});
  for (std::size_t i = 0; i < deck.size(); ++i) {
    QCOMPARE(deck[i].head, (HeadId{static_cast<int>(i) / 4, static_cast<int>(i) % 4}));
    QVERIFY(deck[i].card.repetition && deck[i].card.positional);
    QVERIFY(*deck[i].card.positional > 0 && *deck[i].card.positional <= 1.0001);
    QCOMPARE(deck[i].labels.size(), headLabels(deck[i].card).size());
  }
  const auto again = dealHeads(*opened.model, opened.run);
  QCOMPARE(again[3].card.repetition->induction, deck[3].card.repetition->induction);
}

void TestHeadDeck::miniLmHasItsPreviousTokenHead() {
  const QByteArray folder = qgetenv("HEADSCOPE_MINILM_DIR");
  if (folder.isEmpty()) {
    QSKIP("HEADSCOPE_MINILM_DIR is not set");
  }
  const Opened opened = openedWith(folder.toStdString(), kText);
  const auto deck = dealHeads(*opened.model, opened.run);
  QCOMPARE(deck.size(), std::size_t{72});
  const HeadLabel* previous = find(deck[2], HeadRole::previousToken);  // L0·H2
  QVERIFY(previous != nullptr && previous->score > .95);
  QVERIFY(find(deck[2], HeadRole::positional) != nullptr);
  QVERIFY(find(deck[5 * 12], HeadRole::specialTokens) != nullptr);
}

void TestHeadDeck::smolLmHasInductionHeads() {
  const QByteArray file = qgetenv("HEADSCOPE_SMOLLM2_GGUF");
  if (file.isEmpty()) {
    QSKIP("HEADSCOPE_SMOLLM2_GGUF is not set");
  }
  const Opened opened = openedWith(file.toStdString(), kText);
  const auto deck = dealHeads(*opened.model, opened.run);
  QCOMPARE(deck.size(), std::size_t{270});
  const HeadLabel* induction = find(deck[18 * 9 + 6], HeadRole::induction);
  QVERIFY(induction != nullptr && induction->score > .6);
  QVERIFY(std::ranges::count_if(deck, [](const DealtCard& dealt) {
            return find(dealt, HeadRole::induction) != nullptr;
          }) < 30);
}

void TestHeadDeck::aSandboxHasNoMeasuresOfIds() {
  const Opened opened = openedWith("sandbox:heads=2", "a b a");
  const auto deck = dealHeads(*opened.model, opened.run);
  QCOMPARE(deck.size(), std::size_t{2});
  QVERIFY(!deck[0].card.repetition && !deck[0].card.positional);
  QVERIFY(deck[0].card.text.entropy > 0);
}

void TestHeadDeck::stops() {
  const Opened opened = openedWith("sandbox:heads=2", "a b a");
  std::stop_source stopping;
  stopping.request_stop();
  QVERIFY(dealHeads(*opened.model, opened.run, stopping.get_token()).empty());
}

HEADSCOPE_TEST(TestHeadDeck)

}  // namespace headscope::test_head_deck

#include "test_head_deck.moc"
