#include <QDir>
#include <QTest>

#include "catalog/hub_error.h"
#include "catalog/hub_tree.h"
#include "catalog/known_models.h"
#include "io/json.h"
#include "io/temporary_files.h"
#include "shown_error.h"
#include "source/open_checkpoint.h"
#include "source/open_model.h"
#include "source/sandbox_config.h"
#include "test_class.h"

namespace headscope::test_open_model {

namespace fs = std::filesystem;

class TestOpenModel : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void aFolder_data();
  void aFolder();
  void theSandbox();
  void aSandboxSpec();
  void aWrongSandboxSpec();
  void aKnownNameIsOpenedFromTheStore_data();
  void aKnownNameIsOpenedFromTheStore();
  void aKnownNameThatIsNotInstalled();
  void aFolderComesBeforeAKnownName();
  void aModelOfTheHubIsOpenedFromTheCache_data();
  void aModelOfTheHubIsOpenedFromTheCache();
  void aModelOfTheHubThatIsNotCached_data();
  void aModelOfTheHubThatIsNotCached();
  void aFolderComesBeforeTheHub();
  void aFolderWithoutAConfig();
  void aFileIsNoFolder();
  void nonsense_data();
  void nonsense();

 private:
  fs::path hub() const { return home_->path() / "hub"; }
  fs::path store() const { return home_->path() / "headscope" / "models"; }

  std::unique_ptr<TestFolder> home_;  // with the user's store of models
};

namespace {

KnownModel miniLm() {
  return findKnownModel(knownModels().value(), "all-MiniLM-L6-v2").value();
}

}  // namespace

void TestOpenModel::init() {
  home_ = std::make_unique<TestFolder>();
  qputenv("XDG_DATA_HOME", QByteArray::fromStdString(home_->path().string()));
  qputenv("HF_HUB_CACHE", QByteArray::fromStdString(hub().string()));
}

void TestOpenModel::aFolder_data() {
  QTest::addColumn<QString>("path");
  QTest::newRow("plain") << HEADSCOPE_TEST_DATA "/models/bert";
  QTest::newRow("with a slash at its end") << HEADSCOPE_TEST_DATA "/models/bert/";
  QTest::newRow("with dots") << HEADSCOPE_TEST_DATA "/models/../models/./bert";
}

void TestOpenModel::aFolder() {
  QFETCH(QString, path);
  const auto model = openModel(path.toStdString());
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  const ModelDescription& description = (*model)->description();
  QCOMPARE(description.name, std::string("bert"));
  QCOMPARE(description.family, std::string("BERT"));
  QCOMPARE(description.layers, 3);
}

void TestOpenModel::theSandbox() {
  const auto model = openModel("sandbox");
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE((*model)->description().family, std::string("sandbox"));
  QCOMPARE((*model)->description().heads, 8);
}

void TestOpenModel::aSandboxSpec() {
  const auto model = openModel("sandbox:heads=3,d_k=5,d_model=7,layers=2");
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  const ModelDescription& description = (*model)->description();
  QCOMPARE(description.heads, 3);
  QCOMPARE(description.dK, 5);
  QCOMPARE(description.dModel, 7);
  QCOMPARE(description.layers, 2);
}

void TestOpenModel::aWrongSandboxSpec() {
  const auto model = openModel("sandbox:heads=many");
  QVERIFY(!model);
  QVERIFY(model.error().code == SandboxError::spec);
  QCOMPARE(shown(model.error()),
           QStringLiteral("sandbox option 'heads': 'many' is not a whole number."));
}

void TestOpenModel::aKnownNameIsOpenedFromTheStore_data() {
  QTest::addColumn<QString>("name");
  QTest::newRow("as it is listed") << "all-MiniLM-L6-v2";
  QTest::newRow("in another case") << "ALL-minilm-l6-V2";
}

// The store looks at sizes only, so empty files of the right ones are found, and are no model.
void TestOpenModel::aKnownNameIsOpenedFromTheStore() {
  QFETCH(QString, name);
  const fs::path folder = store() / "all-MiniLM-L6-v2";
  fs::create_directories(folder);
  for (const ModelFile& file : miniLm().files) {
    QFile(QString::fromStdString((folder / file.name).string())).open(QIODevice::WriteOnly);
    fs::resize_file(folder / file.name, file.bytes);
  }
  const auto model = openModel(name.toStdString());
  QVERIFY(!model);
  QVERIFY(model.error().code == JsonError::syntax);
  QCOMPARE(model.error().file, (folder / "config.json").string());
}

void TestOpenModel::aKnownNameThatIsNotInstalled() {
  const auto model = openModel("all-MiniLM-L6-v2");
  QVERIFY(!model);
  QVERIFY(model.error().code == CatalogError::notInstalled);
  QVERIFY(model.error().kind == ErrorKind::couldNotDo);
  QCOMPARE(shown(model.error()),
           QStringLiteral("%1: model all-MiniLM-L6-v2 is not installed. "
                          "Get it with `headscope models get all-MiniLM-L6-v2`.")
               .arg(QString::fromStdString((store() / "all-MiniLM-L6-v2").string())));
}

