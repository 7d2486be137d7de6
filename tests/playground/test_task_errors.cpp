#include <string>
#include <vector>

#include <QTest>

#include "io/io_error.h"
#include "io/json.h"
#include "io/temporary_files.h"
#include "playground/coreference_file.h"
#include "playground/open_sample.h"
#include "shown_error.h"
#include "test_class.h"

namespace headscope::test_task_errors {

// What a person reads who wrote a task that is not right.
class TestTaskErrors : public QObject {
  Q_OBJECT
 private slots:
  void unknownTask_data();
  void unknownTask();
  void whatEveryFileSays_data();
  void whatEveryFileSays() { isRefused(kCopy); }
  void symbols_data();
  void symbols() { isRefused(kInduction); }
  void words_data();
  void words() { isRefused(kCoreferenceFile); }
  void templates_data();
  void templates();
  void texts_data();
  void texts() { isRefused(kNextWord); }
  void textFiles_data();
  void textFiles();
  void tooLongAText();
  void filesThatCannotBeRead();
  void theFilesAreRightWithoutThat();

 private:
  static constexpr const char* kCopy = R"({
    "kind": "copy", "name": "own", "title": "t", "success": "s", "look_for": "l", "goal": 1,
    "steps": 9, "examples": ["a b"], "symbols": ["a", "b", "c"],
    "length": {"least": 2, "most": 64}})";
  static constexpr const char* kInduction = R"({
    "kind": "induction", "name": "own", "title": "t", "success": "s", "look_for": "l", "goal": 1,
    "steps": 9, "examples": ["a b"], "symbols": ["a", "b", "c", "d"],
    "before": {"least": 0, "most": 1}, "length": {"least": 2, "most": 2},
    "between": {"least": 0, "most": 1}})";
  static constexpr const char* kNextWord = R"({
    "kind": "next word", "name": "own", "title": "t", "success": "s", "look_for": "l", "goal": 1,
    "steps": 9, "examples": ["a b"], "text": "a b c"})";

  static void columns();
  static void isRefused(const char* file);
};

namespace {

Error errorOf(const std::string& nameOrFile) {
  const auto task = openTask(nameOrFile);
  return task ? Error{} : task.error();
}

// `change` to a file, as RFC 7396 merges it: null takes a key away.
void row(const char* name, const std::string& change, TaskError code, const char* expected) {
  QTest::newRow(name) << QString::fromStdString(change) << static_cast<int>(code)
                      << QString::fromUtf8(expected);
}

}  // namespace

void TestTaskErrors::columns() {
  QTest::addColumn<QString>("change");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("expected");
}

void TestTaskErrors::isRefused(const char* file) {
  QFETCH(const QString, change);
  QFETCH(const int, code);
  QFETCH(const QString, expected);
  auto json = nlohmann::json::parse(file);
  json.merge_patch(nlohmann::json::parse(change.toStdString()));
  const TestFolder folder;
  const std::string path = folder.write("own.json", json.dump()).string();
  const Error error = errorOf(path);
  QCOMPARE(shown(error), QString::fromStdString(path) + ": " + expected);
  QCOMPARE(error.code, std::error_code(static_cast<TaskError>(code)));
  QCOMPARE(error.kind, ErrorKind::badInput);
}

void TestTaskErrors::unknownTask_data() {
  QTest::addColumn<QString>("name");
  QTest::newRow("another word") << "sorting";
  QTest::newRow("case counts") << "Copy";
  QTest::newRow("another file") << "tasks/copy.yaml";
}

void TestTaskErrors::unknownTask() {
  QFETCH(const QString, name);
  const Error error = errorOf(name.toStdString());
  QCOMPARE(error.code, std::error_code(TaskError::cannotUse));
  QCOMPARE(shown(error),
           name +
               ": there is no such task. Tasks are coreference, induction, copy, reverse, "
               "next-word, a task's .json file, or a .txt file whose words are to be learnt.");
}

