#include <thread>

#include "catalog/checkpoint_files.h"
#include "catalog/file_lock.h"
#include "catalog/hub_fetching.h"

using namespace headscope;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

// What is fetched, and where it goes. How connections fail is in test_hub_transfer.cpp.
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
  void noConfig();
  void noSuchRepository();
  void noSuchRevision();
  void noSuchGguf();
  void picklesOnly();
  void noWeights();
  void badIndex();
  void indexTooLarge();
  void shardMissing();
  void refused_data();
  void refused();
  void badAnswers_data();
  void badAnswers();
  void commitsThatDiffer();
  void badToken();
  void badEndpoint();
  void notEnoughSpace();
  void spaceForTheRest();
  void offline();
  void offlineButCached();
  void unreachable();
  void unreachableButCached();
  void cannotWrite();

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
      R"({"weight_map": {"a": "1.safetensors", "b": "w/2.safetensors", "c": "1.safetensors"}})"};
  at_->hub.files["1.safetensors"] = {std::string(1000, '1'), true};
  at_->hub.files["w/2.safetensors"] = {std::string(2000, '2'), true};
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(readText(at_->snapshot() / "1.safetensors"), std::string(1000, '1'));
  QCOMPARE(fs::read_symlink(at_->snapshot() / "w" / "2.safetensors"),
           fs::path("../../../blobs/" + at_->hub.blobName("w/2.safetensors")));
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

void TestHubFetch::noConfig() {
  at_->hub.files.erase("config.json");
  QCOMPARE(at_->fetch(), HubError::notFound);
  QCOMPARE(at_->error.kind, ErrorKind::badInput);
  QCOMPARE(describe(at_->error),
           "org/repo: has no config.json, or there is no such repository or revision. See " +
               at_->hub.url() + "/org/repo.");
  QVERIFY(!fs::exists(at_->settings.cache));
}

void TestHubFetch::noSuchRepository() {
  at_->hub.fault = [](const LoopbackRequest&) {
    return answer(404, {"X-Error-Code: RepoNotFound", "Content-Length: 0"});
  };
  QCOMPARE(at_->fetch("org/repo"), HubError::notFound);
  QCOMPARE(at_->error.problem, "there is no such repository, revision or file (status 404)");
}

void TestHubFetch::noSuchRevision() {
  QCOMPARE(at_->fetch("org/repo@v9"), HubError::notFound);
  QCOMPARE(at_->error.problem, "org/repo has no such revision (status 404)");
  QCOMPARE(at_->error.file, at_->hub.url() + "/org/repo/resolve/v9/config.json");
}

void TestHubFetch::noSuchGguf() {
  QCOMPARE(at_->fetch("org/repo/m.gguf"), HubError::notFound);
  QCOMPARE(at_->error.problem, "has no m.gguf, or there is no such repository or revision");
}

void TestHubFetch::picklesOnly() {
  at_->hub.files.erase("model.safetensors");
  at_->hub.files["pytorch_model.bin"] = {"pickle", true};
  QCOMPARE(at_->fetch(), HubError::picklesOnly);
  QCOMPARE(describe(at_->error), describe(headscope::picklesOnly("org/repo")));
  QVERIFY(!fs::exists(at_->settings.cache));
}

void TestHubFetch::noWeights() {
  at_->hub.files.erase("model.safetensors");
  QCOMPARE(at_->fetch(), HubError::noWeights);
  QCOMPARE(at_->error.problem, "has no model.safetensors");
}

void TestHubFetch::badIndex() {
  at_->hub.files.erase("model.safetensors");
  at_->hub.files["model.safetensors.index.json"] = {R"({"weight_map": {"a": "../../x"}})"};
  QCOMPARE(at_->fetch(), HubError::badIndex);
  QCOMPARE(at_->error.place, "weight_map, tensor 'a'");
}

void TestHubFetch::indexTooLarge() {
  at_->hub.files.erase("model.safetensors");
  at_->hub.fault = [this](const LoopbackRequest& request) -> std::optional<LoopbackAnswer> {
    if (!request.target.ends_with("index.json")) {
      return std::nullopt;
    }
    return answer(200,
                  {"X-Repo-Commit: " + at_->hub.commit, "ETag: \"x\"", "Content-Length: 70000000"});
  };
  QCOMPARE(at_->fetch(), HubError::badIndex);
  QCOMPARE(at_->error.problem, "has 70000000 bytes, at most 67108864 are read");
}

