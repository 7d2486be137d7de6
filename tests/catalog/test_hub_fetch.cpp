#include <thread>

#include "catalog/checkpoint_files.h"
#include "catalog/file_lock.h"
#include "catalog/hub_fetching.h"
#include "test_class.h"

namespace headscope::test_hub_fetch {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

// What is fetched, and where it goes. What cannot be fetched is in
// test_hub_refusals.cpp, how connections fail in test_hub_transfer.cpp.
class TestHubFetch : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void lies();
  void asksAtOneCommit();
  void keepsTheToken();
  void optionalFiles();
  void shards();
  void aGgufFile();
  void anOldName();
  void otherRevisions_data();
  void otherRevisions();
  void followsARename();
  void followsAMirror();
  void mirrorsOfOneAnother();
  void throughAProxy();
  void progress();
  void secondTimeFetchesNothing();
  void aCommitIsNotAskedFor();
  void theBranchMovesOn();
  void repairs();
  void sameBytesTwice();
  void waitsForAnother();

 private:
  std::unique_ptr<HubFetching> at_;
};

void TestHubFetch::init() {
  at_ = std::make_unique<HubFetching>();
  at_->hub.addCheckpoint();
}

// Every file of the cache, as huggingface_hub would have left it.
void TestHubFetch::lies() {
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(at_->fetched->path, at_->snapshot());
  QVERIFY(!at_->fetched->notAsked);
  const std::string config = at_->hub.blobName("config.json");
  const std::string weights = at_->hub.blobName("model.safetensors");
  std::vector<std::string> entries;
  for (const auto& entry : fs::recursive_directory_iterator(at_->settings.cache)) {
    entries.push_back(fs::relative(entry.path().parent_path(), at_->settings.cache) /
                      entry.path().filename());
  }
  std::sort(entries.begin(), entries.end());
  const std::string one = "models--org--repo";
  std::vector<std::string> expected = {
      "./.locks",
      ".locks/" + one,
      ".locks/" + one + "/" + config + ".lock",
      ".locks/" + one + "/" + weights + ".lock",
      "./" + one,
      one + "/blobs",
      one + "/blobs/" + config,
      one + "/blobs/" + weights,
      one + "/refs",
      one + "/refs/main",
      one + "/snapshots",
      one + "/snapshots/" + at_->hub.commit,
      one + "/snapshots/" + at_->hub.commit + "/config.json",
      one + "/snapshots/" + at_->hub.commit + "/model.safetensors"};
  std::sort(expected.begin(), expected.end());
  QCOMPARE(entries, expected);
  QCOMPARE(fs::read_symlink(at_->snapshot() / "config.json"), fs::path("../../blobs/" + config));
  QCOMPARE(fs::read_symlink(at_->snapshot() / "model.safetensors"),
           fs::path("../../blobs/" + weights));
  QCOMPARE(readText(at_->repository() / "refs" / "main"), at_->hub.commit);
  QCOMPARE(readText(at_->snapshot() / "config.json"), at_->hub.files["config.json"].content);
  QVERIFY(HubCache(at_->settings.cache).verify({.repository = "org/repo"}));
}

void TestHubFetch::asksAtOneCommit() {
  QCOMPARE(at_->fetch(), std::error_code());
  const auto requests = at_->hub.requests();
  QCOMPARE(requests[0].method, "HEAD");
  QCOMPARE(requests[0].target, "/org/repo/resolve/main/config.json");
  for (std::size_t i = 1; i < requests.size(); ++i) {
    QVERIFY(requests[i].target.starts_with("/org/repo/resolve/" + at_->hub.commit + "/"));
  }
  QCOMPARE(at_->hub.storageRequests().size(), 1u);  // only the bytes are asked of it
}

void TestHubFetch::keepsTheToken() {
  at_->settings.token = "hf_secret";
  QCOMPARE(at_->fetch(), std::error_code());
  for (const LoopbackRequest& request : at_->hub.requests()) {
    QCOMPARE(request.header("authorization"), "Bearer hf_secret");
  }
  QCOMPARE(at_->hub.storageRequests()[0].headers.count("authorization"), 0u);
}

void TestHubFetch::optionalFiles() {
  at_->hub.files["tokenizer.json"] = {"{}"};
  at_->hub.files["preprocessor_config.json"] = {"{ }"};
  at_->hub.files["README.md"] = {"words"};
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(readText(at_->snapshot() / "tokenizer.json"), "{}");
  QCOMPARE(readText(at_->snapshot() / "preprocessor_config.json"), "{ }");
  QVERIFY(!fs::exists(at_->snapshot() / "README.md"));
}

