#include <QTest>

#include "app/command_line_run.h"
#include "test_class.h"

namespace headscope::test_command_line {

using Words = std::vector<std::string>;

class TestCommandLine : public QObject {
  Q_OBJECT
 private slots:
  void aValueStaysWhereItsOptionIsNotGiven();
  void optionsAreParsed();
  void anEmptyTextIsNotNone();
  void helpShowsWhatAnOptionAcceptsAndItsDefault();
  void whatIsNotAcceptedIsRefused_data();
  void whatIsNotAcceptedIsRefused();
  void theEndsOfARangeAreAccepted();
  void aRequiredOptionMustBeGiven();
  void oneOfAGroupIsAccepted();
  void noneOfAGroupIsRefused();
  void twoOfAGroupAreRefused();
  void anOptionThatNeedsAnotherIsRefusedAlone();
  void anArgumentIsKnownByItsPlace();
  void aFlagIsFalseUntilItIsGiven();
  void withoutACommandTheOtherFunctionRuns();
  void theChosenCommandRunsAlone();
  void aCommandHasItsOwnOptions();
  void anExitCodeIsHandedThrough();
  void commandsBelowACommandRun();
  void oneOfTheCommandsBelowMustBeChosen();
  void aRefusedLineRunsNothing();
  void helpIsDone();
  void versionIsDone();
};

namespace {

constexpr int kNoCommand = 7;

int noCommand() {
  return kNoCommand;
}

bool has(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

struct Values {
  std::string color = "red";
  int count = 3;
  double scale = 1.5;
  std::optional<std::string> lines;
  bool json = false;
};

// A line with an option of each type.
class Line {
 public:
  Line() {
    const Options options = line_.options();
    options.option("--color", values_.color, "what to paint with").oneOf({"red", "blue"});
    options.option("--count", values_.count, "how many").range(1, 8);
    options.option("--scale", values_.scale, "how large").range(0.25, 2.0);
    options.option("--lines", values_.lines, "a file");
    options.flag("--json", values_.json, "print JSON");
  }

  Outcome run(const Words& words) { return runLine(line_, words, noCommand); }
  const Values& values() const { return values_; }

 private:
  Values values_;
  CommandLine line_{{.name = "headscope"}};
};

}  // namespace

void TestCommandLine::aValueStaysWhereItsOptionIsNotGiven() {
  Line line;
  QCOMPARE(line.run({}).exitCode, kNoCommand);
  QCOMPARE(line.values().color, std::string("red"));
  QCOMPARE(line.values().count, 3);
  QCOMPARE(line.values().scale, 1.5);
  QVERIFY(!line.values().lines);
}

void TestCommandLine::optionsAreParsed() {
  Line line;
  const Outcome outcome =
      line.run({"--color", "blue", "--count=5", "--scale", "0.5", "--lines", "a b"});
  QVERIFY2(outcome.exitCode == kNoCommand, outcome.err.c_str());
  QCOMPARE(line.values().color, std::string("blue"));
  QCOMPARE(line.values().count, 5);
  QCOMPARE(line.values().scale, 0.5);
  QVERIFY(line.values().lines == "a b");
}

void TestCommandLine::anEmptyTextIsNotNone() {
  Line line;
  QCOMPARE(line.run({"--lines", ""}).exitCode, kNoCommand);
  QVERIFY(line.values().lines == "");
}

void TestCommandLine::helpShowsWhatAnOptionAcceptsAndItsDefault() {
  const std::string help = Line().run({"--help"}).out;
  for (const char* part : {"{red,blue}=red", "what to paint with", "[1 - 8]=3", "[0.25 - 2]=1.5"}) {
    QVERIFY2(has(help, part), help.c_str());
  }
}

void TestCommandLine::whatIsNotAcceptedIsRefused_data() {
  QTest::addColumn<Words>("words");
  QTest::addColumn<std::string>("expected");
  const auto row = [](const char* name, const Words& words, const char* expected) {
    QTest::newRow(name) << words << std::string(expected);
  };
  row("below the range", {"--count", "0"}, "--count: Value 0 not in range 1 to 8");
  row("above the range", {"--count", "9"}, "--count: Value 9 not in range 1 to 8");
  row("not a whole number", {"--count", "1.5"}, "--count");
  row("not a number", {"--scale", "x"}, "--scale");
  row("below the real range", {"--scale", "0.2"}, "--scale: Value 0.2 not in range");
  row("above the real range", {"--scale", "2.1"}, "--scale: Value 2.1 not in range");
  row("not a choice", {"--color", "green"}, "--color: green not in {red,blue}");
  row("a choice in other case", {"--color", "Blue"}, "--color: Blue not in {red,blue}");
  row("no value", {"--count"}, "--count");
  row("unknown option", {"--nonsense"}, "--nonsense");
  row("unknown word", {"nonsense"}, "nonsense");
}

void TestCommandLine::whatIsNotAcceptedIsRefused() {
  QFETCH(Words, words);
  QFETCH(std::string, expected);
  const Outcome outcome = Line().run(words);
  QCOMPARE(outcome.exitCode, 2);
  QCOMPARE(outcome.out, std::string());
  QVERIFY2(has(outcome.err, expected.c_str()), outcome.err.c_str());
}

void TestCommandLine::theEndsOfARangeAreAccepted() {
  Line line;
  QCOMPARE(line.run({"--count", "1", "--scale", "0.25"}).exitCode, kNoCommand);
  QCOMPARE(line.values().count, 1);
  QCOMPARE(line.run({"--count", "8", "--scale", "2"}).exitCode, kNoCommand);
  QCOMPARE(line.values().scale, 2.0);
}

void TestCommandLine::aRequiredOptionMustBeGiven() {
  CommandLine line({.name = "headscope"});
  std::string out;
  line.options().option("--out", out, "the file").required();
  const Outcome without = runLine(line, {}, noCommand);
  QCOMPARE(without.exitCode, 2);
  QVERIFY2(has(without.err, "--out is required"), without.err.c_str());
  QCOMPARE(runLine(line, {"--out", "a"}, noCommand).exitCode, kNoCommand);
  QCOMPARE(out, std::string("a"));
}

namespace {

struct Group {
  Group() {
    const Options group = line.options().exactlyOne("input", "what is read");
    group.option("--text", text, "a text");
    const Option idsOption = group.option("--ids", ids, "ids");
    line.options().option("--mask", mask, "for ids").needs(idsOption);
  }
  Outcome run(const Words& words) { return runLine(line, words, noCommand); }

