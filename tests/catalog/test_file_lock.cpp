#include <QtTest>

#include "catalog/file_lock.h"
#include "catalog/files.h"
#include "test_class.h"

namespace headscope::test_file_lock {

namespace fs = std::filesystem;

// What a lock is for is tested with the store's in test_staging.cpp.
class TestFileLock : public QObject {
  Q_OBJECT

 private slots:
  void makesItsFolder();
  void tellsWhoHoldsIt();
  void aFileThatIsGoneKeepsNobodyOut();
  void namesTheVariable();
};

void TestFileLock::makesItsFolder() {
  const QTemporaryDir folder;
  const fs::path file = folderOf(folder) / "a" / "b" / "x.lock";
  QVERIFY(FileLock::tryTake(file));
  QVERIFY(fs::is_regular_file(file));
}

void TestFileLock::tellsWhoHoldsIt() {
  const QTemporaryDir folder;
  const fs::path file = folderOf(folder) / "x.lock";
  const auto first = FileLock::tryTake(file);
  const auto second = FileLock::tryTake(file);
  QVERIFY(!second);
  QCOMPARE(second.error().code, CatalogError::lockFailed);
  QCOMPARE(second.error().file, file.string());
  QCOMPARE(second.error().problem, "is held: this model is being fetched or removed");
}

void TestFileLock::aFileThatIsGoneKeepsNobodyOut() {
  const QTemporaryDir folder;
  const fs::path file = folderOf(folder) / "x.lock";
  const auto first = FileLock::tryTake(file);
  fs::remove(file);
  const auto second = FileLock::tryTake(file);
  QVERIFY(second);
  QVERIFY(!FileLock::tryTake(file));
}

void TestFileLock::namesTheVariable() {
  const QTemporaryDir folder;
  writeText(folderOf(folder) / "a", "a file where a folder should be");
  const auto lock = FileLock::tryTake(folderOf(folder) / "a" / "x.lock", kHubVariable);
  QVERIFY(!lock);
  QCOMPARE(lock.error().code, CatalogError::cannotWrite);
  QCOMPARE(lock.error().remedy,
           "Check that you may write there, or let HF_HUB_CACHE name another folder");
}

HEADSCOPE_TEST(TestFileLock)

}  // namespace headscope::test_file_lock

#include "test_file_lock.moc"