void TestHubFetch::shards() {
  at_->hub.files.erase("model.safetensors");
  at_->hub.files["model.safetensors.index.json"] = {
      R"({"weight_map": {"a": "1.safetensors", "b": "2.safetensors", "c": "1.safetensors"}})"};
  at_->hub.files["1.safetensors"] = {std::string(1000, '1'), true};
  at_->hub.files["2.safetensors"] = {std::string(2000, '2'), true};
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(readText(at_->snapshot() / "1.safetensors"), std::string(1000, '1'));
  QCOMPARE(fs::read_symlink(at_->snapshot() / "2.safetensors"),
           fs::path("../../blobs/" + at_->hub.blobName("2.safetensors")));
  QVERIFY(HubCache(at_->settings.cache).pathOf({.repository = "org/repo"}));
}

void TestHubFetch::aGgufFile() {
  at_->hub.files = {{"q/m.gguf", {"GGUF bytes", true}}};
  QCOMPARE(at_->fetch("org/repo/q/m.gguf"), std::error_code());
  QCOMPARE(at_->fetched->path, at_->snapshot() / "q" / "m.gguf");
  QCOMPARE(readText(at_->fetched->path), "GGUF bytes");
  QCOMPARE(at_->hub.requests().size(), 2u);
  QCOMPARE(readText(at_->repository() / "refs" / "main"), at_->hub.commit);
}

void TestHubFetch::anOldName() {
  at_->hub.repository = "gpt2";
  QCOMPARE(at_->fetch("gpt2"), std::error_code());
  QCOMPARE(at_->fetched->path,
           at_->settings.cache / "models--gpt2" / "snapshots" / at_->hub.commit);
}

void TestHubFetch::otherRevisions_data() {
  QTest::addColumn<QString>("revision");
  QTest::addColumn<QString>("encoded");
  QTest::newRow("a tag") << "v1.0"
                         << "v1.0";
  QTest::newRow("a pull request") << "refs/pr/1"
                                  << "refs%2Fpr%2F1";
  const QString commit = QString::fromStdString(commitOf('c'));
  QTest::newRow("a commit") << commit << commit;
}

void TestHubFetch::otherRevisions() {
  QFETCH(const QString, revision);
  QFETCH(const QString, encoded);
  at_->hub.revision = encoded.toStdString();
  QCOMPARE(at_->fetch("org/repo@" + revision.toStdString()), std::error_code());
  QCOMPARE(at_->fetched->path, at_->snapshot());
  const fs::path ref = at_->repository() / "refs" / revision.toStdString();
  if (isSha1(revision.toStdString())) {
    QVERIFY(!fs::exists(at_->repository() / "refs"));
  } else {
    QCOMPARE(readText(ref), at_->hub.commit);
  }
}

void TestHubFetch::followsARename() {
  at_->hub.repository = "new/name";
  at_->hub.fault = [](const LoopbackRequest& request) -> std::optional<LoopbackAnswer> {
    const std::string head = "/org/repo/";
    if (!request.target.starts_with(head)) {
      return std::nullopt;
    }
    return answer(
        307, {"Content-Length: 0", "Location: /new/name/" + request.target.substr(head.size())});
  };
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(at_->fetched->path, at_->snapshot());
}

// Which sends every question on to the hub itself. The token is the mirror's.
void TestHubFetch::followsAMirror() {
  const LoopbackServer mirror([this](const LoopbackRequest& request) {
    return answer(308, {"Content-Length: 0", "Location: " + at_->hub.url() + request.target});
  });
  at_->settings.endpoint = mirror.url();
  at_->settings.token = "hf_secret";
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(at_->fetched->path, at_->snapshot());
  QCOMPARE(mirror.requests()[0].header("authorization"), "Bearer hf_secret");
  for (const LoopbackRequest& request : at_->hub.requests()) {
    QCOMPARE(request.headers.count("authorization"), 0u);
  }
}

void TestHubFetch::mirrorsOfOneAnother() {
  std::string second;
  const LoopbackServer one([&second](const LoopbackRequest& request) {
    return answer(302, {"Content-Length: 0", "Location: " + second + request.target});
  });
  const LoopbackServer two([&one](const LoopbackRequest& request) {
    return answer(302, {"Content-Length: 0", "Location: " + one.url() + request.target});
  });
  second = two.url();
  at_->settings.endpoint = one.url();
  QCOMPARE(at_->fetch(), HubError::badAnswer);
  QCOMPARE(at_->error.problem, "does not say which commit this file is of");
  QCOMPARE(one.requests().size() + two.requests().size(), 4u);
}