  CommandLine line{{.name = "headscope"}};
  std::string text;
  std::string ids;
  std::string mask;
};

}  // namespace

void TestCommandLine::oneOfAGroupIsAccepted() {
  Group group;
  QCOMPARE(group.run({"--text", "a"}).exitCode, kNoCommand);
  QCOMPARE(group.text, std::string("a"));
  QCOMPARE(group.run({"--ids", "1"}).exitCode, kNoCommand);
  QCOMPARE(group.ids, std::string("1"));
}

void TestCommandLine::noneOfAGroupIsRefused() {
  const Outcome outcome = Group().run({});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(has(outcome.err, "--text") && has(outcome.err, "--ids"), outcome.err.c_str());
}

void TestCommandLine::twoOfAGroupAreRefused() {
  const Outcome outcome = Group().run({"--text", "a", "--ids", "1"});
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(has(outcome.err, "--text") && has(outcome.err, "--ids"), outcome.err.c_str());
}

void TestCommandLine::anOptionThatNeedsAnotherIsRefusedAlone() {
  const Outcome alone = Group().run({"--text", "a", "--mask", "0"});
  QCOMPARE(alone.exitCode, 2);
  QVERIFY2(has(alone.err, "--mask requires --ids"), alone.err.c_str());
  Group group;
  QCOMPARE(group.run({"--ids", "1", "--mask", "0"}).exitCode, kNoCommand);
  QCOMPARE(group.mask, std::string("0"));
}

void TestCommandLine::anArgumentIsKnownByItsPlace() {
  CommandLine line({.name = "headscope"});
  std::string name;
  line.options().option("NAME", name, "a model's").required();
  const Outcome without = runLine(line, {}, noCommand);
  QCOMPARE(without.exitCode, 2);
  QVERIFY2(has(without.err, "NAME is required"), without.err.c_str());
  QCOMPARE(runLine(line, {"mine", "other"}, noCommand).exitCode, 2);
  QCOMPARE(runLine(line, {"mine"}, noCommand).exitCode, kNoCommand);
  QCOMPARE(name, std::string("mine"));
}

void TestCommandLine::aFlagIsFalseUntilItIsGiven() {
  Line line;
  QCOMPARE(line.run({}).exitCode, kNoCommand);
  QVERIFY(!line.values().json);
  QCOMPARE(line.run({"--json"}).exitCode, kNoCommand);
  QVERIFY(line.values().json);
}

namespace {

// `headscope draw [--count N]`, `headscope models list` and `headscope models get NAME`, which
// note that they ran.
struct Program {
  Program() {
    line.commands()
        .command("draw", "Draw", [this] { return note("draw", 1); })
        .option("--count", count, "how many");
    const Commands models = line.commands().commands("models", "Keep models");
    models.command("list", "List", [this] { return note("list", 0); });
    models.command("get", "Get", [this] { return note("get", 130); })
        .option("NAME", name, "which")
        .required();
  }
  Outcome run(const Words& words) {
    return runLine(line, words, [this] { return note("none", kNoCommand); });
  }
  int note(const char* what, int exitCode) {
    ran.emplace_back(what);
    return exitCode;
  }

