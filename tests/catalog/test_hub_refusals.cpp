#include <thread>

#include "catalog/checkpoint_files.h"
#include "catalog/file_lock.h"
#include "catalog/hub_fetching.h"
#include "io/safetensors_index.h"
#include "test_class.h"

namespace headscope::test_hub_refusals {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

// What cannot be fetched, and what is said then.
class TestHubRefusals : public QObject {
  Q_OBJECT

 private slots:
  void init();
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

void TestHubRefusals::init() {
  at_ = std::make_unique<HubFetching>();
  at_->hub.addCheckpoint();
}

void TestHubRefusals::noConfig() {
  at_->hub.files.erase("config.json");
  QCOMPARE(at_->fetch(), HubError::notFound);
  QCOMPARE(at_->error.kind, ErrorKind::badInput);
  QCOMPARE(describe(at_->error),
           "org/repo: has no config.json, or there is no such repository or revision. See " +
               at_->hub.url() + "/org/repo.");
  QVERIFY(!fs::exists(at_->settings.cache));
}

void TestHubRefusals::noSuchRepository() {
  at_->hub.fault = [](const LoopbackRequest&) {
    return answer(404, {"X-Error-Code: RepoNotFound", "Content-Length: 0"});
  };
  QCOMPARE(at_->fetch("org/repo"), HubError::notFound);
  QCOMPARE(at_->error.problem, "there is no such repository, revision or file (status 404)");
}

void TestHubRefusals::noSuchRevision() {
  QCOMPARE(at_->fetch("org/repo@v9"), HubError::notFound);
  QCOMPARE(at_->error.problem, "org/repo has no such revision (status 404)");
  QCOMPARE(at_->error.file, at_->hub.url() + "/org/repo/resolve/v9/config.json");
}

void TestHubRefusals::noSuchGguf() {
  QCOMPARE(at_->fetch("org/repo/m.gguf"), HubError::notFound);
  QCOMPARE(at_->error.problem, "has no m.gguf, or there is no such repository or revision");
}

void TestHubRefusals::picklesOnly() {
  at_->hub.files.erase("model.safetensors");
  at_->hub.files["pytorch_model.bin"] = {"pickle", true};
  QCOMPARE(at_->fetch(), HubError::picklesOnly);
  QCOMPARE(describe(at_->error), describe(headscope::picklesOnly("org/repo")));
  QVERIFY(!fs::exists(at_->settings.cache));
}

void TestHubRefusals::noWeights() {
  at_->hub.files.erase("model.safetensors");
  QCOMPARE(at_->fetch(), HubError::noWeights);
  QCOMPARE(at_->error.problem, "has no model.safetensors");
}

void TestHubRefusals::badIndex() {
  at_->hub.files.erase("model.safetensors");
  at_->hub.files["model.safetensors.index.json"] = {R"({"weight_map": {"a": "../../x"}})"};
  QCOMPARE(at_->fetch(), SafetensorsIndexError::badShardName);
  QCOMPARE(at_->error.place, "weight_map, tensor 'a'");
}

void TestHubRefusals::indexTooLarge() {
  at_->hub.files.erase("model.safetensors");
  at_->hub.fault = [this](const LoopbackRequest& request) -> std::optional<LoopbackAnswer> {
    if (!request.target.ends_with("index.json")) {
      return std::nullopt;
    }
    return answer(
        200, {"X-Repo-Commit: " + at_->hub.commit, "ETag: \"x\"", "Content-Length: 270000000"});
  };
  QCOMPARE(at_->fetch(), HubError::indexTooLarge);
  QCOMPARE(at_->error.problem, "has 270000000 bytes, at most 268435456 are read");
}

void TestHubRefusals::shardMissing() {
  at_->hub.files.erase("model.safetensors");
  at_->hub.files["model.safetensors.index.json"] = {R"({"weight_map": {"a": "1.safetensors"}})"};
  QCOMPARE(at_->fetch(), HubError::notFound);
  QCOMPARE(at_->error.kind, ErrorKind::couldNotDo);
  QCOMPARE(at_->error.problem, "has no 1.safetensors, which its index names");
  QVERIFY(at_->nothingWhole());
}

void TestHubRefusals::refused_data() {
  QTest::addColumn<int>("status");
  QTest::addColumn<QString>("token");
  QTest::addColumn<QString>("remedy");
  const QString before =
      QStringLiteral("Check its name; where it is gated, accept its terms at HUB/org/repo; then ");
  QTest::newRow("401") << 401 << "" << before + "set HF_TOKEN to a token of HUB/settings/tokens";
  QTest::newRow("403") << 403 << "hf_secret"
                       << before + "see that the token in HF_TOKEN may read it";
}

void TestHubRefusals::refused() {
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

void TestHubRefusals::badAnswers_data() {
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

void TestHubRefusals::badAnswers() {
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

void TestHubRefusals::commitsThatDiffer() {
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

void TestHubRefusals::badToken() {
  at_->settings.token = "hf\r\nX-Evil: 1";
  QCOMPARE(at_->fetch(), HubError::badToken);
  QCOMPARE(at_->error.kind, ErrorKind::badInput);
  QVERIFY(at_->hub.requests().empty());
  QVERIFY(describe(at_->error).find("Evil") == std::string::npos);
}

void TestHubRefusals::badEndpoint() {
  at_->settings.endpoint = "ftp://hub";
  QCOMPARE(at_->fetch(), HttpError::badAddress);
  QCOMPARE(at_->error.file, "ftp://hub/org/repo/resolve/main/config.json");
}

void TestHubRefusals::notEnoughSpace() {
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

void TestHubRefusals::spaceForTheRest() {
  writeText(at_->partial("model.safetensors"), std::string(99'000, 'w'));
  writeText(at_->blob("config.json"), at_->hub.files["config.json"].content);
  at_->options.freeSpace = [](const fs::path&) { return 1000; };
  QCOMPARE(at_->fetch(), std::error_code());
}

void TestHubRefusals::offline() {
  at_->settings.access = HubAccess::offline;
  QCOMPARE(at_->fetch(), HubError::offline);
  QCOMPARE(describe(at_->error),
           "org/repo: the hub is not asked: HF_HUB_OFFLINE is set. Unset HF_HUB_OFFLINE to fetch "
           "it.");
  QVERIFY(at_->hub.requests().empty());
}

void TestHubRefusals::offlineButCached() {
  QCOMPARE(at_->fetch(), std::error_code());
  const std::size_t before = at_->hub.requests().size();
  at_->settings.access = HubAccess::offline;
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(at_->fetched->path, at_->snapshot());
  QCOMPARE(at_->fetched->notAsked->code, HubError::offline);
  QCOMPARE(at_->hub.requests().size(), before);
}

void TestHubRefusals::unreachable() {
  at_->settings.endpoint = "http://127.0.0.1:1";
  QCOMPARE(at_->fetch(), HttpError::cannotConnect);
  QVERIFY(at_->waits.empty());
}

void TestHubRefusals::unreachableButCached() {
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

void TestHubRefusals::cannotWrite() {
  writeText(at_->settings.cache, "a file where the cache should be");
  QCOMPARE(at_->fetch(), CatalogError::cannotWrite);
  QVERIFY(at_->error.remedy.find("HF_HUB_CACHE") != std::string::npos);
}

HEADSCOPE_TEST(TestHubRefusals)

}  // namespace headscope::test_hub_refusals

#include "test_hub_refusals.moc"
