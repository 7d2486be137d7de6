#include <sys/file.h>

#include <QtTest>

#include "catalog/file_lock.h"
#include "catalog/hub_cache.h"
#include "catalog/hub_tree.h"
#include "test_class.h"

namespace headscope::test_hub_cache {

namespace fs = std::filesystem;

class TestHubCache : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void empty();
  void lists();
  void passesOverWhatIsNoModel();
  void cannotBeRead();
  void findsByRefCommitAndDigits();
  void notThere_data();
  void notThere();
  void tellsWhichRevisionsAreThere();
  void tooFewDigits();
  void brokenRef();
  void pathOfACheckpoint();
  void pathOfShards();
  void pathOfAGguf();
  void missingBlob();
  void incomplete_data();
  void incomplete();
  void pickles();
  void opens();
  void verifies();
  void verifiesOneFile();
  void findsADamagedBlob();
  void findsAMissingBlob();
  void verifyStops();
  void copiesTellNothing();
  void removesARepository();
  void removesASnapshot();
  void removesTheLastSnapshot();
  void removesAFile();
  void removesNothing();
  void removesNothingBeingFetched();
  void removesNothingOutside();

 private:
  Error errorOf(const std::string& reference) const;
  HubReference ref(const std::string& text) const { return parseHubReference(text).value(); }
  fs::path blobs() const { return tree_.root / kOne / "blobs"; }
  std::size_t blobCount() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(blobs()), fs::directory_iterator()));
  }

  static constexpr const char* kOne = "models--org--one";
  std::unique_ptr<QTemporaryDir> folder_;
  HubTree tree_;
  std::optional<HubCache> cache_;
};

void TestHubCache::init() {
  folder_ = std::make_unique<QTemporaryDir>();
  tree_ = HubTree{.root = folderOf(*folder_) / "hub"};
  cache_ = HubCache(tree_.root);
}

Error TestHubCache::errorOf(const std::string& reference) const {
  const auto path = cache_->pathOf(ref(reference));
  return path ? Error() : path.error();
}

void TestHubCache::empty() {
  QVERIFY(cache_->repositories()->empty());
  fs::create_directories(tree_.root);
  QVERIFY(cache_->repositories()->empty());
}

void TestHubCache::lists() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  tree_.ref(kOne, "refs/pr/1", commitOf('a'));
  tree_.addSmall(kOne, commitOf('b'), "config.json", "{}");
  writeText(blobs() / "x.incomplete", "half");
  tree_.addLarge("models--gpt2", commitOf('c'), "sub/m.gguf", "GGUF");
  const auto repositories = cache_->repositories().value();
  QCOMPARE(repositories.size(), 2u);
  QCOMPARE(repositories[0].repository, "gpt2");
  QCOMPARE(repositories[0].snapshots[0].files[0].name, "sub/m.gguf");
  const CachedRepository& one = repositories[1];
  QCOMPARE(one.repository, "org/one");
  QCOMPARE(one.bytes, 2u + 7u + 4u);  // "{}" once, "weights", "half"
  QCOMPARE(one.snapshots.size(), 2u);
  QCOMPARE(one.snapshots[0].commit, commitOf('a'));
  QCOMPARE(one.snapshots[0].refs, (std::vector<std::string>{"main", "refs/pr/1"}));
  QCOMPARE(one.snapshots[0].bytes(), 9u);
  QCOMPARE(one.snapshots[1].refs, std::vector<std::string>());
  QCOMPARE(one.snapshots[1].files.size(), 1u);
  QCOMPARE(one.snapshots[1].files[0].blob, blobs() / gitName("{}"));
}

void TestHubCache::passesOverWhatIsNoModel() {
  writeText(tree_.root / "datasets--org--data" / "refs" / "main", commitOf('a'));
  writeText(tree_.root / "version.txt", "1");
  writeText(tree_.root / ".locks" / kOne / "x.lock", "");
  writeText(tree_.root / kOne / "refs" / "odd", "not a commit");
  writeText(tree_.root / kOne / "snapshots" / "not-a-commit" / "config.json", "{}");
  const auto repositories = cache_->repositories().value();
  QCOMPARE(repositories.size(), 1u);
  QVERIFY(repositories[0].snapshots.empty());
}

void TestHubCache::cannotBeRead() {
  writeText(tree_.root, "a file where the cache should be");
  const auto repositories = cache_->repositories();
  QVERIFY(!repositories);
  QCOMPARE(repositories.error().code, CatalogError::cannotRead);
  QCOMPARE(repositories.error().file, tree_.root.string());
}