  CommandLine line{{.name = "headscope", .purpose = "Looks at heads.", .version = "1.2.3"}};
  int count = 3;
  std::string name;
  Words ran;
};

}  // namespace

void TestCommandLine::withoutACommandTheOtherFunctionRuns() {
  Program program;
  QCOMPARE(program.run({}).exitCode, kNoCommand);
  QCOMPARE(program.ran, Words{"none"});
}

void TestCommandLine::theChosenCommandRunsAlone() {
  Program program;
  const Outcome outcome = program.run({"draw"});
  QCOMPARE(program.ran, Words{"draw"});
  QCOMPARE(outcome.out + outcome.err, std::string());
}

void TestCommandLine::aCommandHasItsOwnOptions() {
  Program program;
  program.run({"draw", "--count", "5"});
  QCOMPARE(program.count, 5);
  QCOMPARE(program.run({"--count", "5"}).exitCode, 2);
  QCOMPARE(program.run({"models", "list", "--count", "5"}).exitCode, 2);
}

void TestCommandLine::anExitCodeIsHandedThrough() {
  QCOMPARE(Program().run({"draw"}).exitCode, 1);
  QCOMPARE(Program().run({"models", "get", "mine"}).exitCode, 130);
  QCOMPARE(Program().run({"models", "list"}).exitCode, 0);
}

void TestCommandLine::commandsBelowACommandRun() {
  Program program;
  program.run({"models", "get", "mine"});
  QCOMPARE(program.ran, Words{"get"});
  QCOMPARE(program.name, std::string("mine"));
}

void TestCommandLine::oneOfTheCommandsBelowMustBeChosen() {
  Program program;
  const Outcome none = program.run({"models"});
  QCOMPARE(none.exitCode, 2);
  QVERIFY2(has(none.err, "subcommand is required"), none.err.c_str());
  QCOMPARE(program.run({"models", "draw"}).exitCode, 2);
  QCOMPARE(program.run({"list"}).exitCode, 2);
  QCOMPARE(program.ran, Words{});
}

void TestCommandLine::aRefusedLineRunsNothing() {
  for (const Words& words : {Words{"draw", "--nonsense"}, Words{"--nonsense", "draw"},
                             Words{"draw", "draw"}, Words{"models", "get"}}) {
    Program program;
    const Outcome outcome = program.run(words);
    QCOMPARE(outcome.exitCode, 2);
    QCOMPARE(outcome.out, std::string());
    QVERIFY(!outcome.err.empty());
    QCOMPARE(program.ran, Words{});
  }
}

void TestCommandLine::helpIsDone() {
  Program program;
  const Outcome help = program.run({"--help"});
  QCOMPARE(help.exitCode, 0);
  QCOMPARE(help.err, std::string());
  for (const char* part : {"Looks at heads.", "headscope", "draw", "Keep models", "--version"}) {
    QVERIFY2(has(help.out, part), help.out.c_str());
  }
  const Outcome ofCommand = program.run({"draw", "--help"});
  QCOMPARE(ofCommand.exitCode, 0);
  QVERIFY2(has(ofCommand.out, "--count INT=3"), ofCommand.out.c_str());
  QCOMPARE(program.ran, Words{});
}

void TestCommandLine::versionIsDone() {
  Program program;
  const Outcome version = program.run({"--version"});
  QCOMPARE(version.exitCode, 0);
  QCOMPARE(version.out, std::string("headscope 1.2.3\n"));
  QCOMPARE(version.err, std::string());
  QCOMPARE(program.ran, Words{});
}

HEADSCOPE_TEST(TestCommandLine)

}  // namespace headscope::test_command_line

#include "test_command_line.moc"