void TestTaskErrors::whatEveryFileSays_data() {
  columns();
  row("no object", "[]", TaskError::wrongType, "expected an object.");
  row("no kind", R"({"kind": null})", TaskError::missingKey, "kind: the key is missing.");
  row("kind", R"({"kind": 5})", TaskError::wrongType, "kind: expected a text.");
  row("unknown kind", R"({"kind": "sort"})", TaskError::unknownKind,
      "kind: 'sort' is none of coreference, induction, copy, reverse, next word.");
  for (const std::string key : {"name", "title", "success", "look_for"}) {
    row(("no " + key).c_str(), "{\"" + key + "\": null}", TaskError::missingKey,
        (key + ": the key is missing.").c_str());
    row(key.c_str(), "{\"" + key + "\": [\"a\"]}", TaskError::wrongType,
        (key + ": expected a text.").c_str());
  }
  row("no examples", R"({"examples": null})", TaskError::missingKey,
      "examples: the key is missing.");
  row("examples", R"({"examples": "a b"})", TaskError::wrongType,
      "examples: expected a list of texts.");
  row("an example", R"({"examples": ["a", 1]})", TaskError::wrongType,
      "examples: expected a list of texts.");
  row("empty examples", R"({"examples": []})", TaskError::tooFew, "examples: the list is empty.");
  row("no goal", R"({"goal": null})", TaskError::missingKey, "goal: the key is missing.");
  row("goal", R"({"goal": "0.9"})", TaskError::wrongType, "goal: expected a number.");
  row("goal of nothing", R"({"goal": 0})", TaskError::outOfRange,
      "goal: 0 is not above 0 and at most 1.");
  row("goal too high", R"({"goal": 1.5})", TaskError::outOfRange,
      "goal: 1.5 is not above 0 and at most 1.");
  row("no steps", R"({"steps": null})", TaskError::missingKey, "steps: the key is missing.");
  row("steps", R"({"steps": 1.5})", TaskError::wrongType, "steps: expected a whole number.");
  row("too few steps", R"({"steps": 0})", TaskError::outOfRange,
      "steps: 0 is not between 1 and 100000.");
  row("too many steps", R"({"steps": 100001})", TaskError::outOfRange,
      "steps: 100001 is not between 1 and 100000.");
  row("far too many steps", R"({"steps": 18446744073709551615})", TaskError::outOfRange,
      "steps: 18446744073709551615 is not between 1 and 100000.");
  row("no length", R"({"length": null})", TaskError::missingKey, "length: the key is missing.");
  row("length", R"({"length": 3})", TaskError::wrongType, "length: expected an object.");
  row("no least", R"({"length": {"least": null}})", TaskError::missingKey,
      "length.least: the key is missing.");
  row("most", R"({"length": {"most": "4"}})", TaskError::wrongType,
      "length.most: expected a whole number.");
  row("too short", R"({"length": {"least": 1}})", TaskError::outOfRange,
      "length.least: 1 is not between 2 and 64.");
  row("too long", R"({"length": {"most": 65}})", TaskError::outOfRange,
      "length.most: 65 is not between 2 and 64.");
  row("most below least", R"({"length": {"least": 5, "most": 4}})", TaskError::outOfRange,
      "length.most: 4 is not between 5 and 64.");
  row("the first of two", R"({"goal": 2, "steps": 0})", TaskError::outOfRange,
      "goal: 2 is not above 0 and at most 1.");
}

