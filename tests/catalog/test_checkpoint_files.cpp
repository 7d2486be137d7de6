#include <QtTest>

#include "catalog/checkpoint_files.h"
#include "catalog/files.h"
#include "io/json.h"
#include "test_class.h"

namespace headscope::test_checkpoint_files {

class TestCheckpointFiles : public QObject {
  Q_OBJECT

 private slots:
  void shards();
  void badIndex_data();
  void badIndex();
  void notJson();
  void tellsHowToConvert();
};

void TestCheckpointFiles::shards() {
  const QTemporaryDir folder;
  writeText(folderOf(folder) / "i",
            R"({"metadata": {}, "weight_map": {"b": "2.safetensors", "a": "1.safetensors",)"
            R"( "c": "2.safetensors", "d": "sub/3.safetensors"}})");
  QCOMPARE(shardsOfIndex(folderOf(folder) / "i").value(),
           (std::vector<std::string>{"1.safetensors", "2.safetensors", "sub/3.safetensors"}));
}

void TestCheckpointFiles::badIndex_data() {
  QTest::addColumn<QString>("json");
  QTest::addColumn<QString>("place");
  QTest::newRow("a list") << "[]"
                          << "weight_map";
  QTest::newRow("no map") << "{}"
                          << "weight_map";
  QTest::newRow("an empty map") << R"({"weight_map": {}})"
                                << "weight_map";
  QTest::newRow("a number") << R"({"weight_map": {"a": 1}})"
                            << "weight_map, tensor 'a'";
  QTest::newRow("a way out") << R"({"weight_map": {"a": "../x"}})"
                             << "weight_map, tensor 'a'";
  QTest::newRow("a root") << R"({"weight_map": {"a": "/etc/x"}})"
                          << "weight_map, tensor 'a'";
}

void TestCheckpointFiles::badIndex() {
  QFETCH(const QString, json);
  QFETCH(const QString, place);
  const QTemporaryDir folder;
  writeText(folderOf(folder) / "i", json.toStdString());
  const auto shards = shardsOfIndex(folderOf(folder) / "i");
  QVERIFY(!shards);
  QCOMPARE(shards.error().code, HubError::badIndex);
  QCOMPARE(shards.error().place, place.toStdString());
}

void TestCheckpointFiles::notJson() {
  const QTemporaryDir folder;
  writeText(folderOf(folder) / "i", "<html>");
  const auto shards = shardsOfIndex(folderOf(folder) / "i");
  QVERIFY(!shards);
  QCOMPARE(shards.error().code, JsonError::syntax);
}

void TestCheckpointFiles::tellsHowToConvert() {
  const std::string text = describe(picklesOnly("org/repo"));
  QVERIFY2(text.starts_with("org/repo: has its weights only as pytorch_model.bin, a pickle, which "
                            "is not opened"),
           text.c_str());
  QVERIFY(text.find("from_pretrained(\"org/repo\").save_pretrained(\"FOLDER\")") !=
          std::string::npos);
  QCOMPARE(picklesOnly("org/repo").code, HubError::picklesOnly);
  QCOMPARE(noWeights("org/repo").code, HubError::noWeights);
}

HEADSCOPE_TEST(TestCheckpointFiles)

}  // namespace headscope::test_checkpoint_files

#include "test_checkpoint_files.moc"
