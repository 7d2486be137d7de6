#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include "fake_source.h"
#include "test_class.h"
#include "views/map_loader.h"

namespace headscope::test_map_loader {

class TestMapLoader : public QObject {
  Q_OBJECT
 private slots:
  void computesAwayFromTheGuiThread() {
    std::atomic<QThread*> worker = nullptr;
    const auto source = std::make_shared<FakeSource>(
        AttentionShape{1, 2, 300, 300}, [&](HeadId head, int query, int key) {
          worker = QThread::currentThread();
          return query == 7 && key == 9 ? static_cast<float>(head.head) : 0.0F;
        });
    MapLoader loader;
    std::shared_ptr<const MapPyramid> map;
    HeadId loaded;
    connect(&loader, &MapLoader::mapReady, this, [&](HeadId head, auto ready) {
      loaded = head;
      map = ready;
    });
    loader.loadMap(source, {0, 1});
    QVERIFY(map == nullptr);
    QTRY_VERIFY(map != nullptr);
    QCOMPARE(loaded, (HeadId{0, 1}));
    QCOMPARE(map->level(0)(7, 9), 1.0F);
    QVERIFY(worker.load() != QThread::currentThread());
  }

  void onlyTheNewestRequestIsReported() {
    const auto source = std::make_shared<FakeSource>(
        AttentionShape{1, 50, 200, 200},
        [](HeadId head, int, int) { return static_cast<float>(head.head); });
    MapLoader loader;
    std::vector<HeadId> reported;
    connect(&loader, &MapLoader::mapReady, this,
            [&](HeadId head, const auto&) { reported.push_back(head); });
    for (int head = 0; head < 50; ++head) {
      loader.loadMap(source, {0, head});
    }
    QTRY_VERIFY(!reported.empty());
    QTest::qWait(20);
    QCOMPARE(reported.size(), std::size_t{1});
    QCOMPARE(reported.front(), (HeadId{0, 49}));
  }

  void nothingIsReportedAfterCancel() {
    const auto source = std::make_shared<FakeSource>(AttentionShape{1, 1, 400, 400},
                                                     [](HeadId, int, int) { return 0.5F; });
    MapLoader loader;
    int reports = 0;
    connect(&loader, &MapLoader::mapReady, this, [&] { ++reports; });
    connect(&loader, &MapLoader::tileReady, this, [&] { ++reports; });
    loader.loadMap(source, {0, 0});
    loader.loadTile(source, {0, 0}, 0, 10);
    loader.cancel();
    QTest::qWait(100);
    QCOMPARE(reports, 0);
  }

  void loadsTiles() {
    const auto source = std::make_shared<FakeSource>(
        AttentionShape{1, 1, 100, 3},
        [](HeadId, int query, int key) { return static_cast<float>(10 * query + key); });
    MapLoader loader;
    std::shared_ptr<const MapTile> tile;
    connect(&loader, &MapLoader::tileReady, this, [&](HeadId, auto ready) { tile = ready; });
    loader.loadTile(source, {0, 0}, 40, 5);
    QTRY_VERIFY(tile != nullptr);
    QCOMPARE(tile->firstRow, 40);
    QCOMPARE(tile->rows.rows(), 5);
    QCOMPARE(tile->rows(4, 2), 442.0F);
  }

  void canBeDestroyedWhileComputing() {
    const auto source = std::make_shared<FakeSource>(AttentionShape{1, 1, 2000, 500},
                                                     [](HeadId, int, int) { return 0.5F; });
    for (int i = 0; i < 5; ++i) {
      MapLoader loader;
      loader.loadMap(source, {0, 0});
    }
    QCOMPARE(source.use_count(), 1L);  // nothing computes any more
  }
};

HEADSCOPE_TEST(TestMapLoader)

}  // namespace headscope::test_map_loader

#include "test_map_loader.moc"
