#include <QTest>

#include "analysis/rollout.h"
#include "fake_source.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_rollout {

// Two layers of three tokens, as maps of single heads.
class TestRollout : public QObject {
  Q_OBJECT
 private slots:
  void headsAreAveraged();
  void layersAreMultiplied();
  void withoutResiduals();
  void flowIsWhatCanGoThrough();
  void flowOfManyTokensIsRefused();
  void flowStops();
};

namespace {

Matrix three(std::initializer_list<float> values) {
  Matrix map(3, 3);
  std::copy(values.begin(), values.end(), map.data());
  return map;
}

const Matrix kFirst = three({1, 0, 0, .5F, .5F, 0, .2F, .3F, .5F});
const Matrix kSecond = three({1, 0, 0, .25F, .75F, 0, .6F, .1F, .3F});

// Two heads of each layer whose mean is the map.
FakeSource source() {
  return FakeSource({.layers = 2, .heads = 2, .nQuery = 3, .nKey = 3},
                    [](HeadId head, int query, int key) {
                      const Matrix& map = head.layer == 0 ? kFirst : kSecond;
                      const float shift = query == 2 && key < 2 ? (key == 0 ? .1F : -.1F) : 0;
                      return map(query, key) + (head.head == 0 ? shift : -shift);
                    });
}

}  // namespace

void TestRollout::headsAreAveraged() {
  QVERIFY(isNear(meanMap(source(), 0), kFirst, 1e-6));
  QVERIFY(isNear(meanMap(source(), 1), kSecond, 1e-6));
}

// By hand: (A2 + I)/2 · (A1 + I)/2.
void TestRollout::layersAreMultiplied() {
  QVERIFY(isNear(rollout(source(), 1), three({1, 0, 0, .34375F, .65625F, 0, .3775F, .135F, .4875F}),
                 1e-6));
  QVERIFY(isNear(rollout(source(), 0), three({1, 0, 0, .25F, .75F, 0, .1F, .15F, .75F}), 1e-6));
}

void TestRollout::withoutResiduals() {
  QVERIFY(isNear(rollout(source(), 1, Residuals::leftOut),
                 three({1, 0, 0, .625F, .375F, 0, .71F, .14F, .15F}), 1e-6));
}

// Flows of the last row: 0.45, 0.2 and 0.65; of the one before: 0.375 and 0.75.
void TestRollout::flowIsWhatCanGoThrough() {
  const auto flow = attentionFlow(source(), 1);
  QVERIFY(flow);
  QVERIFY(
      isNear(*flow, three({1, 0, 0, 1.0F / 3, 2.0F / 3, 0, .346153846F, .153846154F, .5F}), 1e-6));
}

void TestRollout::flowOfManyTokensIsRefused() {
  const FakeSource large({.layers = 1, .heads = 1, .nQuery = 49, .nKey = 49},
                         [](HeadId, int, int) { return 1.0F / 49; });
  QVERIFY(!attentionFlow(large, 0));
}

void TestRollout::flowStops() {
  std::stop_source stopping;
  stopping.request_stop();
  QVERIFY(!attentionFlow(source(), 1, stopping.get_token()));
}

HEADSCOPE_TEST(TestRollout)

}  // namespace headscope::test_rollout

#include "test_rollout.moc"
