#include <QTest>

#include "analysis/layer_mean.h"
#include "fake_source.h"
#include "test_class.h"

namespace headscope::test_layer_mean {

class TestLayerMean : public QObject {
  Q_OBJECT
 private slots:
  void everyHeadIsTheMeanOfItsLayer();
  void someRows();
};

namespace {

// Head h of layer l looks at the first key with (l + h) / 4.
std::shared_ptr<const AttentionSource> quarters() {
  return std::make_shared<FakeSource>(
      AttentionShape{.layers = 2, .heads = 3, .nQuery = 2, .nKey = 2},
      [](HeadId head, int, int key) {
        const float first = .25F * static_cast<float>(head.layer + head.head);
        return key == 0 ? first : 1 - first;
      });
}

}  // namespace

void TestLayerMean::everyHeadIsTheMeanOfItsLayer() {
  const LayerMean mean(quarters());
  QCOMPARE(mean.shape(), quarters()->shape());
  for (int head = 0; head < 3; ++head) {
    QCOMPARE(mean.row({0, head}, 0), (std::vector<float>{.25F, .75F}));
    QCOMPARE(mean.row({1, head}, 0), (std::vector<float>{.5F, .5F}));
  }
}

void TestLayerMean::someRows() {
  Matrix all = LayerMean(quarters()).map({1, 0});
  QCOMPARE(all.rows(), Index{2});
  QCOMPARE(all(1, 0), .5F);
}

HEADSCOPE_TEST(TestLayerMean)

}  // namespace headscope::test_layer_mean

#include "test_layer_mean.moc"