void TestTaskErrors::symbols_data() {
  columns();
  row("none", R"({"symbols": null})", TaskError::missingKey, "symbols: the key is missing.");
  row("no list", R"({"symbols": "abc"})", TaskError::wrongType,
      "symbols: expected a list of texts.");
  row("empty", R"({"symbols": []})", TaskError::tooFew, "symbols: the list is empty.");
  row("fewer than a sequence takes", R"({"symbols": ["a", "b", "c"]})", TaskError::tooFew,
      "symbols: before, length and between take up to 4 of them, none twice.");
  row("one", R"({"kind": "copy", "symbols": ["a"]})", TaskError::outOfRange,
      "symbols: there are 1, and it takes 2 to 1000.");
  nlohmann::json many;
  for (int i = 0; i <= 1000; ++i) {
    many["symbols"].push_back("s" + std::to_string(i));
  }
  row("too many", many.dump(), TaskError::outOfRange,
      "symbols: there are 1001, and it takes 2 to 1000.");
  row("twice", R"({"symbols": ["a", "b", "c", "a", "d"]})", TaskError::outOfRange,
      "symbols: 'a' is there twice.");
  for (const std::string symbol : {"", "a b", "B", "x-y", "[UNK]", "\\u00e9"}) {
    row(("not one word: " + symbol).c_str(),
        R"({"symbols": ["a", "b", "c", "d", ")" + symbol + "\"]}", TaskError::notOneWord,
        ("symbols: '" + (symbol == "\\u00e9" ? "é" : symbol) +
         "' is not one word. Take letters, digits or one mark; words are in lower case and "
         "without accents.")
            .c_str());
  }
  nlohmann::json all = {{"length", {{"most", 64}}}, {"between", {{"most", 1}}}};
  for (int i = 0; i < 66; ++i) {
    all["symbols"].push_back("s" + std::to_string(i));
  }
  row("longer than a model reads", all.dump(), TaskError::outOfRange,
      "length: sequences have up to 130 symbols, and a model reads at most 128.");
  row("before", R"({"before": {"least": -1}})", TaskError::outOfRange,
      "before.least: -1 is not between 0 and 64.");
  row("length", R"({"length": {"least": 1}})", TaskError::outOfRange,
      "length.least: 1 is not between 2 and 64.");
  row("between", R"({"between": []})", TaskError::wrongType, "between: expected an object.");
}

