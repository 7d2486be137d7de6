#include <QtTest>

#include "catalog/files.h"
#include "catalog/model_store.h"
#include "catalog/staging.h"
#include "test_class.h"

namespace headscope::test_model_store {

namespace fs = std::filesystem;

namespace {

const KnownModel kModel{
    .name = "tiny",
    .title = "Tiny",
    .family = "bert",
    .licence = "MIT",
    .layers = 1,
    .heads = 1,
    .dModel = 1,
    .files = {{.name = "a.json",
               .sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
               .bytes = 3},
              {.name = "sub/b",
               .sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
               .bytes = 0}},
    .sources = {}};

std::error_code codeOf(const Result<void>& result) {
  return result ? std::error_code() : result.error().code;
}

}  // namespace

class TestModelStore : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void placeByTheXdgVariable();
  void placeInTheHomeFolder();
  void relativeXdgVariableIsIgnored();
  void folders();
  void hostileNames_data();
  void hostileNames();
  void installedWithoutAStore();
  void installed();
  void installedWhereAFileIs();
  void absent();
  void complete();
  void missingFile();
  void otherSize();
  void otherBytes();
  void checkStops();
  void checkReportsProgress();
  void removes();
  void removesTheLinkOnly();
  void removesNothing();
  void removesNothingBeingFetched();

 private:
  void install() const;

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path root_;
};

void TestModelStore::init() {
  folder_ = std::make_unique<QTemporaryDir>();
  root_ = folderOf(*folder_) / "store";
}

void TestModelStore::install() const {
  writeText(root_ / "tiny" / "a.json", "abc");
  writeText(root_ / "tiny" / "sub" / "b", "");
}

void TestModelStore::placeByTheXdgVariable() {
  qputenv("XDG_DATA_HOME", "/data");
  QCOMPARE(ModelStore::ofUser()->root(), fs::path("/data/headscope/models"));
}

void TestModelStore::placeInTheHomeFolder() {
  qunsetenv("XDG_DATA_HOME");
  qputenv("HOME", "/home/someone");
  QCOMPARE(ModelStore::ofUser()->root(), fs::path("/home/someone/.local/share/headscope/models"));
}

void TestModelStore::relativeXdgVariableIsIgnored() {
  qputenv("XDG_DATA_HOME", "data");
  qputenv("HOME", "/home/someone");
  QCOMPARE(ModelStore::ofUser()->root(), fs::path("/home/someone/.local/share/headscope/models"));
}

void TestModelStore::folders() {
  QCOMPARE(ModelStore(root_).folderOf("all-MiniLM-L6-v2").value(), root_ / "all-MiniLM-L6-v2");
}

void TestModelStore::hostileNames_data() {
  QTest::addColumn<QByteArray>("name");
  QTest::newRow("parent") << QByteArray("..");
  QTest::newRow("path") << QByteArray("../other");
  QTest::newRow("absolute") << QByteArray("/etc");
  QTest::newRow("empty") << QByteArray();
  QTest::newRow("hidden") << QByteArray(".staging");
}

void TestModelStore::hostileNames() {
  QFETCH(const QByteArray, name);
  const ModelStore store(root_);
  writeText(folderOf(*folder_) / "other" / "mine", "mine");
  QCOMPARE(store.folderOf(name.toStdString()).error().code, CatalogError::unsafeName);
  QCOMPARE(codeOf(store.remove(name.toStdString())), CatalogError::unsafeName);
  QVERIFY(fs::exists(folderOf(*folder_) / "other" / "mine"));
}

void TestModelStore::installedWithoutAStore() {
  QCOMPARE(ModelStore(root_).installed()->size(), 0u);
}

void TestModelStore::installed() {
  writeText(root_ / "zeta" / "x", "");
  writeText(root_ / "alpha" / "x", "");
  writeText(root_ / ".staging" / "alpha" / "x", "");
  writeText(root_ / "a-file", "");
  QCOMPARE(ModelStore(root_).installed().value(), (std::vector<std::string>{"alpha", "zeta"}));
}