void TestHubCache::findsByRefCommitAndDigits() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  tree_.addSmall(kOne, commitOf('b'), "config.json", "{}");
  tree_.ref(kOne, "a/tag", commitOf('b'));
  QCOMPARE(cache_->find(ref("org/one"))->commit, commitOf('a'));
  QCOMPARE(cache_->find(ref("org/one@main"))->commit, commitOf('a'));
  QCOMPARE(cache_->find(ref("org/one@a/tag"))->commit, commitOf('b'));
  QCOMPARE(cache_->find(ref("org/one@" + commitOf('b')))->commit, commitOf('b'));
  QCOMPARE(cache_->find(ref("org/one@bbbbbbb"))->commit, commitOf('b'));
  tree_.ref(kOne, "line", commitOf('b') + "\n");  // as an editor leaves it
  QCOMPARE(cache_->find(ref("org/one@line"))->commit, commitOf('b'));
}

void TestHubCache::notThere_data() {
  QTest::addColumn<QString>("reference");
  QTest::newRow("another repository") << "org/two";
  QTest::newRow("another revision") << "org/one@v2";
  QTest::newRow("another commit") << QString::fromStdString("org/one@" + commitOf('f'));
  QTest::newRow("six digits") << "org/one@aaaaaa";
  QTest::newRow("another file") << "org/one/m.gguf";
}

void TestHubCache::notThere() {
  QFETCH(const QString, reference);
  tree_.addCheckpoint(kOne, commitOf('a'));
  const Error error = errorOf(reference.toStdString());
  QCOMPARE(error.code, HubError::notCached);
  QCOMPARE(error.kind, ErrorKind::couldNotDo);
  QVERIFY2(error.problem.starts_with("does not have " + reference.toStdString()),
           error.problem.c_str());
  QCOMPARE(error.remedy, "Get it with `headscope models get " + reference.toStdString() + "`");
}

void TestHubCache::tellsWhichRevisionsAreThere() {
  tree_.addSmall(kOne, commitOf('a'), "config.json", "{}");
  tree_.addSmall(kOne, commitOf('b'), "config.json", "{}");
  tree_.ref(kOne, "v1", commitOf('b'));
  QCOMPARE(errorOf("org/one").problem,
           "does not have org/one; of org/one it has " + commitOf('a') + ", v1");
}

void TestHubCache::tooFewDigits() {
  tree_.addSmall(kOne, "aaaaaaa" + std::string(33, '0'), "config.json", "{}");
  tree_.addSmall(kOne, "aaaaaaa" + std::string(33, '1'), "config.json", "{}");
  const Error error = errorOf("org/one@aaaaaaa");
  QCOMPARE(error.code, HubError::ambiguousRevision);
  QCOMPARE(error.remedy, "Give more digits");
}

void TestHubCache::brokenRef() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  tree_.ref(kOne, "main", "");
  const Error error = errorOf("org/one");
  QCOMPARE(error.code, HubError::brokenReference);
  QCOMPARE(error.file, (tree_.root / kOne / "refs" / "main").string());
  QCOMPARE(error.problem, "does not hold a commit");
}

void TestHubCache::pathOfACheckpoint() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  QCOMPARE(cache_->pathOf(ref("org/one")).value(), tree_.root / kOne / "snapshots" / commitOf('a'));
}

void TestHubCache::pathOfShards() {
  const std::string index = R"({"weight_map": {"a": "1.safetensors", "b": "2.safetensors"}})";
  tree_.addSmall(kOne, commitOf('a'), "config.json", "{}");
  tree_.addSmall(kOne, commitOf('a'), "model.safetensors.index.json", index);
  tree_.addLarge(kOne, commitOf('a'), "1.safetensors", "one");
  tree_.ref(kOne, "main", commitOf('a'));
  const Error error = errorOf("org/one");
  QCOMPARE(error.code, HubError::incomplete);
  QCOMPARE(error.problem, "lacks 2.safetensors");
  tree_.addLarge(kOne, commitOf('a'), "2.safetensors", "two");
  QVERIFY(cache_->pathOf(ref("org/one")));
}

void TestHubCache::pathOfAGguf() {
  tree_.addLarge(kOne, commitOf('a'), "sub/m.gguf", "GGUF");
  tree_.ref(kOne, "main", commitOf('a'));
  const auto path = cache_->pathOf(ref("org/one/sub/m.gguf")).value();
  QCOMPARE(path, tree_.root / kOne / "snapshots" / commitOf('a') / "sub" / "m.gguf");
  QCOMPARE(readText(path), "GGUF");
}