// Of "referents" all are named, since a merge takes lists as a whole.
void TestTaskErrors::words_data() {
  columns();
  const auto file = nlohmann::json::parse(kCoreferenceFile);
  const auto referents = [&](const char* change) {
    nlohmann::json changed = file["referents"];
    changed[1].merge_patch(nlohmann::json::parse(change));
    return nlohmann::json{{"referents", changed}}.dump();
  };
  row("no pronoun", R"({"pronoun": null})", TaskError::missingKey, "pronoun: the key is missing.");
  row("pronoun", R"({"pronoun": "it is"})", TaskError::notOneWord,
      "pronoun: 'it is' is not one word of the vocabulary. Take another word; words are in lower "
      "case.");
  row("no referents", R"({"referents": null})", TaskError::missingKey,
      "referents: the key is missing.");
  row("referents", R"({"referents": {}})", TaskError::wrongType,
      "referents: expected a list of objects.");
  row("a referent", R"({"referents": [1, 2]})", TaskError::wrongType,
      "referents: expected a list of objects.");
  row("one referent", nlohmann::json{{"referents", {file["referents"][0]}}}.dump(),
      TaskError::tooFew, "referents: there must be two, of which one is meant.");
  row("no slot", referents(R"({"slot": null})"), TaskError::missingKey,
      "referents[1].slot: the key is missing.");
  row("the slot of another", referents(R"({"slot": "who"})"), TaskError::outOfRange,
      "referents[1].slot: there is another slot 'who'. Give each slot a name of its own.");
  row("the adjective's slot", referents(R"({"slot": "adjective"})"), TaskError::outOfRange,
      "referents[1].slot: there is another slot 'adjective'. Give each slot a name of its own.");
  row("a filler of a referent's name", R"({"fill": {"what": ["saw"]}})", TaskError::outOfRange,
      "fill.what: there is another slot 'what'. Give each slot a name of its own.");
  row("the pronoun as a noun", referents(R"({"nouns": {"known": ["it", "river"]}})"),
      TaskError::outOfRange,
      "referents[1].nouns.known: 'it' is the pronoun, of which a sentence has one. Take another "
      "word.");
  row("the pronoun as a filler", R"({"fill": {"verb": ["saw", "it"]}})", TaskError::outOfRange,
      "fill.verb: 'it' is the pronoun, of which a sentence has one. Take another word.");
  row("no nouns", referents(R"({"nouns": null})"), TaskError::missingKey,
      "referents[1].nouns: the key is missing.");
  row("nouns", referents(R"({"nouns": ["river"]})"), TaskError::wrongType,
      "referents[1].nouns: expected an object.");
  row("no unseen nouns", referents(R"({"nouns": {"unseen": null}})"), TaskError::missingKey,
      "referents[1].nouns.unseen: the key is missing.");
  row("empty adjectives", referents(R"({"adjectives": {"known": []}})"), TaskError::tooFew,
      "referents[1].adjectives.known: the list is empty.");
  row("an adjective", referents(R"({"adjectives": {"known": ["wide", null]}})"),
      TaskError::wrongType, "referents[1].adjectives.known: expected a list of texts.");
  row("not one word", referents(R"({"nouns": {"known": ["river", "River"]}})"),
      TaskError::notOneWord,
      "referents[1].nouns.known: 'River' is not one word of the vocabulary. Take another word; "
      "words are in lower case.");
  row("no fill", R"({"fill": null})", TaskError::missingKey, "fill: the key is missing.");
  row("fill", R"({"fill": ["saw"]})", TaskError::wrongType, "fill: expected an object.");
  row("a filler", R"({"fill": {"verb": "saw"}})", TaskError::wrongType,
      "fill.verb: expected a list of texts.");
  row("a filler's word", R"({"fill": {"verb": ["sawwwww"]}})", TaskError::notOneWord,
      "fill.verb: 'sawwwww' is not one word of the vocabulary. Take another word; words are in "
      "lower case.");
  row("no templates", R"({"templates": null})", TaskError::missingKey,
      "templates: the key is missing.");
  row("empty templates", R"({"templates": []})", TaskError::tooFew,
      "templates: the list is empty.");
  // Of 2 · 1 · 1 choices every eighth is no one.
  nlohmann::json few = file["referents"];
  for (nlohmann::json& referent : few) {
    referent["nouns"]["known"].erase(2);
    referent["nouns"]["known"].erase(1);
    referent["adjectives"]["known"].erase(1);
  }
  row("too few words", nlohmann::json{{"referents", few}}.dump(), TaskError::tooFew,
      "referents: their known words make too few sentences to practise some and to test with "
      "others. Add nouns or adjectives.");
}

void TestTaskErrors::templates_data() {
  QTest::addColumn<QString>("sentence");
  QTest::addColumn<QString>("expected");
  QTest::newRow("unclosed brace") << "The {who} {verb} the {what}: it was {adjective"
                                  << "a '{' is not closed.";
  QTest::newRow("unknown slot") << "The {who} {verbs} the {what}: it was {adjective}"
                                << "there is no slot 'verbs'.";
  QTest::newRow("no slot") << "The {who} {} the {what}: it was {adjective}"
                           << "there is no slot ''.";
  QTest::newRow("no pronoun") << "The {who} {verb} the {what}: that was {adjective}"
                              << "it must have the pronoun once.";
  QTest::newRow("two pronouns") << "The {who} {verb} the {what}: it is, it was {adjective}"
                                << "it must have the pronoun once.";
  QTest::newRow("no adjective") << "The {who} {verb} the {what}: it was"
                                << "it must have {adjective} once.";
  QTest::newRow("no referent") << "The {who} {verb}: it was {adjective}"
                               << "it must have {what} once.";
  QTest::newRow("a referent twice") << "The {who} {verb} the {what} {who}: it was {adjective}"
                                    << "it must have {who} once.";
  QTest::newRow("empty") << ""
                         << "it must have the pronoun once.";
  QTest::newRow("too long") << "The {who} {verb} the {what}: it was {adjective} " +
                                   QString(1000, QLatin1Char('a'))
                            << "it is longer than 1000 bytes.";
  QTest::newRow("too many words") << "The {who} {verb} the {what}: it was {adjective}" +
                                         QStringLiteral(" so").repeated(120)
                                  << "it has 129 words, and a model reads at most 128.";
}

