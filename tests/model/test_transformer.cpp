#include <QTest>

#include "model/layer_recorder.h"
#include "model/trace.h"
#include "near.h"
#include "small_model.h"
#include "test_class.h"

namespace headscope::test_transformer {

class TestTransformer : public QObject {
  Q_OBJECT
 private slots:
  void reportsTheResidualStreamBeforeEveryLayerAndAfterTheLast();
  void endsWithTheLastQueriesAndKeysWhereNoOutputIsWanted_data();
  void endsWithTheLastQueriesAndKeysWhereNoOutputIsWanted();
  void aStopBetweenLayersIsHeard();
  void threadsDoNotChangeTheResult();
  void countsItsWeights();
};

const BlockConfig kConfig{
    .dModel = 6, .heads = 2, .dK = 3, .dFeedForward = 8, .normEpsilon = 1e-5F};

void TestTransformer::reportsTheResidualStreamBeforeEveryLayerAndAfterTheLast() {
  const Transformer model = smallModel(kConfig, 3);
  const Matrix x = Matrix::Random(4, 6);
  Matrix out = x;
  Activations activations;
  HiddenRecorder hidden;
  QVERIFY(model.forward(out, {}, activations, hidden));
  QCOMPARE(hidden.hidden().size(), std::size_t{4});
  QVERIFY(isNear(hidden.hidden().front(), x, 0));
  QVERIFY(isNear(hidden.hidden().back(), out, 0));
  QVERIFY((hidden.hidden()[1] - hidden.hidden()[2]).cwiseAbs().maxCoeff() > 1e-3F);
}

void TestTransformer::endsWithTheLastQueriesAndKeysWhereNoOutputIsWanted_data() {
  QTest::addColumn<int>("layers");
  QTest::addColumn<NormPlacement>("placement");
  QTest::newRow("one layer") << 1 << NormPlacement::post;
  QTest::newRow("three layers") << 3 << NormPlacement::post;
  QTest::newRow("norm first") << 2 << NormPlacement::pre;
}

void TestTransformer::endsWithTheLastQueriesAndKeysWhereNoOutputIsWanted() {
  QFETCH(int, layers);
  QFETCH(NormPlacement, placement);
  class WholePass : public TraceRecorder {
   public:
    using TraceRecorder::TraceRecorder;
    bool wantsOutput() const override { return true; }
    void onHidden(int layer, const ConstMatrixRef& x) override {
      last = layer;
      hidden = x;
    }
    int last = -1;
    Matrix hidden;  // what came last
  };
  class UpToMaps : public WholePass {
   public:
    using WholePass::WholePass;
    bool wantsOutput() const override { return false; }
  };
  BlockConfig config = kConfig;
  config.placement = placement;
  const Transformer model = smallModel(config, layers);
  const auto newTrace = [&] { return std::make_shared<Trace>(model, Mask(), 4); };
  const Matrix x = Matrix::Random(4, 6);
  Activations activations;
  WholePass whole(newTrace());
  Matrix out = x;
  QVERIFY(model.forward(out, {}, activations, whole));
  QCOMPARE(whole.last, layers);
  UpToMaps maps(newTrace());
  Matrix entering = x;
  QVERIFY(model.forward(entering, {}, activations, maps));
  QCOMPARE(maps.last, layers - 1);
  QCOMPARE(maps.hidden, entering);
  QCOMPARE(maps.trace()->knownLayers(), layers);
  for (int layer = 0; layer < layers; ++layer) {
    for (int head = 0; head < config.heads; ++head) {
      QCOMPARE(maps.trace()->map({layer, head}), whole.trace()->map({layer, head}));
    }
  }
}

void TestTransformer::aStopBetweenLayersIsHeard() {
  // Stops itself once the second layer begins.
  class Stopper : public HiddenRecorder {
   public:
    explicit Stopper(std::stop_source source) : source_(std::move(source)) {}
    void onHidden(int layer, const ConstMatrixRef& x) override {
      HiddenRecorder::onHidden(layer, x);
      if (layer == 1) {
        source_.request_stop();
      }
    }

   private:
    std::stop_source source_;
  };
  const Transformer model = smallModel(kConfig, 5);
  Matrix x = Matrix::Random(4, 6);
  Activations activations;
  std::stop_source source;
  Stopper stopper(source);
  QVERIFY(!model.forward(x, {}, activations, stopper, {.stop = source.get_token()}));
  QCOMPARE(stopper.hidden().size(), std::size_t{2});
}

void TestTransformer::threadsDoNotChangeTheResult() {
  const Transformer model = smallModel(kConfig, 2);
  const Matrix x = Matrix::Random(70, 6);
  Activations activations;
  TraceObserver nobody;
  Matrix one = x;
  model.forward(one, {}, activations, nobody, {.threads = 1});
  Matrix two = x;
  model.forward(two, {}, activations, nobody, {.threads = 2});
  QVERIFY(isNear(one, two, 1e-6));
}

void TestTransformer::countsItsWeights() {
  const Transformer model = smallModel(kConfig, 2);
  const std::size_t perLayer = (6 * 18 + 18) + (6 * 6 + 6) + (6 * 8 + 8) + (8 * 6 + 6) + 4 * 6;
  QCOMPARE(model.weightBytes(), 2 * perLayer * sizeof(float));
}

HEADSCOPE_TEST(TestTransformer)

}  // namespace headscope::test_transformer

#include "test_transformer.moc"
