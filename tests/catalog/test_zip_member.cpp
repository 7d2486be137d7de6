#include <csignal>
#include <sys/resource.h>

#include <QtTest>

#include "catalog/zip_member.h"
#include "catalog/zips.h"
#include "test_class.h"

namespace headscope::test_zip_member {

namespace fs = std::filesystem;

class TestZipMember : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void extracts();
  void takesFolders();
  void hostileMembersAreNotWritten();
  void hostileTargets_data();
  void hostileTargets();
  void targetThatIsALink();
  void existingTarget();
  void missingArchive();
  void notAZip();
  void truncatedArchive();
  void missingMember();
  void otherSizeIsRefusedBeforeWriting();
  void damagedMember();
  void memberLongerThanItSays();
  void fullDisk();
  void stopped();

 private:
  // The code of extracting one member to out/file, or success.
  std::error_code extract(const std::string& member, std::uint64_t bytes,
                          const std::string& fileName = "file");

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path zip_;
  fs::path out_;
};

void TestZipMember::init() {
  folder_ = std::make_unique<QTemporaryDir>();
  zip_ = folderOf(*folder_) / "a.zip";
  out_ = folderOf(*folder_) / "deep" / "er" / "out";
}

std::error_code TestZipMember::extract(const std::string& member, std::uint64_t bytes,
                                       const std::string& fileName) {
  const ZipRequest request{.member = member, .fileName = fileName, .bytes = bytes};
  const Result<void> result = extractMembers(zip_, {&request, 1}, out_);
  return result ? std::error_code() : result.error().code;
}

void TestZipMember::extracts() {
  const std::string large(1'000'000, 'x');
  writeZip(zip_, {{"p/one", "abc"}, {"p/two", large}, {"p/other", "-"}});
  const std::vector<ZipRequest> requests = {
      {.member = "p/one", .fileName = "1", .bytes = 3},
      {.member = "p/two", .fileName = "2", .bytes = large.size()}};
  std::vector<std::uint64_t> seen;
  const auto result =
      extractMembers(zip_, requests, out_, [&seen](std::uint64_t done) { seen.push_back(done); });
  QVERIFY2(result, result ? "" : describe(result.error()).c_str());
  QCOMPARE(readText(out_ / "1"), "abc");
  QCOMPARE(readText(out_ / "2"), large);
  QVERIFY(!fs::exists(out_ / "other"));
  QVERIFY(std::is_sorted(seen.begin(), seen.end()));
  QCOMPARE(seen.back(), 1'000'003u);
}

void TestZipMember::takesFolders() {
  writeZip(zip_, {{"sub/one", "abc"}});
  QCOMPARE(extract("sub/one", 3, "sub/one"), std::error_code());
  QCOMPARE(readText(out_ / "sub" / "one"), "abc");
}

void TestZipMember::hostileMembersAreNotWritten() {
  const std::string evil = (folderOf(*folder_) / "absolute").string();
  writeZip(zip_, {{"../../evil", "1"}, {evil, "2"}, {"good", "3"}});
  QCOMPARE(extract("good", 1), std::error_code());
  QCOMPARE(extract("../../evil", 1, "renamed"), std::error_code());
  QCOMPARE(readText(out_ / "renamed"), "1");
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folderOf(*folder_))) {
    files += entry.is_regular_file() ? 1 : 0;
  }
  QCOMPARE(files, 3);  // the zip, good, renamed
}

void TestZipMember::hostileTargets_data() {
  QTest::addColumn<QByteArray>("target");
  QTest::newRow("parent") << QByteArray("../evil");
  QTest::newRow("parent within") << QByteArray("a/../../evil");
  QTest::newRow("absolute") << QByteArray("/evil");
}

void TestZipMember::hostileTargets() {
  QFETCH(const QByteArray, target);
  writeZip(zip_, {{"good", "3"}});
  QCOMPARE(extract("good", 1, target.toStdString()), CatalogError::unsafeName);
  QVERIFY(!fs::exists(out_.parent_path() / "evil"));
}

void TestZipMember::targetThatIsALink() {
  writeZip(zip_, {{"good", "3"}});
  fs::create_directories(out_);
  fs::create_symlink(folderOf(*folder_) / "elsewhere", out_ / "file");
  QCOMPARE(extract("good", 1), CatalogError::cannotWrite);
  QVERIFY(!fs::exists(folderOf(*folder_) / "elsewhere"));
}

