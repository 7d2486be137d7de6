#include <QTest>

#include "families/config_reader.h"
#include "families/sample_file.h"
#include "test_class.h"

namespace headscope::test_config_reader {

class TestConfigReader : public QObject {
  Q_OBJECT
 private slots:
  void readsWhatIsThere();
  void takesTheEndsOfARange();
  void missingAndNullAreTheFallback();
  void aWholeNumberIsARealOneToo();
  void listsOfTexts();
  void sectionsSayWhereTheyAre();
  void minusZeroIsZero();
  void missingNumber_data();
  void missingNumber();
  void wrongTypes_data();
  void wrongTypes();
  void outOfRange_data();
  void outOfRange();
  void notAnObject_data();
  void notAnObject();
  void theFirstErrorStays();
  void anErrorOfTheFamilysOwn();
};

namespace {

// A value read as each of the reader's kinds, under the key "k".
enum class Kind { number, numberOr, real, text, flag };

Result<void> read(Kind kind, const nlohmann::json& json) {
  ConfigReader config(json, "m/config.json");
  switch (kind) {
    case Kind::number:
      config.number("k", 1, 100);
      break;
    case Kind::numberOr:
      config.numberOr("k", 5, 0, 100);
      break;
    case Kind::real:
      config.realOr("k", 0.5F);
      break;
    case Kind::text:
      config.textOr("k", "t");
      break;
    case Kind::flag:
      config.flagOr("k", false);
      break;
  }
  return config.result();
}

Result<void> read(Kind kind, const QString& value) {
  return read(kind, nlohmann::json::parse("{\"k\": " + value.toStdString() + "}"));
}

}  // namespace

void TestConfigReader::readsWhatIsThere() {
  const auto json = nlohmann::json::parse(
      R"({"number": 12, "other": 7, "real": 1e-5, "text": "gelu", "yes": true, "no": false})");
  ConfigReader config(json, "m/config.json");
  QCOMPARE(config.number("number", 1, 100), 12);
  QCOMPARE(config.numberOr("other", 3, 1, 100), 7);
  QCOMPARE(config.realOr("real", 1), 1e-5F);
  QCOMPARE(config.textOr("text", "relu"), std::string("gelu"));
  QCOMPARE(config.flagOr("yes", false), true);
  QCOMPARE(config.flagOr("no", true), false);
  QVERIFY(config.result());
  QCOMPARE(config.file(), std::string("m/config.json"));
}

void TestConfigReader::takesTheEndsOfARange() {
  const auto json = nlohmann::json::parse(R"({"least": 2, "most": 2147483647})");
  ConfigReader config(json, "m/config.json");
  QCOMPARE(config.number("least", 2, 9), 2);
  QCOMPARE(config.number("most", 2, 2147483647), 2147483647);
  QVERIFY(config.result());
}

void TestConfigReader::missingAndNullAreTheFallback() {
  const auto json = nlohmann::json::parse(R"({"null": null})");
  ConfigReader config(json, "m/config.json");
  for (const char* key : {"null", "missing"}) {
    QCOMPARE(config.numberOr(key, 3, 10, 100), 3);  // which need not lie in the range
    QCOMPARE(config.realOr(key, 0.25F), 0.25F);
    QCOMPARE(config.textOr(key, "relu"), std::string("relu"));
    QCOMPARE(config.flagOr(key, true), true);
  }
  QVERIFY(config.result());
}

void TestConfigReader::aWholeNumberIsARealOneToo() {
  const auto json = nlohmann::json::parse(R"({"zero": 0, "two": 2})");
  ConfigReader config(json, "m/config.json");
  QCOMPARE(config.realOr("zero", 1), 0.0F);
  QCOMPARE(config.realOr("two", 1), 2.0F);
  QVERIFY(config.result());
}

void TestConfigReader::listsOfTexts() {
  const auto json = nlohmann::json::parse(R"({"types": ["a", "b"], "none": null, "bad": "a"})");
  ConfigReader config(json, "m/config.json");
  QCOMPARE(config.texts("types"), (std::vector<std::string>{"a", "b"}));
  QVERIFY(config.texts("none").empty());
  QVERIFY(config.texts("missing").empty());
  QVERIFY(config.result());
  QVERIFY(config.texts("bad").empty());
  QVERIFY(config.result().error().code == FamilyError::wrongKeyType);
}

void TestConfigReader::sectionsSayWhereTheyAre() {
  const auto json = nlohmann::json::parse(R"({"old": {"inner": {"n": "x"}, "real": 2.5}})");
  ConfigReader config(json, "m/config.json");
  ConfigReader old = config.section("new", "old");
  QCOMPARE(old.realAtLeast("real", 1), 2.5F);
  QVERIFY(!config.section("missing").has("real"));
  ConfigReader inner = old.section("inner");
  inner.number("n", 1, 2);
  QVERIFY(config.result().error().code == FamilyError::wrongKeyType);
  QCOMPARE(config.result().error().place, std::string("old.inner.n"));
}

void TestConfigReader::minusZeroIsZero() {
  const auto json = nlohmann::json::parse(R"({"k": -0})");
  ConfigReader config(json, "m/config.json");
  QCOMPARE(config.numberOr("k", 3, 0, 100), 0);
  QVERIFY(config.result());
}

void TestConfigReader::missingNumber_data() {
  QTest::addColumn<QString>("json");
  QTest::newRow("no key") << "{}";
  QTest::newRow("null") << R"({"k": null})";
  QTest::newRow("another case") << R"({"K": 1})";
}

void TestConfigReader::missingNumber() {
  QFETCH(QString, json);
  const auto result = read(Kind::number, nlohmann::json::parse(json.toStdString()));
  QVERIFY(!result);
  QVERIFY(result.error().code == FamilyError::missingKey);
  QCOMPARE(shown(result.error()), QStringLiteral("m/config.json: k: the key is missing."));
}

void TestConfigReader::wrongTypes_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("value");
  QTest::addColumn<QString>("problem");
  const auto row = [](const char* name, Kind kind, const char* value, const char* problem) {
    QTest::newRow(name) << static_cast<int>(kind) << value << problem;
  };
  row("text for a number", Kind::number, "\"12\"", "expected a whole number, found \"12\"");
  row("fraction for a number", Kind::number, "3.5", "expected a whole number, found 3.5");
  row("number beyond 64 bits", Kind::number, "100000000000000000000",
      "expected a whole number, found 1e+20");
  row("flag for a number", Kind::number, "true", "expected a whole number, found true");
  row("list for a number", Kind::numberOr, "[1]", "expected a whole number, found [1]");
  row("object for a number", Kind::numberOr, "{\"a\": 1}",
      "expected a whole number, found {\"a\":1}");
  row("text for a real number", Kind::real, "\"1e-5\"", "expected a number, found \"1e-5\"");
  row("number for a text", Kind::text, "1", "expected a text, found 1");
  row("number for a flag", Kind::flag, "1", "expected true or false, found 1");
  row("text for a flag", Kind::flag, "\"true\"", "expected true or false, found \"true\"");
}