void TestHubCache::missingBlob() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  tree_.addLarge(kOne, commitOf('a'), "m.gguf", "GGUF");
  fs::remove(blobs() / lfsName("weights"));
  fs::remove(blobs() / lfsName("GGUF"));
  for (const char* reference : {"org/one", "org/one/m.gguf"}) {
    const Error error = errorOf(reference);
    QCOMPARE(error.code, CatalogError::fileMissing);
    QVERIFY2(error.problem.find(", which is missing") != std::string::npos, error.problem.c_str());
    QVERIFY(error.remedy.find("headscope models get org/one") != std::string::npos);
  }
  QCOMPARE(errorOf("org/one/m.gguf").problem,
           "leads to " + (blobs() / lfsName("GGUF")).string() + ", which is missing");
}

void TestHubCache::incomplete_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QString>("lacks");
  QTest::newRow("a tokenizer alone") << "tokenizer.json"
                                     << "config.json";
  QTest::newRow("a configuration alone") << "config.json"
                                         << "model.safetensors";
}

void TestHubCache::incomplete() {
  QFETCH(const QString, file);
  QFETCH(const QString, lacks);
  tree_.addSmall(kOne, commitOf('a'), file.toStdString(), "{}");
  tree_.ref(kOne, "main", commitOf('a'));
  const Error error = errorOf("org/one");
  QCOMPARE(error.code, HubError::incomplete);
  QCOMPARE(error.file, (tree_.root / kOne / "snapshots" / commitOf('a')).string());
  QCOMPARE(error.problem, "lacks " + lacks.toStdString());
}

void TestHubCache::pickles() {
  tree_.addSmall(kOne, commitOf('a'), "config.json", "{}");
  tree_.addLarge(kOne, commitOf('a'), "pytorch_model.bin", "pickle");
  tree_.ref(kOne, "main", commitOf('a'));
  QCOMPARE(errorOf("org/one").code, HubError::picklesOnly);
}

void TestHubCache::opens() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  tree_.addLarge(kOne, commitOf('b'), "m.GGUF", "GGUF");
  tree_.addSmall(kOne, commitOf('c'), "config.json", "{}");
  const auto one = cache_->repositories()->front();
  QVERIFY(canBeOpened("org/one", one.snapshots[0]));
  QVERIFY(canBeOpened("org/one", one.snapshots[1]));
  QVERIFY(!canBeOpened("org/one", one.snapshots[2]));
}

void TestHubCache::verifies() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  std::uint64_t last = 0;
  const auto verified =
      cache_->verify(ref("org/one"), [&last](std::uint64_t done) { last = done; });
  QVERIFY2(verified, verified ? "" : describe(verified.error()).c_str());
  QCOMPARE(verified->files, 2u);
  QCOMPARE(verified->hashed, 2u);
  QCOMPARE(last, 9u);
  QCOMPARE(cache_->bytesOf(ref("org/one")), 9u);
  QCOMPARE(cache_->bytesOf(ref("org/two")), 0u);
}

void TestHubCache::verifiesOneFile() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  tree_.addLarge(kOne, commitOf('a'), "m.gguf", "GGUF");
  writeText(blobs() / lfsName("weights"), "damaged");
  QCOMPARE(cache_->verify(ref("org/one/m.gguf"))->files, 1u);
  QCOMPARE(cache_->bytesOf(ref("org/one/m.gguf")), 4u);
  QCOMPARE(cache_->verify(ref("org/one/n.gguf")).error().code, HubError::notCached);
}

void TestHubCache::findsADamagedBlob() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  writeText(blobs() / lfsName("weights"), "Weights");
  const auto verified = cache_->verify(ref("org/one"));
  QVERIFY(!verified);
  QCOMPARE(verified.error().code, CatalogError::fileHash);
  QVERIFY(verified.error().file.ends_with("/model.safetensors"));
  QCOMPARE(verified.error().remedy,
           "Remove it with `headscope models remove org/one`, then get it again");
}

void TestHubCache::findsAMissingBlob() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  fs::remove(blobs() / lfsName("weights"));
  QCOMPARE(cache_->verify(ref("org/one")).error().code, CatalogError::fileMissing);
}

void TestHubCache::verifyStops() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  std::stop_source stop;
  stop.request_stop();
  QCOMPARE(cache_->verify(ref("org/one"), {}, stop.get_token()).error().code,
           CatalogError::stopped);
}

