#include <csignal>
#include <sstream>

#include <QtTest>
#include <nlohmann/json.hpp>

#include "catalog/hub_fetching.h"
#include "models_actions.h"
#include "test_class.h"

namespace headscope::test_hub_models {

namespace fs = std::filesystem;

class TestHubModels : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void gets();
  void getsAGgufFile();
  void getFails();
  void getOfAWord();
  void getTakesWhatIsCached();
  void getIsStoppedByCtrlC();
  void lists();
  void listsAsJson();
  void cacheThatCannotBeRead();
  void paths();
  void verifies();
  void verifiesWhatHasNoHash();
  void verifyFindsADamagedFile();
  void removes();
  void notThere_data();
  void notThere();

 private:
  int run(ModelsAction action, const std::string& name = "",
          OutputFormat format = OutputFormat::text);
  QString out() const { return QString::fromStdString(out_.str()); }
  QString err() const { return QString::fromStdString(err_.str()); }
  QString snapshotLine() const { return QString::fromStdString(at_->snapshot().string() + "\n"); }

  std::unique_ptr<HubFetching> at_;
  std::ostringstream out_;
  std::ostringstream err_;
};

void TestHubModels::init() {
  at_ = std::make_unique<HubFetching>();
  at_->hub.addCheckpoint();
}

int TestHubModels::run(ModelsAction action, const std::string& name, OutputFormat format) {
  out_.str("");
  err_.str("");
  return runModels({.action = action, .name = name, .format = format},
                   {.known = {},
                    .store = ModelStore(folderOf(at_->folder) / "store"),
                    .fetch = {},
                    .hub = at_->settings,
                    .hubFetch = at_->options,
                    .out = out_,
                    .err = err_});
}

void TestHubModels::gets() {
  QCOMPARE(run(ModelsAction::get, "org/repo"), 0);
  QCOMPARE(out(), snapshotLine());
  QVERIFY2(err().contains("Downloading org/repo: "), err_.str().c_str());
  QVERIFY(err().contains("(100 %)"));
  QCOMPARE(run(ModelsAction::get, "org/repo", OutputFormat::json), 0);
  QCOMPARE(err(), QString());
  const auto json = nlohmann::json::parse(out_.str());
  QCOMPARE(json["name"].get<std::string>(), "org/repo");
  QCOMPARE(json["path"].get<std::string>(), at_->snapshot().string());
}

void TestHubModels::getsAGgufFile() {
  at_->hub.files["m.gguf"] = {"GGUF", true};
  QCOMPARE(run(ModelsAction::get, "org/repo/m.gguf@main"), 0);
  QCOMPARE(out(), QString::fromStdString((at_->snapshot() / "m.gguf").string() + "\n"));
}

void TestHubModels::getFails() {
  QCOMPARE(run(ModelsAction::get, "org/other"), 1);
  QCOMPARE(out(), QString());
  QVERIFY(err().contains("org/other is gated or private, or does not exist (status 401)"));
  QVERIFY(err().contains("HF_TOKEN"));
  QCOMPARE(run(ModelsAction::get, "org/repo@v9"), 2);
  QVERIFY(err().contains("org/repo has no such revision (status 404)"));
}

// Which is more likely a mistyped name of the list.
void TestHubModels::getOfAWord() {
  QCOMPARE(run(ModelsAction::get, "gpt9"), 1);
  QVERIFY(err().contains("gpt9 is gated or private, or does not exist"));
  QVERIFY(err().contains("Known models: "));
  at_->hub.repository = "gpt2";
  QCOMPARE(run(ModelsAction::get, "gpt2"), 0);
  QVERIFY(out().contains("/models--gpt2/snapshots/"));
  QCOMPARE(run(ModelsAction::path, "gpt2"), 0);
}

void TestHubModels::getTakesWhatIsCached() {
  QCOMPARE(run(ModelsAction::get, "org/repo"), 0);
  at_->settings.endpoint = "http://127.0.0.1:1";
  QCOMPARE(run(ModelsAction::get, "org/repo"), 0);
  QCOMPARE(out(), snapshotLine());
  QVERIFY2(err().startsWith("headscope: taking what the cache has; http://127.0.0.1:1/org/repo/"),
           err_.str().c_str());
}

void TestHubModels::getIsStoppedByCtrlC() {
  at_->options.timeouts.stall = std::chrono::seconds(10);
  at_->hub.storageFault = [](const LoopbackRequest&) {
    ::kill(::getpid(), SIGINT);
    return LoopbackAnswer{"", LoopbackAnswer::Then::stall};
  };
  QCOMPARE(run(ModelsAction::get, "org/repo"), 130);
  QVERIFY(err().contains("stopped"));
  QVERIFY(at_->nothingWhole());
}