void TestTaskErrors::templates() {
  QFETCH(const QString, sentence);
  QFETCH(const QString, expected);
  auto json = nlohmann::json::parse(kCoreferenceFile);
  json["templates"].push_back(sentence.toStdString());
  const TestFolder folder;
  const std::string path = folder.write("own.json", json.dump()).string();
  const Error error = errorOf(path);
  QCOMPARE(shown(error), QString::fromStdString(path) + ": templates[1]: " + expected);
  QCOMPARE(error.code, std::error_code(TaskError::badTemplate));
}

void TestTaskErrors::texts_data() {
  columns();
  row("none", R"({"text": null})", TaskError::missingKey, "text: the key is missing.");
  row("no text", R"({"text": ["a"]})", TaskError::wrongType, "text: expected a text.");
  row("too short", "{}", TaskError::tooFew,
      "the text has 3 words, and at least 60 are needed to learn from and to test with. Paste a "
      "longer text.");
}

void TestTaskErrors::textFiles_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("expected");
  QTest::newRow("empty") << QByteArray() << static_cast<int>(TaskError::tooFew)
                         << "the text has 0 words, and at least 60 are needed to learn from and to "
                            "test with. Paste a longer text.";
  QTest::newRow("one word too short")
      << QByteArray("a ").repeated(59) << static_cast<int>(TaskError::tooFew)
      << "the text has 59 words, and at least 60 are needed to learn from and to test with. Paste "
         "a longer text.";
  QTest::newRow("not UTF-8") << QByteArray("a ").repeated(60) + "\xE9"
                             << static_cast<int>(TaskError::wrongType)
                             << "the text is not UTF-8. Save it as UTF-8.";
}

void TestTaskErrors::textFiles() {
  QFETCH(const QByteArray, text);
  QFETCH(const int, code);
  QFETCH(const QString, expected);
  const TestFolder folder;
  const std::string path = folder.write("own.txt", text.toStdString()).string();
  const Error error = errorOf(path);
  QCOMPARE(shown(error), QString::fromStdString(path) + ": " + expected);
  QCOMPARE(error.code, std::error_code(static_cast<TaskError>(code)));
}

void TestTaskErrors::tooLongAText() {
  const auto task = taskOfText(std::string((16U << 20U) + 1, 'a'), "pasted");
  QVERIFY(!task);
  QCOMPARE(task.error().code, std::error_code(TaskError::outOfRange));
  QCOMPARE(shown(task.error()),
           QStringLiteral("pasted: the text is longer than 16 MiB. Take a part of it."));
}

void TestTaskErrors::filesThatCannotBeRead() {
  const TestFolder folder;
  for (const char* name : {"none.json", "none.txt"}) {
    const Error error = errorOf(folder.file(name).string());
    QCOMPARE(error.file, folder.file(name).string());
    QVERIFY(error.code == IoError::notFound || error.code == JsonError::cannotRead);
  }
  QCOMPARE(errorOf(folder.write("half.json", R"({"kind": )").string()).code,
           std::error_code(JsonError::syntax));
  QCOMPARE(errorOf(folder.write("twice.json", R"({"kind": "copy", "kind": "copy"})").string()).code,
           std::error_code(JsonError::duplicateKey));
}

// Otherwise a row above could be refused for something else.
void TestTaskErrors::theFilesAreRightWithoutThat() {
  const TestFolder folder;
  for (const char* file : {kCopy, kInduction, kCoreferenceFile}) {
    const Error error = errorOf(folder.write("own.json", file).string());
    QCOMPARE(error.problem, std::string());
  }
}

HEADSCOPE_TEST(TestTaskErrors)

}  // namespace headscope::test_task_errors

#include "test_task_errors.moc"
