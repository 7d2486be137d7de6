#include <QtTest>

#include "catalog/files.h"
#include "catalog/hub_blob.h"
#include "test_class.h"

namespace headscope::test_hub_blob {

namespace fs = std::filesystem;

// The SHA-1 names are what `git hash-object` prints for these bytes.
class TestHubBlob : public QObject {
  Q_OBJECT

 private slots:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }
  void asGitNamesIt();
  void bySha256();
  void differs();
  void tellsNothing();
  void missing();
  void stopped();

 private:
  fs::path write(const std::string& content) const {
    writeText(folderOf(*folder_) / "blob", content);
    return folderOf(*folder_) / "blob";
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

void TestHubBlob::asGitNamesIt() {
  QCOMPARE(checkHubBlob(write("hello\n"), "ce013625030ba8dba906f756967f9e9ca394464a").value(),
           HubBlobCheck::matches);
  QCOMPARE(checkHubBlob(write(""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391").value(),
           HubBlobCheck::matches);
}

void TestHubBlob::bySha256() {
  QCOMPARE(
      checkHubBlob(write("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
          .value(),
      HubBlobCheck::matches);
}

void TestHubBlob::differs() {
  const auto checked = checkHubBlob(write("hullo\n"), "ce013625030ba8dba906f756967f9e9ca394464a");
  QVERIFY(!checked);
  QCOMPARE(checked.error().code, CatalogError::fileHash);
  QVERIFY2(checked.error().problem.starts_with("is damaged: its hash is "),
           checked.error().problem.c_str());
  QVERIFY(checked.error().problem.ends_with(
      ", its name says ce013625030ba8dba906f756967f9e9ca394464a"));
}

void TestHubBlob::tellsNothing() {
  QCOMPARE(checkHubBlob(write("abc"), "5f8f-5e9a").value(), HubBlobCheck::nameTellsNothing);
}

void TestHubBlob::missing() {
  const auto checked =
      checkHubBlob(folderOf(*folder_) / "none", "ce013625030ba8dba906f756967f9e9ca394464a");
  QVERIFY(!checked);
  QCOMPARE(checked.error().code, CatalogError::cannotRead);
}

void TestHubBlob::stopped() {
  std::stop_source stop;
  stop.request_stop();
  const auto checked = checkHubBlob(write("hello\n"), "ce013625030ba8dba906f756967f9e9ca394464a",
                                    {}, stop.get_token());
  QVERIFY(!checked);
  QCOMPARE(checked.error().code, CatalogError::stopped);
}

HEADSCOPE_TEST(TestHubBlob)

}  // namespace headscope::test_hub_blob

#include "test_hub_blob.moc"