void TestHubModels::lists() {
  const HubTree tree{.root = at_->settings.cache};
  tree.addCheckpoint("models--org--repo", commitOf('a'));
  tree.addSmall("models--org--repo", commitOf('b'), "config.json", "{}");
  tree.ref("models--org--repo", "v1", commitOf('b'));
  tree.addLarge("models--org--repo", commitOf('c'), "m.gguf", std::string(2'000'000, 'g'));
  writeText(at_->settings.cache / "models--org--begun" / "blobs" / "x.incomplete", "half");
  QCOMPARE(run(ModelsAction::list), 0);
  QStringList lines = out().split('\n');
  for (QString& line : lines) {
    line = line.simplified();
  }
  QCOMPARE(lines,
           (QStringList{"",
                        "In the cache of the Hugging Face hub, " +
                            QString::fromStdString(at_->settings.cache.string()) + ":",
                        "org/begun incomplete 0 MB", "org/repo cached 0 MB",
                        "org/repo@v1 incomplete 0 MB", "org/repo@cccccccccccc cached 2 MB", ""}));
}

void TestHubModels::listsAsJson() {
  HubTree{.root = at_->settings.cache}.addCheckpoint("models--org--repo", commitOf('a'));
  QCOMPARE(run(ModelsAction::list, "", OutputFormat::json), 0);
  const auto json = nlohmann::json::parse(out_.str())["hub"];
  QCOMPARE(json["cache"].get<std::string>(), at_->settings.cache.string());
  QCOMPARE(json["models"].size(), 1u);
  QCOMPARE(json["models"][0]["repository"].get<std::string>(), "org/repo");
  QCOMPARE(json["models"][0]["bytes"].get<int>(), 9);
  const auto snapshot = json["models"][0]["snapshots"][0];
  QCOMPARE(snapshot["name"].get<std::string>(), "org/repo");
  QCOMPARE(snapshot["commit"].get<std::string>(), commitOf('a'));
  QCOMPARE(snapshot["refs"][0].get<std::string>(), "main");
  QCOMPARE(snapshot["state"].get<std::string>(), "cached");
  QCOMPARE(snapshot["bytes"].get<int>(), 9);
  QVERIFY(snapshot["path"].get<std::string>().ends_with("/snapshots/" + commitOf('a')));
}

void TestHubModels::cacheThatCannotBeRead() {
  writeText(at_->settings.cache, "a file where the cache should be");
  QCOMPARE(run(ModelsAction::list), 1);
  QVERIFY(err().contains("cannot be read"));
}

void TestHubModels::paths() {
  QCOMPARE(run(ModelsAction::get, "org/repo"), 0);
  QCOMPARE(run(ModelsAction::path, "org/repo"), 0);
  QCOMPARE(out(), snapshotLine());
  QCOMPARE(run(ModelsAction::path, "org/repo@cccccccc"), 0);
  QCOMPARE(out(), snapshotLine());
}

void TestHubModels::verifies() {
  QCOMPARE(run(ModelsAction::get, "org/repo"), 0);
  QCOMPARE(run(ModelsAction::verify, "org/repo"), 0);
  QCOMPARE(out(), QString("org/repo: 2 files, every hash as it should be\n"));
  QVERIFY(err().contains("Checking org/repo: "));
  QCOMPARE(run(ModelsAction::verify, "org/repo", OutputFormat::json), 0);
  QCOMPARE(nlohmann::json::parse(out_.str())["verified"].get<bool>(), true);
}

void TestHubModels::verifiesWhatHasNoHash() {
  const HubTree tree{.root = at_->settings.cache};
  tree.addCheckpoint("models--org--repo", commitOf('a'));
  tree.add("models--org--repo", commitOf('a'), "tokenizer.json", "{}", "5f8f-5e9a");
  QCOMPARE(run(ModelsAction::verify, "org/repo"), 0);
  QCOMPARE(out(), QString("org/repo: 3 files, every hash as it should be; 1 have none\n"));
}

void TestHubModels::verifyFindsADamagedFile() {
  QCOMPARE(run(ModelsAction::get, "org/repo"), 0);
  writeText(at_->blob("config.json"), "damaged");
  QCOMPARE(run(ModelsAction::verify, "org/repo"), 1);
  QVERIFY(err().contains("config.json: is damaged"));
  QVERIFY(err().contains("headscope models remove org/repo"));
}

void TestHubModels::removes() {
  QCOMPARE(run(ModelsAction::get, "org/repo"), 0);
  QCOMPARE(run(ModelsAction::remove, "org/repo"), 0);
  QCOMPARE(out(), QString("Removed org/repo\n"));
  QVERIFY(!fs::exists(at_->repository()));
  QCOMPARE(run(ModelsAction::remove, "org/repo", OutputFormat::json), 1);
}

void TestHubModels::notThere_data() {
  QTest::addColumn<int>("action");
  QTest::newRow("path") << static_cast<int>(ModelsAction::path);
  QTest::newRow("verify") << static_cast<int>(ModelsAction::verify);
  QTest::newRow("remove") << static_cast<int>(ModelsAction::remove);
}

void TestHubModels::notThere() {
  QFETCH(const int, action);
  QCOMPARE(run(static_cast<ModelsAction>(action), "org/repo@v1"), 1);
  QVERIFY(err().contains("does not have org/repo@v1"));
  QVERIFY(err().contains("headscope models get org/repo@v1"));
  QCOMPARE(run(static_cast<ModelsAction>(action), "org/repo/x.bin"), 2);
  QVERIFY(err().contains("\"x.bin\" is no .gguf file"));
  QVERIFY(at_->hub.requests().empty());
}

HEADSCOPE_TEST(TestHubModels)

}  // namespace headscope::test_hub_models

#include "test_hub_models.moc"
