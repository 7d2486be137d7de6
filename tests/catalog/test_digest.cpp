#include <QtTest>

#include "catalog/digest.h"
#include "catalog/files.h"
#include "test_class.h"

namespace headscope::test_digest {

// The digests of "", "abc" and a million "a" are those of FIPS 180-4's examples.
class TestDigest : public QObject {
  Q_OBJECT

 private slots:
  void knownDigests();
  void knownSha1();
  void piecesGiveTheDigestOfTheWhole();
  void file();
  void fileReportsProgressToItsEnd();
  void missingFile();
  void folderInsteadOfFile();
  void stopped();
  void form();
};

void TestDigest::knownDigests() {
  QCOMPARE(hashOf(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  QCOMPARE(hashOf("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

void TestDigest::knownSha1() {
  const std::string text = "abc";
  Digest digest(DigestAlgorithm::sha1);
  digest.update(std::as_bytes(std::span(text)));
  QCOMPARE(digest.finish().value(), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

void TestDigest::piecesGiveTheDigestOfTheWhole() {
  Digest hash(DigestAlgorithm::sha256);
  const std::string piece(1000, 'a');
  for (int i = 0; i < 1000; ++i) {
    hash.update(std::as_bytes(std::span(piece)));
  }
  QCOMPARE(hash.finish().value(),
           "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

void TestDigest::file() {
  const QTemporaryDir folder;
  writeText(folderOf(folder) / "million", std::string(1'000'000, 'a'));
  QCOMPARE(sha256OfFile(folderOf(folder) / "million").value(),
           "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

void TestDigest::fileReportsProgressToItsEnd() {
  const QTemporaryDir folder;
  writeText(folderOf(folder) / "million", std::string(1'000'000, 'a'));
  std::vector<std::uint64_t> seen;
  QVERIFY(sha256OfFile(folderOf(folder) / "million",
                       [&seen](std::uint64_t done) { seen.push_back(done); }));
  QVERIFY(seen.size() > 1);
  QVERIFY(std::is_sorted(seen.begin(), seen.end()));
  QCOMPARE(seen.back(), 1'000'000u);
}

void TestDigest::missingFile() {
  const QTemporaryDir folder;
  const auto hash = sha256OfFile(folderOf(folder) / "none");
  QVERIFY(!hash);
  QCOMPARE(hash.error().code, CatalogError::cannotRead);
  QVERIFY(QByteArray::fromStdString(hash.error().file).endsWith("/none"));
}

void TestDigest::folderInsteadOfFile() {
  const QTemporaryDir folder;
  const auto hash = sha256OfFile(folderOf(folder));
  QVERIFY(!hash);
  QCOMPARE(hash.error().code, CatalogError::cannotRead);
}

void TestDigest::stopped() {
  const QTemporaryDir folder;
  writeText(folderOf(folder) / "file", "abc");
  std::stop_source stop;
  stop.request_stop();
  const auto hash = sha256OfFile(folderOf(folder) / "file", {}, stop.get_token());
  QVERIFY(!hash);
  QCOMPARE(hash.error().code, CatalogError::stopped);
}

void TestDigest::form() {
  QVERIFY(isSha256(hashOf("abc")));
  QVERIFY(!isSha256(""));
  QVERIFY(!isSha256(std::string(63, 'a')));
  QVERIFY(!isSha256(std::string(64, 'g')));
  QVERIFY(!isSha256(std::string(64, 'A')));
  QVERIFY(isSha1(std::string(40, 'a')));
  QVERIFY(!isSha1(std::string(64, 'a')));
  QVERIFY(!isSha1(std::string(40, 'G')));
}

HEADSCOPE_TEST(TestDigest)

}  // namespace headscope::test_digest

#include "test_digest.moc"
