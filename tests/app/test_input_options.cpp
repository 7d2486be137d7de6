#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "input_options.h"

using namespace headscope;

class TestInputOptions : public QObject {
  Q_OBJECT
 private slots:
  void aTextIsReadAsItIs();
  void idsAreNumbers();
  void aMaskBelongsToIds();
  void vectorsAreAFile();
  void wrongNumbers_data();
  void wrongNumbers();
  void exactlyOneIsNeeded();

 private:
  static InputOptions parse(const std::string& line) {
    CLI::App app;
    InputOptions options;
    addInputOptions(app, options);
    app.parse(line);
    return options;
  }
};

void TestInputOptions::aTextIsReadAsItIs() {
  const auto input = readInput(parse("--text '  a b '"));
  QVERIFY(input);
  QCOMPARE(std::get<std::string>(*input), std::string("  a b "));
}

void TestInputOptions::idsAreNumbers() {
  const auto input = readInput(parse("--ids 101,0,2147483647"));
  QVERIFY(input);
  QCOMPARE(std::get<IdSequence>(*input).ids, (std::vector<std::int32_t>{101, 0, 2147483647}));
  QVERIFY(std::get<IdSequence>(*input).attentionMask.empty());
}

void TestInputOptions::aMaskBelongsToIds() {
  const auto input = readInput(parse("--ids 5,6,7 --attention-mask 1,1,0"));
  QVERIFY(input);
  QCOMPARE(std::get<IdSequence>(*input).attentionMask, (std::vector<std::uint8_t>{1, 1, 0}));
  QVERIFY_EXCEPTION_THROWN(parse("--text a --attention-mask 1"), CLI::RequiresError);
}

void TestInputOptions::vectorsAreAFile() {
  const QTemporaryDir folder;
  const std::string file = folder.filePath(QStringLiteral("v.csv")).toStdString();
  std::ofstream(file) << "a,1,2\nb,3,4\n";
  const auto input = readInput(parse("--vectors " + file));
  QVERIFY(input);
  QCOMPARE(std::get<VectorSequence>(*input).labels, (std::vector<std::string>{"a", "b"}));
  QCOMPARE(std::get<VectorSequence>(*input).values(1, 0), 3.0F);
}

void TestInputOptions::wrongNumbers_data() {
  QTest::addColumn<std::string>("line");
  QTest::addColumn<std::string>("expected");
  QTest::newRow("word") << std::string("--ids 1,cat") << std::string("--ids: 'cat'");
  QTest::newRow("negative") << std::string("--ids=-1") << std::string("--ids: '-1'");
  QTest::newRow("too large") << std::string("--ids 2147483648")
                             << std::string("--ids: '2147483648'");
  QTest::newRow("blank") << std::string("--ids '1, 2'") << std::string("--ids: ' 2'");
  QTest::newRow("comma at the end") << std::string("--ids 1,") << std::string("--ids: ''");
  QTest::newRow("mask of 2") << std::string("--ids 1 --attention-mask 2")
                             << std::string("--attention-mask: '2'");
}

void TestInputOptions::wrongNumbers() {
  QFETCH(std::string, line);
  QFETCH(std::string, expected);
  const auto input = readInput(parse(line));
  QVERIFY(!input && input.error().code == InputError::badNumber);
  QVERIFY(input.error().kind == ErrorKind::badInput);
  QVERIFY2(describe(input.error()).starts_with(expected), describe(input.error()).c_str());
}

void TestInputOptions::exactlyOneIsNeeded() {
  QVERIFY_EXCEPTION_THROWN(parse(""), CLI::RequiredError);
  QVERIFY_EXCEPTION_THROWN(parse("--text a --ids 1"), CLI::RequiredError);
}

QTEST_APPLESS_MAIN(TestInputOptions)
#include "test_input_options.moc"
