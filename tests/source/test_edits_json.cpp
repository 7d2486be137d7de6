#include <QTemporaryDir>
#include <QTest>

#include "io/io_error.h"
#include "io/json.h"
#include "source/attention_part.h"
#include "source/edits_file.h"
#include "source/open_checkpoint.h"
#include "source/sandbox_source.h"
#include "test_class.h"

namespace headscope::test_edits_json {

// What was changed by hand, as a file has it.
class TestEditsJson : public QObject {
  Q_OBJECT
 private slots:
  void whatIsWrittenIsRead();
  void aDecoderHasThreeParts();
  void theSameCellTwiceIsTheLast();
  void theSameHeadTwiceIsOne();
  void aSandboxOfOtherSizesIsAnotherModel();
  void tooManyChanges();
  void aFileIsWrittenAndOpened();
  void aFileThatIsNotThere();
  void badFiles_data();
  void badFiles();
};

namespace {

const RunEdits kEdits{.encoder = {.weights = {{{1, 2}, 0, 1, .25F}},
                                  .headsOff = {{0, 0}},
                                  .keysOff = {2},
                                  .masksOff = {{1, 1}}}};

struct MadeRun {
  std::shared_ptr<const ModelSource> model;
  Run run;
};

// Three words through two layers of three heads.
MadeRun threeWords() {
  const std::shared_ptr<const ModelSource> model =
      *SandboxSource::create({.heads = 3, .dK = 4, .dModel = 8, .layers = 2});
  return {model, *model->run("one two three")};
}

}  // namespace

void TestEditsJson::whatIsWrittenIsRead() {
  const MadeRun made = threeWords();
  const std::string json = editsAsJson(made.model->description(), made.run, kEdits);
  const auto read = editsFromJson(json, "changes.json", made.model->description(), made.run);
  QVERIFY2(read, read ? "" : describe(read.error()).c_str());
  QVERIFY(*read == kEdits);
  QVERIFY(nlohmann::json::parse(json)["tokens"] == (nlohmann::json{"one", "two", "three"}));
}

void TestEditsJson::aDecoderHasThreeParts() {
  const auto model = *openCheckpoint(HEADSCOPE_TEST_DATA "/models/bart");
  const auto run = *model->run(SourceAndTarget{.source = IdSequence{.ids = {5, 6, 7}},
                                               .target = std::vector<std::int32_t>{2, 8}});
  const RunEdits edits{.encoder = {.keysOff = {0}},
                       .decoder = {.masksOff = {{0, 1}}},
                       .cross = {.weights = {{{0, 0}, 1, 2, 1}}}};
  const std::string json = editsAsJson(model->description(), run, edits);
  const auto read = editsFromJson(json, "", model->description(), run);
  QVERIFY2(read, read ? "" : describe(read.error()).c_str());
  QVERIFY(*read == edits);
  // Of another target's tokens they are not.
  const auto other = *model->run(SourceAndTarget{.source = IdSequence{.ids = {5, 6, 7}},
                                                 .target = std::vector<std::int32_t>{2, 9}});
  const auto refused = editsFromJson(json, "", model->description(), other);
  QVERIFY(!refused && refused.error().code == EditsError::otherTokens);
  QCOMPARE(refused.error().place, std::string("target_tokens"));
}

void TestEditsJson::theSameCellTwiceIsTheLast() {
  const MadeRun made = threeWords();
  const RunEdits edits{.encoder = {.weights = {{{0, 0}, 0, 1, .25F}, {{0, 0}, 0, 1, .75F}}}};
  const auto read = editsFromJson(editsAsJson(made.model->description(), made.run, edits), "",
                                  made.model->description(), made.run);
  QCOMPARE(read->encoder.weights, (std::vector<WeightEdit>{{{0, 0}, 0, 1, .75F}}));
}

void TestEditsJson::theSameHeadTwiceIsOne() {
  const MadeRun made = threeWords();
  const RunEdits edits{
      .encoder = {.headsOff = {{0, 1}, {0, 1}}, .keysOff = {2, 2}, .masksOff = {{1, 0}, {1, 0}}}};
  const auto read = editsFromJson(editsAsJson(made.model->description(), made.run, edits), "",
                                  made.model->description(), made.run);
  const AttentionEdits once{.headsOff = {{0, 1}}, .keysOff = {2}, .masksOff = {{1, 0}}};
  QVERIFY(read->encoder == once);
}

void TestEditsJson::aSandboxOfOtherSizesIsAnotherModel() {
  const MadeRun made = threeWords();
  const std::string json = editsAsJson(made.model->description(), made.run, kEdits);
  const auto larger = *SandboxSource::create({.heads = 4, .dK = 4, .dModel = 8, .layers = 2});
  const auto read =
      editsFromJson(json, "", larger->description(), *larger->run(std::string("one two three")));
  QVERIFY(!read && read.error().code == EditsError::otherModel);
  QCOMPARE(read.error().place, std::string("heads"));
}

void TestEditsJson::tooManyChanges() {
  const MadeRun made = threeWords();
  auto json = nlohmann::json::parse(editsAsJson(made.model->description(), made.run, {}));
  json["encoder"]["tokens_hidden"] = std::vector<int>(kMostEdits + 1, 0);
  const auto read = editsFromJson(json.dump(), "", made.model->description(), made.run);
  QVERIFY(!read && read.error().code == EditsError::tooMany);
}

void TestEditsJson::aFileIsWrittenAndOpened() {
  const MadeRun made = threeWords();
  const QTemporaryDir folder;
  const std::string file = folder.filePath(QStringLiteral("changes.json")).toStdString();
  QVERIFY(saveEdits(file, made.model->description(), made.run, kEdits));
  const auto read = openEdits(file, made.model->description(), made.run);
  QVERIFY(read && *read == kEdits);
}

void TestEditsJson::aFileThatIsNotThere() {
  const MadeRun made = threeWords();
  const auto read = openEdits("/nowhere/changes.json", made.model->description(), made.run);
  QVERIFY(!read && read.error().code == IoError::notFound);
}

void TestEditsJson::badFiles_data() {
  QTest::addColumn<QString>("pointer");
  QTest::addColumn<QString>("value");  // in its place; empty: it is taken away
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("place");
  const auto row = [](const char* name, const char* pointer, const char* value, EditsError code,
                      const char* place) {
    QTest::newRow(name) << QString::fromLatin1(pointer) << QString::fromLatin1(value)
                        << static_cast<int>(code) << QString::fromLatin1(place);
  };
  row("another model", "/model", "\"Other\"", EditsError::otherModel, "model");
  row("no model", "/model", "", EditsError::notEdits, "");
  row("another text", "/tokens/0", "\"ten\"", EditsError::otherTokens, "tokens");
  row("no tokens", "/tokens", "", EditsError::notEdits, "");
  row("no part", "/encoder", "", EditsError::notEdits, "");
  row("a part that is a number", "/encoder", "3", EditsError::notEdits, "encoder");
  row("weights that are no list", "/encoder/weights", "{}", EditsError::notEdits,
      "encoder.weights");
  row("a weight without a key", "/encoder/weights/0/key", "", EditsError::notEdits,
      "encoder.weights[0]");
  row("a weight in words", "/encoder/weights/0/weight", "\"half\"", EditsError::notEdits,
      "encoder.weights[0].weight");
  row("a weight above 1", "/encoder/weights/0/weight", "1.5", EditsError::weightOutOfRange,
      "encoder.weights[0].weight");
  row("a weight below 0", "/encoder/weights/0/weight", "-0.5", EditsError::weightOutOfRange,
      "encoder.weights[0].weight");
  row("a query beyond the text", "/encoder/weights/0/query", "3", EditsError::noSuchToken,
      "encoder.weights[0].query");
  row("a token that is half", "/encoder/weights/0/query", "0.5", EditsError::notEdits,
      "encoder.weights[0].query");
  row("a hidden token before the text", "/encoder/tokens_hidden/0", "-1", EditsError::noSuchToken,
      "encoder.tokens_hidden[0]");
  row("a layer too many", "/encoder/heads_off/0/layer", "2", EditsError::noSuchHead,
      "encoder.heads_off[0].layer");
  row("a head too many", "/encoder/masks_off/0/head", "3000000000", EditsError::noSuchHead,
      "encoder.masks_off[0].head");
}

void TestEditsJson::badFiles() {
  QFETCH(QString, pointer);
  QFETCH(QString, value);
  QFETCH(int, code);
  QFETCH(QString, place);
  const MadeRun made = threeWords();
  auto json = nlohmann::json::parse(editsAsJson(made.model->description(), made.run, kEdits));
  const nlohmann::json::json_pointer at(pointer.toStdString());
  if (value.isEmpty()) {
    json.at(at.parent_pointer()).erase(at.back());
  } else {
    json.at(at) = nlohmann::json::parse(value.toStdString());
  }
  const auto read = editsFromJson(json.dump(), "changes.json", made.model->description(), made.run);
  QVERIFY(!read);
  QVERIFY2(read.error().code == static_cast<EditsError>(code), describe(read.error()).c_str());
  QCOMPARE(QString::fromStdString(read.error().place), place);
  QCOMPARE(read.error().file, std::string("changes.json"));
  QVERIFY(!read.error().remedy.empty());
}

HEADSCOPE_TEST(TestEditsJson)

}  // namespace headscope::test_edits_json

#include "test_edits_json.moc"
