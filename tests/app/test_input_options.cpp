#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "app/command_line_run.h"
#include "images/image_file.h"
#include "input_options.h"
#include "test_class.h"

namespace headscope::test_input_options {

using Words = std::vector<std::string>;

class TestInputOptions : public QObject {
  Q_OBJECT
 private slots:
  void aTextIsReadAsItIs();
  void idsAreNumbers();
  void aMaskBelongsToIds();
  void vectorsAreAFile();
  void anImageIsAFile();
  void aFileThatIsNoImage();
  void wrongNumbers_data();
  void wrongNumbers();
  void exactlyOneIsNeeded();

 private:
  struct Parsed {
    Outcome outcome;
    InputOptions options;
  };

  static Parsed parse(const Words& words) {
    CommandLine line({.name = "headscope"});
    Parsed parsed;
    addInputOptions(line.options(), parsed.options);
    parsed.outcome = runLine(line, words, [] { return 0; });
    return parsed;
  }
};

void TestInputOptions::aTextIsReadAsItIs() {
  const auto input = readInput(parse({"--text", "  a b "}).options);
  QVERIFY(input);
  QCOMPARE(std::get<std::string>(*input), std::string("  a b "));
}

void TestInputOptions::idsAreNumbers() {
  const auto input = readInput(parse({"--ids", "101,0,2147483647"}).options);
  QVERIFY(input);
  QCOMPARE(std::get<IdSequence>(*input).ids, (std::vector<std::int32_t>{101, 0, 2147483647}));
  QVERIFY(std::get<IdSequence>(*input).attentionMask.empty());
}

void TestInputOptions::aMaskBelongsToIds() {
  const auto input = readInput(parse({"--ids", "5,6,7", "--attention-mask", "1,1,0"}).options);
  QVERIFY(input);
  QCOMPARE(std::get<IdSequence>(*input).attentionMask, (std::vector<std::uint8_t>{1, 1, 0}));
  const Outcome outcome = parse({"--text", "a", "--attention-mask", "1"}).outcome;
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(outcome.err.find("--ids") != std::string::npos, outcome.err.c_str());
}

void TestInputOptions::vectorsAreAFile() {
  const QTemporaryDir folder;
  const std::string file = folder.filePath(QStringLiteral("v.csv")).toStdString();
  std::ofstream(file) << "a,1,2\nb,3,4\n";
  const auto input = readInput(parse({"--vectors", file}).options);
  QVERIFY(input);
  QCOMPARE(std::get<VectorSequence>(*input).labels, (std::vector<std::string>{"a", "b"}));
  QCOMPARE(std::get<VectorSequence>(*input).values(1, 0), 3.0F);
}

void TestInputOptions::anImageIsAFile() {
  const std::string file = HEADSCOPE_TEST_DATA "/images/picture.png";
  const auto input = readInput(parse({"--image", file}).options);
  QVERIFY2(input, input ? "" : describe(input.error()).c_str());
  QVERIFY((std::get<RgbImage>(*input).size == ImageSize{29, 37}));
  QCOMPARE(std::get<RgbImage>(*input).file, file);
}

void TestInputOptions::aFileThatIsNoImage() {
  const auto input =
      readInput(parse({"--image", HEADSCOPE_TEST_DATA "/models/vit/config.json"}).options);
  QVERIFY(!input && input.error().code == ImageFileError::notAnImage);
}

void TestInputOptions::wrongNumbers_data() {
  QTest::addColumn<Words>("words");
  QTest::addColumn<std::string>("expected");
  QTest::newRow("word") << Words{"--ids", "1,cat"} << std::string("--ids: 'cat'");
  QTest::newRow("negative") << Words{"--ids=-1"} << std::string("--ids: '-1'");
  QTest::newRow("too large") << Words{"--ids", "2147483648"} << std::string("--ids: '2147483648'");
  QTest::newRow("blank") << Words{"--ids", "1, 2"} << std::string("--ids: ' 2'");
  QTest::newRow("comma at the end") << Words{"--ids", "1,"} << std::string("--ids: ''");
  QTest::newRow("mask of 2") << Words{"--ids", "1", "--attention-mask", "2"}
                             << std::string("--attention-mask: '2'");
}

void TestInputOptions::wrongNumbers() {
  QFETCH(Words, words);
  QFETCH(std::string, expected);
  const auto input = readInput(parse(words).options);
  QVERIFY(!input && input.error().code == InputError::badNumber);
  QVERIFY(input.error().kind == ErrorKind::badInput);
  QVERIFY2(describe(input.error()).starts_with(expected), describe(input.error()).c_str());
}

void TestInputOptions::exactlyOneIsNeeded() {
  for (const Words& words : {Words{}, Words{"--text", "a", "--ids", "1"}}) {
    const Outcome outcome = parse(words).outcome;
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.err.find("--text") != std::string::npos, outcome.err.c_str());
  }
}

HEADSCOPE_TEST(TestInputOptions)

}  // namespace headscope::test_input_options

#include "test_input_options.moc"