void TestModelStore::installedWhereAFileIs() {
  writeText(root_, "");
  QCOMPARE(ModelStore(root_).installed().error().code, CatalogError::cannotRead);
}

void TestModelStore::absent() {
  const ModelStore store(root_);
  QCOMPARE(store.stateOf(kModel), ModelState::absent);
  QCOMPARE(store.completeFolderOf(kModel).error().code, CatalogError::notInstalled);
  QVERIFY(describe(store.completeFolderOf(kModel).error()).find("headscope models get tiny") !=
          std::string::npos);
}

void TestModelStore::complete() {
  install();
  const ModelStore store(root_);
  QCOMPARE(store.stateOf(kModel), ModelState::complete);
  QCOMPARE(store.completeFolderOf(kModel).value(), root_ / "tiny");
  QVERIFY(store.check(kModel, CheckDepth::hashes));
}

void TestModelStore::missingFile() {
  install();
  fs::remove(root_ / "tiny" / "sub" / "b");
  const ModelStore store(root_);
  QCOMPARE(store.stateOf(kModel), ModelState::incomplete);
  QCOMPARE(codeOf(store.check(kModel, CheckDepth::sizes)), CatalogError::fileMissing);
}

void TestModelStore::otherSize() {
  install();
  writeText(root_ / "tiny" / "a.json", "abcd");
  const ModelStore store(root_);
  QCOMPARE(store.stateOf(kModel), ModelState::incomplete);
  QCOMPARE(codeOf(store.check(kModel, CheckDepth::sizes)), CatalogError::fileSize);
}

void TestModelStore::otherBytes() {
  install();
  writeText(root_ / "tiny" / "a.json", "abd");
  const ModelStore store(root_);
  QCOMPARE(store.stateOf(kModel), ModelState::complete);
  QCOMPARE(codeOf(store.check(kModel, CheckDepth::hashes)), CatalogError::fileHash);
}

void TestModelStore::checkStops() {
  install();
  std::stop_source stop;
  stop.request_stop();
  QCOMPARE(codeOf(ModelStore(root_).check(kModel, CheckDepth::hashes, {}, stop.get_token())),
           CatalogError::stopped);
}

void TestModelStore::checkReportsProgress() {
  install();
  std::uint64_t last = 0;
  QVERIFY(ModelStore(root_).check(kModel, CheckDepth::hashes,
                                  [&last](std::uint64_t done) { last = done; }));
  QCOMPARE(last, totalBytes(kModel));
}

void TestModelStore::removes() {
  install();
  writeText(root_ / "other" / "x", "");
  QVERIFY(ModelStore(root_).remove("tiny"));
  QCOMPARE(ModelStore(root_).installed().value(), std::vector<std::string>{"other"});
  QVERIFY(!fs::exists(root_ / "tiny"));
}

void TestModelStore::removesTheLinkOnly() {
  const fs::path elsewhere = folderOf(*folder_) / "elsewhere";
  writeText(elsewhere / "mine", "mine");
  fs::create_directories(root_);
  fs::create_directory_symlink(elsewhere, root_ / "tiny");
  QVERIFY(ModelStore(root_).remove("tiny"));
  QVERIFY(!fs::exists(fs::symlink_status(root_ / "tiny")));
  QCOMPARE(readText(elsewhere / "mine"), "mine");
}

void TestModelStore::removesNothing() {
  QCOMPARE(codeOf(ModelStore(root_).remove("tiny")), CatalogError::notInstalled);
}

void TestModelStore::removesNothingBeingFetched() {
  install();
  const auto lock = tryTakeModelLock(root_, "tiny");
  QCOMPARE(codeOf(ModelStore(root_).remove("tiny")), CatalogError::lockFailed);
  QVERIFY(fs::exists(root_ / "tiny" / "a.json"));
}

HEADSCOPE_TEST(TestModelStore)

}  // namespace headscope::test_model_store

#include "test_model_store.moc"
