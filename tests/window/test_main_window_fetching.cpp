#include <filesystem>
#include <fstream>
#include <iterator>

#include "catalog/fake_hub.h"
#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_fetching {

// A model of the hub, fetched while the window goes on.
class TestMainWindowFetching : public QObject {
  Q_OBJECT
 private slots:
  void init();

  void whatIsFetchedIsOpened();
  void thenItIsInTheMenu();
  void aModelThatIsNotThereLeavesTheOldPicture();
  void stoppingLeavesTheOldPicture();
  void whatIsFetchedToCompareWithIsTheSecondModel();

 private:
  OwnHome home_;
  std::unique_ptr<FakeHub> hub_;
};

namespace {

const QString kModel = QStringLiteral("org/repo");

constexpr const char* kTokenizer = R"json({"version": "1.0", "added_tokens": [],
 "normalizer": null, "decoder": null, "pre_tokenizer": {"type": "Whitespace"},
 "post_processor": null,
 "model": {"type": "WordPiece", "unk_token": "?", "continuing_subword_prefix": "##",
  "max_input_chars_per_word": 100, "vocab": {"?": 2, "one": 5, "two": 6, "three": 7}}})json";

std::string contentOf(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void fetch(DrivenWindow& driven) {
  driven.window.library()->fetch(kModel);
  QVERIFY(QTest::qWaitFor([&] { return !driven.window.library()->isFetching(); }, 20000));
  driven.settle();
}

}  // namespace

void TestMainWindowFetching::init() {
  home_.forgetPreferences();
  hub_ = std::make_unique<FakeHub>();
  const std::filesystem::path bert = HEADSCOPE_TEST_DATA "/models/bert";
  hub_->files["config.json"] = {contentOf(bert / "config.json")};
  hub_->files["model.safetensors"] = {contentOf(bert / "model.safetensors"), true};
  hub_->files["tokenizer.json"] = {kTokenizer};
  for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                           "HF_HUB_OFFLINE", "HF_TOKEN"}) {
    qunsetenv(name);
  }
  qputenv("HF_ENDPOINT", hub_->url().c_str());
  const QString cache = home_.path(QStringLiteral("hub"));
  QDir(cache).removeRecursively();
  qputenv("HF_HUB_CACHE", QFile::encodeName(cache));
}

void TestMainWindowFetching::whatIsFetchedIsOpened() {
  DrivenWindow driven;
  QSignalSpy progress(driven.window.library(), &ModelLibrary::fetchProgressed);
  fetch(driven);
  QVERIFY2(driven.window.notice()->text().isEmpty(), qPrintable(driven.window.notice()->text()));
  QCOMPARE(driven.session().model()->description().name, std::string("org/repo"));
  QCOMPARE(driven.session().run()->tokens.size(), std::size_t{3});
  QVERIFY(!progress.isEmpty());
  QVERIFY(!driven.window.fetchBar()->isVisible());
}

void TestMainWindowFetching::thenItIsInTheMenu() {
  DrivenWindow driven;
  fetch(driven);
  ModelMenu* menu = driven.window.topBar()->modelMenu();
  QSignalSpy listed(driven.window.library(), &ModelLibrary::listed);
  driven.window.library()->refresh({});
  QVERIFY(listed.wait());
  emit menu->aboutToShow();
  const QList<QAction*> actions = menu->actions();
  const auto found = std::find_if(actions.begin(), actions.end(), [](const QAction* action) {
    return action->text().startsWith(kModel + QStringLiteral("\tBERT · 3 × 4 heads · "));
  });
  QVERIFY(found != actions.end());
  QVERIFY((*found)->isChecked());
}

void TestMainWindowFetching::aModelThatIsNotThereLeavesTheOldPicture() {
  hub_->repository = "org/other";
  DrivenWindow driven;
  fetch(driven);
  QVERIFY(!driven.window.notice()->text().isEmpty());
  QVERIFY(!driven.window.fetchBar()->isVisible());
  QCOMPARE(driven.session().run()->tokens.size(), std::size_t{3});
  QCOMPARE(driven.session().sandbox()->heads, 3);
}

void TestMainWindowFetching::stoppingLeavesTheOldPicture() {
  hub_->storageFault = [](const LoopbackRequest&) {
    return LoopbackAnswer{.bytes = "HTTP/1.1 200 Words\r\nContent-Length: 90520\r\n\r\nxyz",
                          .then = LoopbackAnswer::Then::stall};
  };
  DrivenWindow driven;
  QSignalSpy progress(driven.window.library(), &ModelLibrary::fetchProgressed);
  driven.window.library()->fetch(kModel);
  QVERIFY(driven.window.fetchBar()->isVisible());
  QVERIFY(progress.count() > 0 || progress.wait());
  QTest::mouseClick(driven.window.fetchBar()->stopButton(), Qt::LeftButton);
  QVERIFY(!driven.window.library()->isFetching());
  QVERIFY(!driven.window.fetchBar()->isVisible());
  QVERIFY(driven.window.notice()->text().isEmpty());
  QCOMPARE(driven.session().sandbox()->heads, 3);
}

// And what is fetched after it is the window's again.
void TestMainWindowFetching::whatIsFetchedToCompareWithIsTheSecondModel() {
  DrivenWindow driven;
  SecondModel* second = driven.window.comparison()->secondModel();
  emit driven.window.secondModelMenu()->fetchRequested(kModel);
  QVERIFY(QTest::qWaitFor([&] { return second->model() != nullptr; }, 20000));
  QCOMPARE(second->model()->description().name, std::string("org/repo"));
  QCOMPARE(driven.session().sandbox()->heads, 3);
  fetch(driven);
  QCOMPARE(driven.session().model()->description().name, std::string("org/repo"));
}

HEADSCOPE_TEST(TestMainWindowFetching)

}  // namespace headscope::test_main_window_fetching

#include "test_main_window_fetching.moc"