// Where links cannot be made, others write the files themselves into the snapshot.
void TestHubCache::copiesTellNothing() {
  const fs::path snapshot = tree_.root / kOne / "snapshots" / commitOf('a');
  writeText(snapshot / "config.json", "{}");
  writeText(snapshot / "model.safetensors", "weights");
  tree_.ref(kOne, "main", commitOf('a'));
  QCOMPARE(cache_->pathOf(ref("org/one")).value(), snapshot);
  const auto verified = cache_->verify(ref("org/one"));
  QCOMPARE(verified->files, 2u);
  QCOMPARE(verified->hashed, 0u);
}

void TestHubCache::removesARepository() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  tree_.addCheckpoint("models--org--two", commitOf('a'));
  QVERIFY(cache_->remove(ref("org/one")));
  QVERIFY(!fs::exists(tree_.root / kOne));
  QCOMPARE(cache_->repositories()->front().repository, "org/two");
}

void TestHubCache::removesASnapshot() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  tree_.addSmall(kOne, commitOf('b'), "config.json", "{}");
  tree_.addLarge(kOne, commitOf('b'), "model.safetensors", "other weights");
  tree_.ref(kOne, "pr/1", commitOf('b'));
  writeText(tree_.root / kOne / "trees" / (commitOf('b') + ".json"), "{}");
  writeText(tree_.root / kOne / ".no_exist" / commitOf('b') / "x", "");
  QVERIFY(cache_->remove(ref("org/one@pr/1")));
  QVERIFY(!fs::exists(tree_.root / kOne / "snapshots" / commitOf('b')));
  QVERIFY(!fs::exists(tree_.root / kOne / "refs" / "pr"));
  QVERIFY(!fs::exists(tree_.root / kOne / "trees" / (commitOf('b') + ".json")));
  QVERIFY(!fs::exists(tree_.root / kOne / ".no_exist" / commitOf('b')));
  QVERIFY(!fs::exists(blobs() / lfsName("other weights")));
  QCOMPARE(blobCount(), 2u);  // "{}" is in the other snapshot too
  QVERIFY(cache_->verify(ref("org/one")));
}

void TestHubCache::removesTheLastSnapshot() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  QVERIFY(cache_->remove(ref("org/one@main")));
  QVERIFY(!fs::exists(tree_.root / kOne));
}

void TestHubCache::removesAFile() {
  tree_.addLarge(kOne, commitOf('a'), "sub/m.gguf", "GGUF m");
  tree_.addLarge(kOne, commitOf('a'), "n.gguf", "GGUF n");
  tree_.addLarge(kOne, commitOf('a'), "same.gguf", "GGUF n");
  tree_.ref(kOne, "main", commitOf('a'));
  QVERIFY(cache_->remove(ref("org/one/sub/m.gguf")));
  QVERIFY(!fs::exists(tree_.root / kOne / "snapshots" / commitOf('a') / "sub"));
  QCOMPARE(blobCount(), 1u);
  QVERIFY(cache_->remove(ref("org/one/n.gguf")));
  QVERIFY(cache_->verify(ref("org/one/same.gguf")));
  QVERIFY(cache_->remove(ref("org/one/same.gguf")));
  QVERIFY(!fs::exists(tree_.root / kOne));
}

void TestHubCache::removesNothing() {
  QCOMPARE(cache_->remove(ref("org/one")).error().code, HubError::notCached);
  tree_.addCheckpoint(kOne, commitOf('a'));
  QCOMPARE(cache_->remove(ref("org/one@v2")).error().code, HubError::notCached);
  QCOMPARE(cache_->remove(ref("org/one/m.gguf")).error().code, HubError::notCached);
  QVERIFY(cache_->verify(ref("org/one")));
}

void TestHubCache::removesNothingBeingFetched() {
  tree_.addCheckpoint(kOne, commitOf('a'));
  const auto lock = FileLock::tryTake(tree_.root / ".locks" / kOne / "x.lock");
  QCOMPARE(cache_->remove(ref("org/one")).error().code, CatalogError::lockFailed);
  QVERIFY(cache_->verify(ref("org/one")));
}

void TestHubCache::removesNothingOutside() {
  const fs::path elsewhere = folderOf(*folder_) / "elsewhere";
  writeText(elsewhere, "mine");
  tree_.addCheckpoint(kOne, commitOf('a'));
  tree_.addSmall(kOne, commitOf('b'), "config.json", "{}");
  tree_.ref(kOne, "v1", commitOf('b'));
  fs::create_symlink(elsewhere, tree_.root / kOne / "snapshots" / commitOf('b') / "link");
  QVERIFY(cache_->remove(ref("org/one@v1")));
  QCOMPARE(readText(elsewhere), "mine");
}

HEADSCOPE_TEST(TestHubCache)

}  // namespace headscope::test_hub_cache

#include "test_hub_cache.moc"
