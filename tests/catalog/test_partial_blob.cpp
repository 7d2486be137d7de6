#include <QtTest>

#include "catalog/hub_tree.h"
#include "catalog/partial_blob.h"
#include "test_class.h"

namespace headscope::test_partial_blob {

namespace fs = std::filesystem;

class TestPartialBlob : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void becomesTheBlob();
  void goesOn();
  void restarts();
  void whatIsTooLongBeginsAgain();
  void neverTooLong();
  void tooShort();
  void wrongHash();
  void nameThatTellsNothing();
  void cannotBeOpened();
  void stopped();

 private:
  PartialBlob open(const std::string& name) {
    blob_ = folderOf(*folder_) / name;
    return std::move(*PartialBlob::open(blob_, kContent.size(), {}));
  }
  static std::span<const std::byte> bytes(std::string_view text) {
    return std::as_bytes(std::span(text));
  }
  std::string partial() const { return readText(PartialBlob::pathFor(blob_)); }

  const std::string kContent = "hello\n";
  const std::string kName = "ce013625030ba8dba906f756967f9e9ca394464a";  // as git names it
  std::unique_ptr<QTemporaryDir> folder_;
  fs::path blob_;
};

void TestPartialBlob::init() {
  folder_ = std::make_unique<QTemporaryDir>();
}

void TestPartialBlob::becomesTheBlob() {
  PartialBlob blob = open(kName);
  QVERIFY(blob.append(bytes("hel")));
  QCOMPARE(partial(), "hel");
  QVERIFY(blob.append(bytes("lo\n")));
  QVERIFY(!fs::exists(blob_));
  QVERIFY(blob.finish());
  QCOMPARE(readText(blob_), kContent);
  QVERIFY(!fs::exists(PartialBlob::pathFor(blob_)));
}

void TestPartialBlob::goesOn() {
  QVERIFY(open(kName).append(bytes("hel")));
  PartialBlob blob = open(kName);
  QCOMPARE(blob.size(), 3u);
  QVERIFY(blob.append(bytes("lo\n")));
  QVERIFY(blob.finish());
  QCOMPARE(readText(blob_), kContent);
}

void TestPartialBlob::restarts() {
  PartialBlob blob = open(kName);
  QVERIFY(blob.append(bytes("wrong")));
  QVERIFY(blob.restart());
  QCOMPARE(blob.size(), 0u);
  QVERIFY(blob.append(bytes(kContent)));
  QVERIFY(blob.finish());
}

void TestPartialBlob::whatIsTooLongBeginsAgain() {
  writeText(folderOf(*folder_) / (kName + ".incomplete"), "more than it can be");
  QCOMPARE(open(kName).size(), 0u);
  QCOMPARE(partial(), "");
}

void TestPartialBlob::neverTooLong() {
  PartialBlob blob = open(kName);
  const auto appended = blob.append(bytes("hello\n!"));
  QVERIFY(!appended);
  QCOMPARE(appended.error().code, CatalogError::downloadSize);
  QCOMPARE(appended.error().problem, "the server sends more than the 6 bytes that it announced");
  QCOMPARE(partial(), "");
}

void TestPartialBlob::tooShort() {
  PartialBlob blob = open(kName);
  QVERIFY(blob.append(bytes("hel")));
  const auto finished = blob.finish();
  QVERIFY(!finished);
  QCOMPARE(finished.error().code, CatalogError::downloadSize);
  QCOMPARE(finished.error().problem, "has 3 bytes, expected 6");
  QCOMPARE(partial(), "hel");
}

void TestPartialBlob::wrongHash() {
  PartialBlob blob = open(kName);
  QVERIFY(blob.append(bytes("hullo\n")));
  const auto finished = blob.finish();
  QVERIFY(!finished);
  QCOMPARE(finished.error().code, CatalogError::downloadHash);
  QCOMPARE(finished.error().problem, "has the hash " + gitName("hullo\n") + ", expected " + kName);
  QVERIFY(!fs::exists(PartialBlob::pathFor(blob_)));
  QVERIFY(!fs::exists(blob_));
}

void TestPartialBlob::nameThatTellsNothing() {
  PartialBlob blob = open("5f8f-5e9a");
  QVERIFY(blob.append(bytes("hullo\n")));
  QVERIFY(blob.finish());
  QCOMPARE(readText(blob_), "hullo\n");
}

void TestPartialBlob::cannotBeOpened() {
  const auto blob = PartialBlob::open(folderOf(*folder_) / "none" / kName, 6, {});
  QVERIFY(!blob);
  QCOMPARE(blob.error().code, CatalogError::cannotWrite);
  QVERIFY(blob.error().remedy.find("HF_HUB_CACHE") != std::string::npos);
}

void TestPartialBlob::stopped() {
  QVERIFY(open(kName).append(bytes("hel")));
  std::stop_source stop;
  stop.request_stop();
  const auto blob = PartialBlob::open(blob_, 6, stop.get_token());
  QVERIFY(!blob);
  QCOMPARE(blob.error().code, CatalogError::stopped);
  QCOMPARE(partial(), "hel");
}

HEADSCOPE_TEST(TestPartialBlob)

}  // namespace headscope::test_partial_blob

#include "test_partial_blob.moc"
