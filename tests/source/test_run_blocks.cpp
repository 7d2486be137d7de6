#include <optional>
#include <vector>

#include <QTest>

#include "model/small_model.h"
#include "source/run_blocks.h"
#include "test_class.h"

namespace headscope::test_run_blocks {

class TestRunBlocks : public QObject {
  Q_OBJECT
 private slots:
  void theRunHasItsTokensAndAllMaps();
  void anEarlyRunHasTheMapsUpToItsLayer();
  void earlyIsNotCalledWhereItWouldBeTheEnd();
  void anObserverHearsAllTheSame();
  void whatTheTakerDoesIsNotThePass();
  void aStopIsAnErrorAndWhatIsKnownStays();
};

namespace {

const BlockConfig kConfig{
    .dModel = 6, .heads = 3, .dK = 4, .dFeedForward = 5, .normEpsilon = 1e-5F};
constexpr int kLayers = 4;

Encoding twoTokens() {
  return {.tokens = {{.id = 7, .text = "one"}, {.id = 9, .text = "two"}},
          .cut = Cut{.tokensKept = 2, .tokensTotal = 3, .codePoint = 8}};
}

Result<Run> runWith(const RunOptions& options) {
  return runBlocks(smallModel(kConfig, kLayers), Matrix::Constant(2, 6, 0.5F), {}, twoTokens(),
                   options);
}

}  // namespace

void TestRunBlocks::theRunHasItsTokensAndAllMaps() {
  const auto run = runWith({});
  QVERIFY(run);
  QCOMPARE(run->tokens, twoTokens().tokens);
  QCOMPARE(run->cut->tokensTotal, 3);
  QCOMPARE(run->attention->knownLayers(), kLayers);
  QCOMPARE(run->attention->shape(),
           (AttentionShape{.layers = kLayers, .heads = 3, .nQuery = 2, .nKey = 2}));
  QVERIFY(run->forwardMilliseconds > 0);
}

void TestRunBlocks::anEarlyRunHasTheMapsUpToItsLayer() {
  std::optional<Run> early;
  int known = -1;
  Matrix map;
  const auto run = runWith({.early = {.layer = 1, .take = [&](Run taken) {
                                        early = std::move(taken);
                                        known = early->attention->knownLayers();
                                        map = early->attention->map({1, 2});
                                      }}});
  QVERIFY(run);
  QVERIFY(early);
  QCOMPARE(known, 2);
  QCOMPARE(early->tokens, run->tokens);
  QCOMPARE(early->cut->codePoint, 8);
  QCOMPARE(early->attention, run->attention);  // one trace that went on filling
  QCOMPARE(map, runWith({})->attention->map({1, 2}));
}

void TestRunBlocks::earlyIsNotCalledWhereItWouldBeTheEnd() {
  for (const int layer : {kLayers - 1, kLayers, 99, -1}) {
    const auto run =
        runWith({.early = {.layer = layer, .take = [](Run) { QFAIL("this is the end"); }}});
    QVERIFY(run);
    QCOMPARE(run->attention->knownLayers(), kLayers);
  }
}

void TestRunBlocks::anObserverHearsAllTheSame() {
  class Listener : public TraceObserver {
   public:
    void onHidden(int layer, const ConstMatrixRef&) override { hidden.push_back(layer); }
    void onProjections(int layer, const Projections&) override { projections.push_back(layer); }
    std::vector<int> hidden;
    std::vector<int> projections;
  };
  Listener listener;
  QVERIFY(runWith({.observer = &listener, .early = {.layer = 0, .take = [](Run) {}}}));
  QCOMPARE(listener.hidden, (std::vector<int>{0, 1, 2, 3, 4}));
  QCOMPARE(listener.projections, (std::vector<int>{0, 1, 2, 3}));
}

void TestRunBlocks::whatTheTakerDoesIsNotThePass() {
  constexpr int kAges = 500;
  const auto run = runWith({.early = {.layer = 0, .take = [](Run) { QTest::qSleep(kAges); }}});
  QVERIFY(run);
  QVERIFY(run->forwardMilliseconds > 0);
  QVERIFY(run->forwardMilliseconds < kAges);
}

void TestRunBlocks::aStopIsAnErrorAndWhatIsKnownStays() {
  std::stop_source stop;
  std::shared_ptr<const AttentionSource> attention;
  const auto run =
      runWith({.forward = {.stop = stop.get_token()}, .early = {.layer = 1, .take = [&](Run early) {
                                                                  attention = early.attention;
                                                                  stop.request_stop();
                                                                }}});
  QVERIFY(!run);
  QVERIFY(run.error().code == SourceError::stopped);
  QCOMPARE(attention->knownLayers(), 2);
  QCOMPARE(attention->map({1, 0}), runWith({})->attention->map({1, 0}));
}

HEADSCOPE_TEST(TestRunBlocks)

}  // namespace headscope::test_run_blocks

#include "test_run_blocks.moc"
