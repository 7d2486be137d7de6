#include <string>
#include <utility>
#include <vector>

#include <QtTest>

#include "app/program_run.h"
#include "catalog/files.h"
#include "test_class.h"

namespace headscope::test_tokenize_command {

namespace {

Outcome tokenize(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(),
                   {"tokenize", "--tokenizer",
                    HEADSCOPE_TEST_DATA "/tokenizers/wordpiece_uncased/tokenizer.json"});
  return runHeadscope(std::move(arguments));
}

}  // namespace

class TestTokenizeCommand : public QObject {
  Q_OBJECT

 private slots:
  void printsTokens();
  void printsJson();
  void readsLines();
  void saysWhereALineIsBad_data();
  void saysWhereALineIsBad();
  void refusesWhatIsNotUtf8();
  void refusesAMissingTokenizer();
  void refusesMissingLines();
  void needsATextOrLines();
};

void TestTokenizeCommand::printsTokens() {
  const Outcome outcome = tokenize({"--text", "because, Déjà."});
  QCOMPARE(outcome.exitCode, 0);
  QCOMPARE(outcome.out, std::string("[CLS] because , de ##j ##a . [SEP]\n"));
}

void TestTokenizeCommand::printsJson() {
  const Outcome outcome = tokenize({"--text", "it <é", "--json"});
  QCOMPARE(outcome.exitCode, 0);
  QCOMPARE(outcome.out, std::string(R"({"ids":[2,306,31,45,3],)"
                                    R"("tokens":["[CLS]","it","<","e","[SEP]"],)"
                                    R"("offsets":[[0,0],[0,2],[3,4],[4,5],[0,0]],)"
                                    R"("word_ids":[null,0,1,2,null],)"
                                    R"("special_tokens_mask":[1,0,0,0,1]})"
                                    "\n"));
}

void TestTokenizeCommand::readsLines() {
  const QTemporaryDir folder;
  const auto file = folderOf(folder) / "texts.jsonl";
  writeText(file, "\"the\"\n\n{\"text\": \"because\", \"id\": 7}\r\n\"\"");
  const Outcome outcome = tokenize({"--lines", file.string()});
  QCOMPARE(outcome.exitCode, 0);
  QCOMPARE(outcome.out, std::string("[CLS] the [SEP]\n[CLS] because [SEP]\n[CLS] [SEP]\n"));
}

void TestTokenizeCommand::saysWhereALineIsBad_data() {
  QTest::addColumn<std::string>("content");
  QTest::addColumn<std::string>("expected");
  QTest::newRow("not JSON") << std::string("\"the\"\n[1,]\n") << std::string("line 2, column 4: ");
  QTest::newRow("a number") << std::string("7") << std::string("line 1: expected a string");
  QTest::newRow("no text") << std::string("\n{\"a\":1}") << std::string("line 2: expected a");
  QTest::newRow("key twice") << std::string("{\"text\":\"a\",\"text\":\"b\"}")
                             << std::string("line 1, key 'text': ");
}

void TestTokenizeCommand::saysWhereALineIsBad() {
  QFETCH(std::string, content);
  QFETCH(std::string, expected);
  const QTemporaryDir folder;
  const auto file = folderOf(folder) / "texts.jsonl";
  writeText(file, content);
  const Outcome outcome = tokenize({"--lines", file.string()});
  QCOMPARE(outcome.exitCode, 2);
  QCOMPARE(outcome.out, std::string());
  const std::string start = "headscope: " + file.string() + ": " + expected;
  QVERIFY2(outcome.err.starts_with(start), outcome.err.c_str());
}

void TestTokenizeCommand::refusesWhatIsNotUtf8() {
  const Outcome outcome = tokenize({"--text", "a\xff"});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("byte 1") != std::string::npos, outcome.err.c_str());
}

void TestTokenizeCommand::refusesAMissingTokenizer() {
  const Outcome outcome = runHeadscope({"tokenize", "--tokenizer", "nowhere.json", "--text", "a"});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("nowhere.json") != std::string::npos, outcome.err.c_str());
}

void TestTokenizeCommand::refusesMissingLines() {
  QCOMPARE(tokenize({"--lines", "nowhere.jsonl"}).exitCode, 2);
  QCOMPARE(tokenize({"--lines", ""}).exitCode, 2);
  QCOMPARE(tokenize({"--text", ""}).out, std::string("[CLS] [SEP]\n"));
}

void TestTokenizeCommand::needsATextOrLines() {
  for (const Outcome& outcome : {tokenize({}), tokenize({"--text", "a", "--lines", "b"})}) {
    QCOMPARE(outcome.exitCode, 2);
    QCOMPARE(outcome.out, std::string());
    QVERIFY2(outcome.err.find("--lines") != std::string::npos, outcome.err.c_str());
  }
}

HEADSCOPE_TEST(TestTokenizeCommand)

}  // namespace headscope::test_tokenize_command

#include "test_tokenize_command.moc"