void TestHubFetch::shardMissing() {
  at_->hub.files.erase("model.safetensors");
  at_->hub.files["model.safetensors.index.json"] = {R"({"weight_map": {"a": "1.safetensors"}})"};
  QCOMPARE(at_->fetch(), HubError::notFound);
  QCOMPARE(at_->error.kind, ErrorKind::couldNotDo);
  QCOMPARE(at_->error.problem, "has no 1.safetensors, which its index names");
  QVERIFY(at_->nothingWhole());
}

void TestHubFetch::refused_data() {
  QTest::addColumn<int>("status");
  QTest::addColumn<QString>("token");
  QTest::addColumn<QString>("remedy");
  const QString before =
      QStringLiteral("Check its name; where it is gated, accept its terms at HUB/org/repo; then ");
  QTest::newRow("401") << 401 << "" << before + "set HF_TOKEN to a token of HUB/settings/tokens";
  QTest::newRow("403") << 403 << "hf_secret"
                       << before + "see that the token in HF_TOKEN may read it";
}

void TestHubFetch::refused() {
  QFETCH(const int, status);
  QFETCH(const QString, token);
  QFETCH(QString, remedy);
  at_->settings.token = token.toStdString();
  at_->hub.fault = [status](const LoopbackRequest&) { return wholeAnswer(status, "no"); };
  QCOMPARE(at_->fetch(), HubError::accessDenied);
  QCOMPARE(at_->error.kind, ErrorKind::couldNotDo);
  QCOMPARE(at_->error.problem, "org/repo is gated or private, or does not exist (status " +
                                   std::to_string(status) + ")");
  QCOMPARE(QString::fromStdString(at_->error.remedy),
           remedy.replace("HUB", QString::fromStdString(at_->hub.url())));
  QVERIFY(at_->waits.empty());
}

void TestHubFetch::badAnswers_data() {
  QTest::addColumn<QString>("commit");
  QTest::addColumn<QString>("etag");
  QTest::addColumn<QString>("size");
  QTest::addColumn<QString>("problem");
  const QString commit = QString::fromStdString("X-Repo-Commit: " + commitOf('c'));
  const QString commitProblem = "does not say which commit this file is of";
  const QString etagProblem = "gives this file no ETag that can name it";
  const QString sizeProblem = "does not say how large this file is";
  QTest::newRow("no commit") << "X-A: b"
                             << "ETag: \"x\""
                             << "Content-Length: 2" << commitProblem;
  QTest::newRow("a commit that is a path") << "X-Repo-Commit: ../../x"
                                           << "ETag: \"x\""
                                           << "Content-Length: 2" << commitProblem;
  QTest::newRow("no ETag") << commit << "X-A: b"
                           << "Content-Length: 2" << etagProblem;
  QTest::newRow("an ETag that is a path") << commit << "ETag: \"../../x\""
                                          << "Content-Length: 2" << etagProblem;
  QTest::newRow("no size") << commit << "ETag: \"x\""
                           << "X-A: b" << sizeProblem;
  QTest::newRow("an impossible size") << commit << "ETag: \"x\""
                                      << "X-Linked-Size: 99999999999999999999" << sizeProblem;
}

void TestHubFetch::badAnswers() {
  QFETCH(const QString, commit);
  QFETCH(const QString, etag);
  QFETCH(const QString, size);
  QFETCH(const QString, problem);
  at_->hub.fault = [=](const LoopbackRequest&) {
    return answer(200, {commit.toStdString(), etag.toStdString(), size.toStdString()});
  };
  QCOMPARE(at_->fetch(), HubError::badAnswer);
  QCOMPARE(at_->error.problem, problem.toStdString());
  QVERIFY(!fs::exists(at_->settings.cache));
}

