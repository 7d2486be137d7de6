#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <QTest>

#include "catalog/known_models.h"
#include "io/temporary_files.h"
#include "source/list_models.h"
#include "test_class.h"

namespace headscope::test_list_models {

namespace fs = std::filesystem;

class TestListModels : public QObject {
  Q_OBJECT
 private slots:
  void init();

  void knownModelsAreThereFetchedOrNot();
  void theHubsCacheByTheNamesThatOpenIt();
  void whatWasOpenedAndIsStillThere();

 private:
  std::unique_ptr<TestFolder> home_;
};

namespace {

const fs::path kModels = HEADSCOPE_TEST_DATA "/models";

// A snapshot as huggingface_hub lays it, of a tiny model.
void cache(const fs::path& root, const std::string& folder, const std::string& commit,
           const std::string& ref, const char* model) {
  const fs::path snapshot = root / folder / "snapshots" / commit;
  fs::create_directories(snapshot);
  for (const auto& entry : fs::directory_iterator(kModels / model)) {
    fs::copy(entry.path(), snapshot);
  }
  if (!ref.empty()) {
    const fs::path refs = root / folder / "refs";
    fs::create_directories(refs);
    QFile file(QString::fromStdString((refs / ref).string()));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(commit.c_str()) > 0);
  }
}

std::vector<ListedModel> only(std::vector<ListedModel> models, ModelOrigin origin) {
  std::erase_if(models, [origin](const ListedModel& model) { return model.origin != origin; });
  return models;
}

}  // namespace

void TestListModels::init() {
  home_ = std::make_unique<TestFolder>();
  qputenv("XDG_DATA_HOME", home_->file("data").c_str());
  qputenv("HF_HUB_CACHE", home_->file("hub").c_str());
}

void TestListModels::knownModelsAreThereFetchedOrNot() {
  const auto known = knownModels();
  QVERIFY(known);
  const auto listed = only(listModels({}), ModelOrigin::known);
  QCOMPARE(listed.size(), known->size());
  for (std::size_t i = 0; i < listed.size(); ++i) {
    QCOMPARE(listed[i].reference, (*known)[i].name);
    QVERIFY(!listed[i].fetched);
    QCOMPARE(listed[i].peek.bytes, totalBytes((*known)[i]));
    QCOMPARE(listed[i].peek.summary.heads, (*known)[i].heads);
  }
}

void TestListModels::theHubsCacheByTheNamesThatOpenIt() {
  const std::string main(40, 'a');
  const std::string other(40, 'b');
  cache(home_->file("hub"), "models--org--first", main, "main", "bert");
  cache(home_->file("hub"), "models--org--second", other, "v2", "llama");
  cache(home_->file("hub"), "models--gpt2", other, "", "gpt2");
  const auto listed = only(listModels({}), ModelOrigin::cached);
  QCOMPARE(listed.size(), std::size_t{3});
  const auto find = [&](const std::string& name) {
    const auto found = std::find_if(listed.begin(), listed.end(),
                                    [&](const ListedModel& model) { return model.name == name; });
    return found == listed.end() ? ListedModel{} : *found;
  };
  QCOMPARE(find("org/first").reference, std::string("org/first"));
  QCOMPARE(find("org/first").peek.summary.family, std::string("BERT"));
  QCOMPARE(find("org/second").reference, std::string("org/second@v2"));
  QCOMPARE(find("gpt2").reference, "gpt2@" + other.substr(0, 12));
}

void TestListModels::whatWasOpenedAndIsStillThere() {
  const std::string bert = (kModels / "bert").string();
  const auto listed =
      only(listModels(std::vector<std::string>{bert, "/no/such/folder"}), ModelOrigin::opened);
  QCOMPARE(listed.size(), std::size_t{1});
  QCOMPARE(listed[0].reference, bert);
  QCOMPARE(listed[0].name, std::string("bert"));
  QCOMPARE(listed[0].peek.summary.layers, 3);
}

HEADSCOPE_TEST(TestListModels)

}  // namespace headscope::test_list_models

#include "test_list_models.moc"