void TestZipMember::existingTarget() {
  writeZip(zip_, {{"good", "3"}});
  writeText(out_ / "file", "mine");
  QCOMPARE(extract("good", 1), CatalogError::cannotWrite);
  QCOMPARE(readText(out_ / "file"), "mine");
}

void TestZipMember::missingArchive() {
  QCOMPARE(extract("x", 1), CatalogError::archiveUnreadable);
}

void TestZipMember::notAZip() {
  writeText(zip_, "this is not a zip archive, however long it is");
  QCOMPARE(extract("x", 1), CatalogError::archiveUnreadable);
}

void TestZipMember::truncatedArchive() {
  writeZip(zip_, {{"one", std::string(5000, 'x')}, {"two", "abc"}});
  const std::string whole = readText(zip_);
  for (const std::size_t size : {whole.size() - 1, whole.size() / 2, std::size_t{10}}) {
    writeText(zip_, whole.substr(0, size));
    QCOMPARE(extract("two", 3), CatalogError::archiveUnreadable);
  }
}

void TestZipMember::missingMember() {
  writeZip(zip_, {{"one", "abc"}});
  QCOMPARE(extract("two", 3), CatalogError::memberMissing);
}

void TestZipMember::otherSizeIsRefusedBeforeWriting() {
  writeZip(zip_, {{"one", "abc"}});
  QCOMPARE(extract("one", 2), CatalogError::memberSize);
  QCOMPARE(extract("one", 4), CatalogError::memberSize);
  QVERIFY(!fs::exists(out_));
}

void TestZipMember::damagedMember() {
  std::string noise;  // something that stays long when compressed
  for (unsigned int i = 0, x = 1; i < 4096; ++i) {
    x = x * 1664525u + 1013904223u;
    noise += static_cast<char>(x >> 24);
  }
  writeZip(zip_, {{"one", noise}});
  std::string bytes = readText(zip_);
  bytes[2000] = static_cast<char>(bytes[2000] ^ 0x55);
  writeText(zip_, bytes);
  QCOMPARE(extract("one", noise.size()), CatalogError::memberCorrupt);
  QVERIFY(!fs::exists(out_ / "file"));
}

// The archive's directory lies about the size: 3 instead of 5000.
void TestZipMember::memberLongerThanItSays() {
  writeZip(zip_, {{"one", std::string(5000, 'x')}});
  std::string bytes = readText(zip_);
  const std::string truth("\x88\x13\0\0", 4);
  const std::string lie("\x03\0\0\0", 4);
  std::size_t at = bytes.find(truth);
  QVERIFY(at != std::string::npos);
  for (; at != std::string::npos; at = bytes.find(truth)) {
    bytes.replace(at, 4, lie);
  }
  writeText(zip_, bytes);
  const std::error_code code = extract("one", 3);
  QVERIFY2(code == CatalogError::memberSize || code == CatalogError::memberCorrupt ||
               code == CatalogError::archiveUnreadable,
           code.message().c_str());
  QVERIFY(!fs::exists(out_ / "file"));
}

// A limit on the size of files stands for a disk that takes no more.
void TestZipMember::fullDisk() {
  writeZip(zip_, {{"one", std::string(1'000'000, 'x')}});
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit small = before;
  small.rlim_cur = 100'000;
  setrlimit(RLIMIT_FSIZE, &small);
  const std::error_code code = extract("one", 1'000'000);
  setrlimit(RLIMIT_FSIZE, &before);
  QCOMPARE(code, CatalogError::cannotWrite);
  QVERIFY(!fs::exists(out_ / "file"));
}

void TestZipMember::stopped() {
  writeZip(zip_, {{"one", std::string(1'000'000, 'x')}});
  std::stop_source stop;
  const ZipRequest request{.member = "one", .fileName = "file", .bytes = 1'000'000};
  const auto result = extractMembers(
      zip_, {&request, 1}, out_, [&stop](std::uint64_t) { stop.request_stop(); }, stop.get_token());
  QVERIFY(!result);
  QCOMPARE(result.error().code, CatalogError::stopped);
  QVERIFY(!fs::exists(out_ / "file"));
}

HEADSCOPE_TEST(TestZipMember)

}  // namespace headscope::test_zip_member

#include "test_zip_member.moc"
