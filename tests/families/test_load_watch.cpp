#include <utility>
#include <vector>

#include <QTest>

#include "families/family.h"
#include "families/load_watch.h"
#include "io/json.h"
#include "io/safetensors_store.h"
#include "shown_error.h"
#include "test_class.h"

namespace headscope::test_load_watch {

class TestLoadWatch : public QObject {
  Q_OBJECT
 private slots:
  void everyBlockIsCounted_data();
  void everyBlockIsCounted();
  void whatIsStoppedGivesNoModel();
  void canBeStoppedHalfWay();
};

namespace {

using Steps = std::vector<std::pair<int, int>>;

Result<FamilyModel> load(const std::string& name, const LoadWatch& watch) {
  const std::filesystem::path folder = std::filesystem::path(HEADSCOPE_TEST_DATA "/models") / name;
  const auto config = readJsonFile(folder / "config.json", DuplicateKeys::reject);
  const auto store = SafetensorsStore::open(folder / "model.safetensors");
  if (!config || !store) {
    return failure(config ? store.error() : config.error());
  }
  return loadFamily(*config, "config.json", *store, watch);
}

}  // namespace

void TestLoadWatch::everyBlockIsCounted_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("blocks");
  QTest::newRow("a block a layer") << "bert" << 3;
  QTest::newRow("all layers share a block") << "albert" << 1;
  QTest::newRow("encoder and decoder") << "t5" << 4;
}

void TestLoadWatch::everyBlockIsCounted() {
  QFETCH(const QString, name);
  QFETCH(const int, blocks);
  Steps steps;
  const auto model = load(name.toStdString(),
                          {.progress = [&](int done, int all) { steps.emplace_back(done, all); }});
  QVERIFY2(model, model ? "" : qPrintable(shown(model.error())));
  Steps expected;
  for (int i = 1; i <= blocks; ++i) {
    expected.emplace_back(i, blocks);
  }
  QCOMPARE(steps, expected);
}

void TestLoadWatch::whatIsStoppedGivesNoModel() {
  std::stop_source stop;
  stop.request_stop();
  Steps steps;
  const auto model = load("bert", {.stop = stop.get_token(), .progress = [&](int done, int all) {
                                     steps.emplace_back(done, all);
                                   }});
  QVERIFY(!model);
  QVERIFY(model.error().code == FamilyError::stopped);
  QCOMPARE(shown(model.error()),
           QStringLiteral("the model was not read to its end: that was stopped."));
  QVERIFY(steps.empty());
}

// Between the encoder's last block and the decoder's first.
void TestLoadWatch::canBeStoppedHalfWay() {
  std::stop_source stop;
  int last = 0;
  const auto model = load("t5", {.stop = stop.get_token(), .progress = [&](int done, int all) {
                                   last = done;
                                   if (2 * done == all) {
                                     stop.request_stop();
                                   }
                                 }});
  QVERIFY(!model);
  QVERIFY(model.error().code == FamilyError::stopped);
  QCOMPARE(last, 2);
}

HEADSCOPE_TEST(TestLoadWatch)

}  // namespace headscope::test_load_watch

#include "test_load_watch.moc"