void TestConfigReader::wrongTypes() {
  QFETCH(int, kind);
  QFETCH(QString, value);
  QFETCH(QString, problem);
  const auto result = read(static_cast<Kind>(kind), value);
  QVERIFY(!result);
  QVERIFY(result.error().code == FamilyError::wrongKeyType);
  QVERIFY(result.error().kind == ErrorKind::badInput);
  QCOMPARE(shown(result.error()), QStringLiteral("m/config.json: k: %1.").arg(problem));
}

void TestConfigReader::outOfRange_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("value");
  QTest::addColumn<QString>("problem");
  const auto row = [](const char* name, Kind kind, const char* value, const char* problem) {
    QTest::newRow(name) << static_cast<int>(kind) << value << problem;
  };
  row("too small", Kind::number, "0", "expected 1 to 100, found 0");
  row("too large", Kind::number, "101", "expected 1 to 100, found 101");
  row("negative", Kind::numberOr, "-1", "expected 0 to 100, found -1");
  row("as negative as can be", Kind::number, "-9223372036854775808",
      "expected 1 to 100, found -9223372036854775808");
  row("what 32 bits would make 5 of", Kind::number, "4294967301",
      "expected 1 to 100, found 4294967301");
  row("as large as can be", Kind::number, "18446744073709551615",
      "expected 1 to 100, found 18446744073709551615");
  row("negative real number", Kind::real, "-1e-12",
      "expected a float32 of 0 or more, found -1e-12");
  row("beyond float32", Kind::real, "1e39", "expected a float32 of 0 or more, found 1e+39");
}

void TestConfigReader::outOfRange() {
  QFETCH(int, kind);
  QFETCH(QString, value);
  QFETCH(QString, problem);
  const auto result = read(static_cast<Kind>(kind), value);
  QVERIFY(!result);
  QVERIFY(result.error().code == FamilyError::keyOutOfRange);
  QCOMPARE(shown(result.error()), QStringLiteral("m/config.json: k: %1.").arg(problem));
}

void TestConfigReader::notAnObject_data() {
  QTest::addColumn<QString>("json");
  QTest::addColumn<QString>("type");
  QTest::newRow("list") << "[1, 2]"
                        << "array";
  QTest::newRow("number") << "1"
                          << "number";
  QTest::newRow("null") << "null"
                        << "null";
}

void TestConfigReader::notAnObject() {
  QFETCH(QString, json);
  QFETCH(QString, type);
  const auto parsed = nlohmann::json::parse(json.toStdString());
  for (const Kind kind : {Kind::number, Kind::numberOr, Kind::real, Kind::text, Kind::flag}) {
    const auto result = read(kind, parsed);
    QVERIFY(!result);
    QVERIFY(result.error().code == FamilyError::notAnObject);
    QCOMPARE(shown(result.error()),
             QStringLiteral("m/config.json: expected an object, found %1.").arg(type));
  }
}

// What comes after it may be wrong because of it.
void TestConfigReader::theFirstErrorStays() {
  const auto json = nlohmann::json::parse(R"({"a": "x", "b": 8})");
  ConfigReader config(json, "m/config.json");
  QCOMPARE(config.number("a", 3, 100), 3);  // a value that cannot do harm
  config.number("missing", 1, 100);
  config.fail(FamilyError::unsupportedOption, "b", "is not supported");
  QCOMPARE(config.number("b", 1, 100), 8);
  QVERIFY(!config.result());
  QVERIFY(config.result().error().code == FamilyError::wrongKeyType);
  QCOMPARE(config.result().error().place, std::string("a"));
}

void TestConfigReader::anErrorOfTheFamilysOwn() {
  const auto json = nlohmann::json::object();
  ConfigReader config(json, "m/config.json");
  config.fail(FamilyError::unsupportedOption, "k", "is not supported", "Use another");
  QVERIFY(config.result().error().code == FamilyError::unsupportedOption);
  QCOMPARE(shown(config.result().error()),
           QStringLiteral("m/config.json: k: is not supported. Use another."));
}

HEADSCOPE_TEST(TestConfigReader)

}  // namespace headscope::test_config_reader

#include "test_config_reader.moc"