void TestHubFetch::throughAProxy() {
  at_->hub.files = {{"m.gguf", {"GGUF"}}};
  at_->settings.endpoint = "http://hub.invalid";
  qputenv("http_proxy", QByteArray::fromStdString(at_->hub.url()));
  QCOMPARE(at_->fetch("org/repo/m.gguf"), std::error_code());
  QCOMPARE(readText(at_->fetched->path), "GGUF");
  QCOMPARE(at_->hub.requests()[0].target, "http://hub.invalid/org/repo/resolve/main/m.gguf");
}

void TestHubFetch::progress() {
  std::vector<FetchProgress> seen;
  at_->callback = [&seen](const FetchProgress& now) { seen.push_back(now); };
  QCOMPARE(at_->fetch(), std::error_code());
  const std::uint64_t total = 100'000 + at_->hub.files["config.json"].content.size();
  for (std::size_t i = 0; i < seen.size(); ++i) {
    QCOMPARE(seen[i].stage, FetchStage::downloading);
    QCOMPARE(seen[i].total, total);
    QVERIFY(i == 0 || seen[i - 1].done <= seen[i].done);
  }
  QVERIFY(seen.size() > 3);
  QCOMPARE(seen.front().done, 0u);
  QCOMPARE(seen.back().done, total);
}

void TestHubFetch::secondTimeFetchesNothing() {
  QCOMPARE(at_->fetch(), std::error_code());
  const std::size_t before = at_->hub.requests().size();
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(at_->fetched->path, at_->snapshot());
  const auto requests = at_->hub.requests();
  QVERIFY(requests.size() > before);
  for (std::size_t i = before; i < requests.size(); ++i) {
    QCOMPARE(requests[i].method, "HEAD");
  }
  QCOMPARE(at_->hub.storageRequests().size(), 1u);
}

void TestHubFetch::aCommitIsNotAskedFor() {
  QCOMPARE(at_->fetch("org/repo@" + at_->hub.commit), std::error_code());
  const std::size_t before = at_->hub.requests().size();
  QCOMPARE(at_->fetch("org/repo@" + at_->hub.commit), std::error_code());
  QCOMPARE(at_->fetched->path, at_->snapshot());
  QCOMPARE(at_->hub.requests().size(), before);
}

void TestHubFetch::theBranchMovesOn() {
  QCOMPARE(at_->fetch(), std::error_code());
  const fs::path old = at_->snapshot();
  at_->hub.commit = commitOf('d');
  at_->hub.files["config.json"].content = "{}";
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(at_->fetched->path, at_->snapshot());
  QVERIFY(at_->snapshot() != old);
  QCOMPARE(readText(at_->snapshot() / "config.json"), "{}");
  QCOMPARE(readText(at_->repository() / "refs" / "main"), commitOf('d'));
  QVERIFY(fs::exists(old / "config.json"));
  QCOMPARE(at_->hub.storageRequests().size(), 1u);  // the weights are the same
}

// A blob that was cut, a link to the wrong place, a ref to the wrong commit.
void TestHubFetch::repairs() {
  QCOMPARE(at_->fetch(), std::error_code());
  writeText(at_->blob("model.safetensors"), "cut");
  fs::remove(at_->snapshot() / "config.json");
  fs::create_symlink("nowhere", at_->snapshot() / "config.json");
  writeText(at_->repository() / "refs" / "main", commitOf('e'));
  QCOMPARE(at_->fetch(), std::error_code());
  QVERIFY(HubCache(at_->settings.cache).verify({.repository = "org/repo"}));
  QVERIFY(HubCache(at_->settings.cache).pathOf({.repository = "org/repo"}));
}

void TestHubFetch::sameBytesTwice() {
  at_->hub.files["tokenizer.json"] = {"{}"};
  at_->hub.files["preprocessor_config.json"] = {"{}"};
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  at_->callback = [&](const FetchProgress& now) {
    done = now.done;
    total = now.total;
  };
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(done, total);
  QCOMPARE(readText(at_->snapshot() / "preprocessor_config.json"), "{}");
}

void TestHubFetch::waitsForAnother() {
  auto lock = std::optional(FileLock::tryTake(at_->settings.cache / ".locks" / "models--org--repo" /
                                              (at_->hub.blobName("config.json") + ".lock")));
  int waits = 0;
  at_->callback = [&](const FetchProgress& now) {
    if (now.stage == FetchStage::waiting) {
      ++waits;
      // The other one is done.
      writeText(at_->blob("config.json"), at_->hub.files["config.json"].content);
      lock.reset();
    }
  };
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(waits, 1);
  for (const LoopbackRequest& request : at_->hub.requests()) {
    QVERIFY(request.method == "HEAD" || request.target.ends_with("/model.safetensors"));
  }
}

HEADSCOPE_TEST(TestHubFetch)

}  // namespace headscope::test_hub_fetch

#include "test_hub_fetch.moc"
