#include <QtTest>

#include "catalog/files.h"
#include "catalog/hub_settings.h"
#include "test_class.h"

namespace headscope::test_hub_settings {

namespace fs = std::filesystem;

class TestHubSettings : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void withoutAnyVariable();
  void endpoint();
  void cache();
  void tilde();
  void emptyCountsAsNone();
  void tokenOfTheEnvironment();
  void tokenOfAFile();
  void offline_data();
  void offline();

 private:
  fs::path home() const { return folderOf(*folder_); }

  std::unique_ptr<QTemporaryDir> folder_;
};

void TestHubSettings::init() {
  for (const char* name : {"HF_ENDPOINT", "HF_TOKEN", "HF_TOKEN_PATH", "HF_HOME", "HF_HUB_CACHE",
                           "XDG_CACHE_HOME", "HF_HUB_OFFLINE"}) {
    qunsetenv(name);
  }
  folder_ = std::make_unique<QTemporaryDir>();
  qputenv("HOME", folder_->path().toUtf8());
}

void TestHubSettings::withoutAnyVariable() {
  const HubSettings settings = HubSettings::ofUser().value();
  QCOMPARE(settings.endpoint, "https://huggingface.co");
  QCOMPARE(settings.token, "");
  QCOMPARE(settings.cache, home() / ".cache" / "huggingface" / "hub");
  QCOMPARE(settings.access, HubAccess::online);
}

void TestHubSettings::endpoint() {
  qputenv("HF_ENDPOINT", " http://127.0.0.1:8080/hub// ");
  QCOMPARE(HubSettings::ofUser()->endpoint, "http://127.0.0.1:8080/hub");
}

void TestHubSettings::cache() {
  qputenv("XDG_CACHE_HOME", "/x");
  QCOMPARE(HubSettings::ofUser()->cache, fs::path("/x/huggingface/hub"));
  qputenv("HF_HOME", "/y");
  QCOMPARE(HubSettings::ofUser()->cache, fs::path("/y/hub"));
  qputenv("HF_HUB_CACHE", "/z");
  QCOMPARE(HubSettings::ofUser()->cache, fs::path("/z"));
  qputenv("HF_HUB_CACHE", "z");
  QCOMPARE(HubSettings::ofUser()->cache, fs::current_path() / "z");
}

void TestHubSettings::tilde() {
  qputenv("HF_HOME", "~/models");
  QCOMPARE(HubSettings::ofUser()->cache, home() / "models" / "hub");
  qputenv("HF_HUB_CACHE", "~");
  QCOMPARE(HubSettings::ofUser()->cache, home());
}

void TestHubSettings::emptyCountsAsNone() {
  for (const char* name : {"HF_ENDPOINT", "HF_TOKEN", "HF_TOKEN_PATH", "HF_HOME", "HF_HUB_CACHE",
                           "XDG_CACHE_HOME", "HF_HUB_OFFLINE"}) {
    qputenv(name, "");
  }
  withoutAnyVariable();
}

void TestHubSettings::tokenOfTheEnvironment() {
  writeText(home() / ".cache" / "huggingface" / "token", "hf_file");
  qputenv("HF_TOKEN", " hf_variable\n");
  QCOMPARE(HubSettings::ofUser()->token, "hf_variable");
}

void TestHubSettings::tokenOfAFile() {
  writeText(home() / ".cache" / "huggingface" / "token", "hf_default\n");
  QCOMPARE(HubSettings::ofUser()->token, "hf_default");
  writeText(home() / "h" / "token", "hf_home");
  qputenv("HF_HOME", "~/h");
  QCOMPARE(HubSettings::ofUser()->token, "hf_home");
  writeText(home() / "mine", "hf_mine");
  qputenv("HF_TOKEN_PATH", "~/mine");
  QCOMPARE(HubSettings::ofUser()->token, "hf_mine");
  qputenv("HF_TOKEN_PATH", "~/none");
  QCOMPARE(HubSettings::ofUser()->token, "");
  writeText(home() / "large", std::string(5000, 'x'));
  qputenv("HF_TOKEN_PATH", "~/large");
  QCOMPARE(HubSettings::ofUser()->token, "");
}

void TestHubSettings::offline_data() {
  QTest::addColumn<bool>("offline");
  for (const char* text : {"1", "ON", "on", "Yes", "TRUE"}) {
    QTest::newRow(text) << true;
  }
  for (const char* text : {"0", "off", "no", "false", "2"}) {
    QTest::newRow(text) << false;
  }
}

void TestHubSettings::offline() {
  QFETCH(const bool, offline);
  qputenv("HF_HUB_OFFLINE", QTest::currentDataTag());
  QCOMPARE(HubSettings::ofUser()->access, offline ? HubAccess::offline : HubAccess::online);
}

HEADSCOPE_TEST(TestHubSettings)

}  // namespace headscope::test_hub_settings

#include "test_hub_settings.moc"
