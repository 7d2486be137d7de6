#include <QtTest>

#include "catalog/files.h"
#include "catalog/staging.h"
#include "test_class.h"

namespace headscope::test_staging {

namespace fs = std::filesystem;

class TestStaging : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void lockKeepsOthersOut();
  void lockIsPerModel();
  void lockIsGivenBack();
  void lockIsWaitedFor();
  void waitingStops();
  void lockWithoutAPlace();
  void folderIsHiddenAndRemoved();
  void folderRemovesWhatIsStale();
  void folderKeepsOtherModels();
  void publishes();
  void publishesOverAnOldFolder();
  void publishesOverALink();
  void publishesNothing();
  void discards();

 private:
  std::unique_ptr<QTemporaryDir> folder_;
  fs::path root_;
};

void TestStaging::init() {
  folder_ = std::make_unique<QTemporaryDir>();
  root_ = folderOf(*folder_) / "store";
}

void TestStaging::lockKeepsOthersOut() {
  const auto lock = tryTakeModelLock(root_, "m");
  QVERIFY(lock);
  const auto second = tryTakeModelLock(root_, "m");
  QVERIFY(!second);
  QCOMPARE(second.error().code, CatalogError::lockFailed);
}

void TestStaging::lockIsPerModel() {
  const auto lock = tryTakeModelLock(root_, "m");
  QVERIFY(tryTakeModelLock(root_, "n"));
}

void TestStaging::lockIsGivenBack() {
  QVERIFY(tryTakeModelLock(root_, "m"));
  QVERIFY(tryTakeModelLock(root_, "m"));
}

void TestStaging::lockIsWaitedFor() {
  std::optional<FileLock> first = std::move(*tryTakeModelLock(root_, "m"));
  int waits = 0;
  const auto second = takeModelLock(root_, "m",
                                    [&] {
                                      ++waits;
                                      first.reset();
                                    },
                                    {});
  QVERIFY(second);
  QCOMPARE(waits, 1);
}

void TestStaging::waitingStops() {
  const auto first = tryTakeModelLock(root_, "m");
  std::stop_source stop;
  const auto second = takeModelLock(
      root_, "m", [&stop] { stop.request_stop(); }, stop.get_token());
  QVERIFY(!second);
  QCOMPARE(second.error().code, CatalogError::stopped);
}

void TestStaging::lockWithoutAPlace() {
  writeText(root_, "a file where the store should be");
  const auto lock = tryTakeModelLock(root_, "m");
  QVERIFY(!lock);
  QCOMPARE(lock.error().code, CatalogError::cannotWrite);
}

void TestStaging::folderIsHiddenAndRemoved() {
  fs::path path;
  {
    const auto staging = StagingFolder::make(root_, "m");
    QVERIFY(staging);
    path = staging->path();
    QVERIFY(fs::is_directory(path));
    QVERIFY(fs::relative(path, root_).string().front() == '.');
    writeText(path / "a" / "b", "text");
  }
  QVERIFY(!fs::exists(path));
  QVERIFY(!fs::exists(path.parent_path()));
}

void TestStaging::folderRemovesWhatIsStale() {
  fs::path parent;
  {
    const auto probe = StagingFolder::make(root_, "m");
    parent = probe->path().parent_path();
  }
  writeText(parent / "dead" / "model" / "half", "of a model");
  const auto staging = StagingFolder::make(root_, "m");
  QVERIFY(staging);
  QVERIFY(!fs::exists(parent / "dead"));
}

void TestStaging::folderKeepsOtherModels() {
  const auto one = StagingFolder::make(root_, "m");
  const auto two = StagingFolder::make(root_, "m-2");
  QVERIFY(fs::exists(one->path()));
  QVERIFY(fs::exists(two->path()));
}

void TestStaging::publishes() {
  const auto staging = StagingFolder::make(root_, "m");
  writeText(staging->path() / "model" / "sub" / "file", "text");
  QVERIFY(staging->publish("model", root_ / "m"));
  QCOMPARE(readText(root_ / "m" / "sub" / "file"), "text");
  QVERIFY(!fs::exists(staging->path() / "model"));
}

void TestStaging::publishesOverAnOldFolder() {
  writeText(root_ / "m" / "old", "old");
  {
    const auto staging = StagingFolder::make(root_, "m");
    writeText(staging->path() / "model" / "new", "new");
    QVERIFY(staging->publish("model", root_ / "m"));
  }
  QVERIFY(fs::exists(root_ / "m" / "new"));
  QVERIFY(!fs::exists(root_ / "m" / "old"));
}

void TestStaging::publishesOverALink() {
  const fs::path elsewhere = folderOf(*folder_) / "elsewhere";
  writeText(elsewhere / "mine", "mine");
  fs::create_directories(root_);
  fs::create_directory_symlink(elsewhere, root_ / "m");
  {
    const auto staging = StagingFolder::make(root_, "m");
    writeText(staging->path() / "model" / "new", "new");
    QVERIFY(staging->publish("model", root_ / "m"));
  }
  QVERIFY(!fs::is_symlink(root_ / "m"));
  QCOMPARE(readText(elsewhere / "mine"), "mine");
}

void TestStaging::publishesNothing() {
  const auto staging = StagingFolder::make(root_, "m");
  const auto published = staging->publish("model", root_ / "m");
  QVERIFY(!published);
  QCOMPARE(published.error().code, CatalogError::cannotWrite);
}

void TestStaging::discards() {
  writeText(root_ / "m" / "file", "text");
  {
    const auto staging = StagingFolder::make(root_, "m");
    QVERIFY(staging->discard(root_ / "m"));
    QVERIFY(!fs::exists(root_ / "m"));
    QVERIFY(!staging->discard(root_ / "m"));
  }
  QVERIFY(!fs::exists(root_ / "m"));
}

HEADSCOPE_TEST(TestStaging)

}  // namespace headscope::test_staging

#include "test_staging.moc"
