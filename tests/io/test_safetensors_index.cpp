#include <string>
#include <vector>

#include <QTest>

#include "io/json.h"
#include "io/safetensors_index.h"
#include "io/safetensors_samples.h"
#include "test_class.h"

namespace headscope::test_safetensors_index {

using namespace std::string_literals;

class TestSafetensorsIndex : public QObject {
  Q_OBJECT
 private slots:
  void tensorsAndTheirFiles();
  void onlyTheMapCounts();
  void namesOfFiles_data();
  void namesOfFiles();
  void bad_data();
  void bad();
  void badJson_data();
  void badJson();
};

void TestSafetensorsIndex::tensorsAndTheirFiles() {
  const auto index = parseSafetensorsIndex(
      R"({"metadata": {"total_size": 12},
          "weight_map": {"b": "model-00002-of-00002.safetensors",
                         "a": "model-00001-of-00002.safetensors",
                         "c": "model-00001-of-00002.safetensors"}})",
      "index.json");
  QVERIFY(index);
  QCOMPARE(index->shards, (std::vector<std::string>{"model-00001-of-00002.safetensors",
                                                    "model-00002-of-00002.safetensors"}));
  QCOMPARE(index->shardOf.size(), std::size_t{3});
  QCOMPARE(index->shardOf.at("a"), std::size_t{0});
  QCOMPARE(index->shardOf.at("b"), std::size_t{1});
  QCOMPARE(index->shardOf.at("c"), std::size_t{0});
}

// total_size is wrong in some files, and nothing is made of it.
void TestSafetensorsIndex::onlyTheMapCounts() {
  QVERIFY(parseSafetensorsIndex(
      R"({"metadata": {"total_size": -1}, "more": [], "weight_map": {"a": "x.safetensors"}})",
      "index.json"));
}

void TestSafetensorsIndex::namesOfFiles_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<bool>("good");
  const auto row = [](const char* json, bool good) {
    QTest::newRow(json) << QString::fromUtf8(json) << good;
  };
  row(R"("model.safetensors")", true);
  row(R"("a b..c")", true);
  row(R"("…")", true);
  row(R"("")", false);
  row(R"(".")", false);
  row(R"("..")", false);
  row(R"("../model.safetensors")", false);
  row(R"("/etc/passwd")", false);
  row(R"("folder/model.safetensors")", false);
  row(R"("folder\\model.safetensors")", false);
  row(R"("model\u0000.safetensors")", false);
  row("7", false);
  row("null", false);
  row("[]", false);
}

void TestSafetensorsIndex::namesOfFiles() {
  QFETCH(QString, name);
  QFETCH(bool, good);
  const std::string json = R"({"weight_map": {"a": )" + name.toStdString() + "}}";
  const auto index = parseSafetensorsIndex(json, "index.json");
  QCOMPARE(index.has_value(), good);
  if (!good) {
    QVERIFY(isInputError(index.error(), SafetensorsIndexError::badShardName));
    QCOMPARE(index.error().place, "weight_map, tensor 'a'"s);
    QCOMPARE(QString::fromStdString(index.error().problem),
             QStringLiteral("expected the name of a file beside the index, found ") + name);
  }
}

void TestSafetensorsIndex::bad_data() {
  QTest::addColumn<QString>("json");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* json, SafetensorsIndexError code, const char* expected) {
    QTest::newRow(json) << QString::fromUtf8(json) << static_cast<int>(code)
                        << QStringLiteral("index.json: ") + QString::fromUtf8(expected) +
                               QStringLiteral(
                                   ". The index is damaged: get it again, or save the "
                                   "model anew.");
  };
  row("[]", SafetensorsIndexError::notAnObject, "expected an object, found array");
  row("null", SafetensorsIndexError::notAnObject, "expected an object, found null");
  row("{}", SafetensorsIndexError::noWeightMap,
      "weight_map: expected an object that names a file for each tensor");
  row(R"({"weight_map": ["a"]})", SafetensorsIndexError::noWeightMap,
      "weight_map: expected an object that names a file for each tensor");
  row(R"({"weight_map": {}})", SafetensorsIndexError::emptyWeightMap,
      "weight_map: it names no tensor");
}

void TestSafetensorsIndex::bad() {
  QFETCH(QString, json);
  QFETCH(int, code);
  QFETCH(QString, expected);
  const auto index = parseSafetensorsIndex(json.toStdString(), "index.json");
  QVERIFY(!index);
  QVERIFY(isInputError(index.error(), static_cast<SafetensorsIndexError>(code)));
  QCOMPARE(QString::fromStdString(describe(index.error())), expected);
}

void TestSafetensorsIndex::badJson_data() {
  QTest::addColumn<QString>("json");
  QTest::addColumn<int>("code");
  QTest::newRow("cut") << R"({"weight_map": {"a)" << static_cast<int>(JsonError::syntax);
  QTest::newRow("a tensor twice") << R"({"weight_map": {"a": "x", "a": "y"}})"
                                  << static_cast<int>(JsonError::duplicateKey);
}

void TestSafetensorsIndex::badJson() {
  QFETCH(QString, json);
  QFETCH(int, code);
  const auto index = parseSafetensorsIndex(json.toStdString(), "index.json");
  QVERIFY(!index);
  QVERIFY(index.error().code == static_cast<JsonError>(code));
  QCOMPARE(index.error().file, "index.json"s);
}

HEADSCOPE_TEST(TestSafetensorsIndex)

}  // namespace headscope::test_safetensors_index

#include "test_safetensors_index.moc"