void TestOpenModel::aFolderComesBeforeAKnownName() {
  const QString before = QDir::currentPath();
  QVERIFY(QDir::setCurrent(QString::fromStdString(home_->path().string())));
  fs::create_directory(home_->file("all-MiniLM-L6-v2"));
  const auto model = openModel("all-MiniLM-L6-v2");
  QVERIFY(QDir::setCurrent(before));
  QVERIFY(!model);
  QVERIFY(model.error().code == CheckpointError::noConfig);
}

void TestOpenModel::aModelOfTheHubIsOpenedFromTheCache_data() {
  QTest::addColumn<QString>("name");
  QTest::newRow("at main") << "org/tiny";
  QTest::newRow("at a tag") << "org/tiny@v1";
  QTest::newRow("at a commit") << "org/tiny@cccccccc";
}

void TestOpenModel::aModelOfTheHubIsOpenedFromTheCache() {
  QFETCH(QString, name);
  const HubTree tree{.root = hub()};
  for (const char* file : {"config.json", "model.safetensors"}) {
    tree.addLarge("models--org--tiny", commitOf('c'), file,
                  readText(fs::path(HEADSCOPE_TEST_DATA "/models/bert") / file));
  }
  tree.ref("models--org--tiny", "main", commitOf('c'));
  tree.ref("models--org--tiny", "v1", commitOf('c'));
  const auto model = openModel(name.toStdString());
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  QCOMPARE((*model)->description().family, std::string("BERT"));
  QCOMPARE((*model)->description().name, std::string("org/tiny"));
}

void TestOpenModel::aModelOfTheHubThatIsNotCached_data() {
  QTest::addColumn<QString>("name");
  QTest::newRow("a checkpoint") << "org/tiny";
  QTest::newRow("a revision") << "org/tiny@v1";
  QTest::newRow("a file") << "org/tiny/m.gguf";
}

void TestOpenModel::aModelOfTheHubThatIsNotCached() {
  QFETCH(QString, name);
  const auto model = openModel(name.toStdString());
  QVERIFY(!model);
  QVERIFY(model.error().code == HubError::notCached);
  QVERIFY(model.error().kind == ErrorKind::couldNotDo);
  QCOMPARE(shown(model.error()),
           QStringLiteral("%1: does not have %2. Get it with `headscope models get %2`.")
               .arg(QString::fromStdString(hub().string()), name));
}

void TestOpenModel::aFolderComesBeforeTheHub() {
  HubTree{.root = hub()}.addCheckpoint("models--org--tiny", commitOf('c'));
  const QString before = QDir::currentPath();
  QVERIFY(QDir::setCurrent(QString::fromStdString(home_->path().string())));
  fs::create_directories(home_->file("org/tiny"));
  const auto model = openModel("org/tiny");
  QVERIFY(QDir::setCurrent(before));
  QVERIFY(!model);
  QVERIFY(model.error().code == CheckpointError::noConfig);
}

void TestOpenModel::aFolderWithoutAConfig() {
  home_->write("model.safetensors", "");
  const auto model = openModel(home_->path().string());
  QVERIFY(!model);
  QVERIFY(model.error().code == CheckpointError::noConfig);
  QVERIFY(model.error().kind == ErrorKind::badInput);
  QCOMPARE(shown(model.error()),
           QStringLiteral("%1: the folder has no config.json. Open the folder of a model as "
                          "Hugging Face's save_pretrained writes it, or a GGUF file.")
               .arg(QString::fromStdString(home_->path().string())));
}

void TestOpenModel::aFileIsNoFolder() {
  const fs::path file = home_->write("model.safetensors", "");
  const auto model = openModel(file.string());
  QVERIFY(!model);
  QVERIFY(model.error().code == CheckpointError::notAModel);
  QCOMPARE(
      shown(model.error()),
      QStringLiteral(
          "%1: this is neither a folder nor a GGUF file. Open the folder that has config.json and "
          "model.safetensors.")
          .arg(QString::fromStdString(file.string())));
}

void TestOpenModel::nonsense_data() {
  QTest::addColumn<QString>("name");
  QTest::newRow("a name") << "no-such-model";
  QTest::newRow("a path") << "/no/such/folder";
  QTest::newRow("a way out of the store") << "../all-MiniLM-L6-v2";
  QTest::newRow("nearly the sandbox") << "sandboxes";
  QTest::newRow("three parts") << "no/such/model";
}

void TestOpenModel::nonsense() {
  QFETCH(QString, name);
  const auto model = openModel(name.toStdString());
  QVERIFY(!model);
  QVERIFY(model.error().code == OpenError::notFound);
  QVERIFY(model.error().kind == ErrorKind::badInput);
  QCOMPARE(shown(model.error()),
           QStringLiteral(
               "%1: there is no such folder, and no known model has this name. Give a "
               "model's folder, a name that `headscope models list` shows, playground, or sandbox.")
               .arg(name));
}

HEADSCOPE_TEST(TestOpenModel)

}  // namespace headscope::test_open_model

#include "test_open_model.moc"