void TestHubFetch::commitsThatDiffer() {
  at_->hub.fault = [](const LoopbackRequest& request) -> std::optional<LoopbackAnswer> {
    if (!request.target.ends_with("/model.safetensors")) {
      return std::nullopt;
    }
    return answer(200, {"X-Repo-Commit: " + commitOf('f'), "ETag: \"x\"", "Content-Length: 2"});
  };
  QCOMPARE(at_->fetch(), HubError::badAnswer);
  QCOMPARE(at_->error.problem, "gives model.safetensors of commit " + commitOf('f') +
                                   ", asked for was " + commitOf('c'));
}

void TestHubFetch::badToken() {
  at_->settings.token = "hf\r\nX-Evil: 1";
  QCOMPARE(at_->fetch(), HubError::badToken);
  QCOMPARE(at_->error.kind, ErrorKind::badInput);
  QVERIFY(at_->hub.requests().empty());
  QVERIFY(describe(at_->error).find("Evil") == std::string::npos);
}

void TestHubFetch::badEndpoint() {
  at_->settings.endpoint = "ftp://hub";
  QCOMPARE(at_->fetch(), HttpError::badAddress);
  QCOMPARE(at_->error.file, "ftp://hub/org/repo/resolve/main/config.json");
}

void TestHubFetch::notEnoughSpace() {
  std::uint64_t available = 0;
  at_->options.freeSpace = [&available](const fs::path&) { return available; };
  const std::uint64_t needed = 100'000 + at_->hub.files["config.json"].content.size();
  available = needed - 1;
  QCOMPARE(at_->fetch(), CatalogError::noSpace);
  QCOMPARE(at_->error.problem, "has 0 MB free, fetching org/repo takes 1 MB");
  QVERIFY(at_->error.remedy.find("HF_HUB_CACHE") != std::string::npos);
  QVERIFY(at_->hub.storageRequests().empty());
  QVERIFY(at_->nothingWhole());
  available = needed;
  QCOMPARE(at_->fetch(), std::error_code());
}

void TestHubFetch::spaceForTheRest() {
  writeText(at_->partial("model.safetensors"), std::string(99'000, 'w'));
  writeText(at_->blob("config.json"), at_->hub.files["config.json"].content);
  at_->options.freeSpace = [](const fs::path&) { return 1000; };
  QCOMPARE(at_->fetch(), std::error_code());
}

void TestHubFetch::offline() {
  at_->settings.access = HubAccess::offline;
  QCOMPARE(at_->fetch(), HubError::offline);
  QCOMPARE(describe(at_->error),
           "org/repo: the hub is not asked: HF_HUB_OFFLINE is set. Unset HF_HUB_OFFLINE to fetch "
           "it.");
  QVERIFY(at_->hub.requests().empty());
}

void TestHubFetch::offlineButCached() {
  QCOMPARE(at_->fetch(), std::error_code());
  const std::size_t before = at_->hub.requests().size();
  at_->settings.access = HubAccess::offline;
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(at_->fetched->path, at_->snapshot());
  QCOMPARE(at_->fetched->notAsked->code, HubError::offline);
  QCOMPARE(at_->hub.requests().size(), before);
}

void TestHubFetch::unreachable() {
  at_->settings.endpoint = "http://127.0.0.1:1";
  QCOMPARE(at_->fetch(), HttpError::cannotConnect);
  QVERIFY(at_->waits.empty());
}

void TestHubFetch::unreachableButCached() {
  QCOMPARE(at_->fetch(), std::error_code());
  at_->hub.fault = [](const LoopbackRequest&) { return wholeAnswer(503, ""); };
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(at_->fetched->path, at_->snapshot());
  QCOMPARE(at_->fetched->notAsked->code, HubError::serverFailed);
  QVERIFY(at_->waits.empty());
  at_->settings.endpoint = "http://127.0.0.1:1";
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(at_->fetched->notAsked->code, HttpError::cannotConnect);
  // What is not whole is no model.
  fs::remove(at_->blob("model.safetensors"));
  QCOMPARE(at_->fetch(), HttpError::cannotConnect);
}

void TestHubFetch::cannotWrite() {
  writeText(at_->settings.cache, "a file where the cache should be");
  QCOMPARE(at_->fetch(), CatalogError::cannotWrite);
  QVERIFY(at_->error.remedy.find("HF_HUB_CACHE") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestHubFetch)
#include "test_hub_fetch.moc"
