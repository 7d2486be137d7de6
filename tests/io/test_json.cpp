#include <string>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "io/json.h"
#include "io/utf8.h"
#include "test_class.h"

namespace headscope::test_json {

using namespace std::string_literals;

namespace {

Result<nlohmann::json> parse(std::string_view text,
                             DuplicateKeys duplicates = DuplicateKeys::reject) {
  return parseJson(text, "some.json", duplicates);
}

// `depth` arrays in each other.
std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') +
         std::string(static_cast<std::size_t>(depth), ']');
}

}  // namespace

class TestJson : public QObject {
  Q_OBJECT
 private slots:
  void readsEveryKindOfValue();
  void keepsUnsignedIntegersExact();
  void readsEscapesAndSurrogatePairs();
  void acceptsWhitespaceAround();
  void refusesWhatIsNotJson_data();
  void refusesWhatIsNotJson();
  void saysWhereTheSyntaxIsWrong();
  void messageIsShortAndUtf8();
  void refusesInvalidUtf8AndSaysWhere();
  void refusesLoneSurrogates_data();
  void refusesLoneSurrogates();
  void doesNotTakeBackslashesForSurrogates();
  void surrogateFarFromTheErrorIsNotBlamed();
  void acceptsTheDeepestLevel();
  void refusesOneLevelMore();
  void findsTheLevelTooManyPastBrackets();
  void refusesTooManyValues();
  void refusesDuplicateKeysAtAnyLevel_data();
  void refusesDuplicateKeysAtAnyLevel();
  void sameKeyInDifferentObjectsIsNoDuplicate();
  void keepsTheLastOfDuplicateKeys();
  void listsTheObjectAtAPath();
  void listsWhateverItsMembersAre();
  void listsTheLastObjectAtAPath();
  void listsNothingWhereThereIsNoObject_data();
  void listsNothingWhereThereIsNoObject();
  void readsAFile();
  void missingFileCannotBeRead();
  void largerFileIsRefused();
};

void TestJson::readsEveryKindOfValue() {
  const std::string text = R"({"a":[1,-2,2.5,true,false,null,"x",[],{}],"b":{"c":{"d":"e"}}})";
  const auto json = parse(text);
  QVERIFY(json.has_value());
  QCOMPARE(json->dump(), text);
  QVERIFY(parse("7")->is_number_unsigned());
  QVERIFY(parse("-7")->is_number_integer());
  QVERIFY(parse("\"\"")->is_string());
  QVERIFY(parse("null")->is_null());
}

void TestJson::keepsUnsignedIntegersExact() {
  const auto largest = parse("18446744073709551615");
  QVERIFY(largest->is_number_unsigned());
  QCOMPARE(largest->get<std::uint64_t>(), 18446744073709551615U);
  QVERIFY(parse("18446744073709551616")->is_number_float());
}

void TestJson::readsEscapesAndSurrogatePairs() {
  const auto escapes = parse(R"("\u00e9\n\"\\\/\ud83d\ude00")");
  QCOMPARE(escapes->get<std::string>(), "\xC3\xA9\n\"\\/\xF0\x9F\x98\x80"s);
  QCOMPARE(parse("\"\xF0\x9F\x98\x80\"")->get<std::string>(), "\xF0\x9F\x98\x80"s);
  QCOMPARE(parse("\"\\u0000\"")->get<std::string>(), "\0"s);
}

void TestJson::acceptsWhitespaceAround() {
  QVERIFY(parse("\r\t {} \n").has_value());
}

void TestJson::refusesWhatIsNotJson_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("nothing") << QByteArray("");
  QTest::newRow("blank") << QByteArray(" \n");
  QTest::newRow("open") << QByteArray("{");
  QTest::newRow("cut") << QByteArray(R"({"a":1)");
  QTest::newRow("cut string") << QByteArray(R"({"a)");
  QTest::newRow("two documents") << QByteArray("{}{}");
  QTest::newRow("text after") << QByteArray("[1] x");
  QTest::newRow("comma at the end") << QByteArray("[1,]");
  QTest::newRow("comment") << QByteArray("[1] // one");
  QTest::newRow("single quotes") << QByteArray("{'a':1}");
  QTest::newRow("key without quotes") << QByteArray("{a:1}");
  QTest::newRow("leading zero") << QByteArray("[01]");
  QTest::newRow("plus") << QByteArray("[+1]");
  QTest::newRow("no digit after the point") << QByteArray("[1.]");
  QTest::newRow("NaN") << QByteArray("[NaN]");
  QTest::newRow("Infinity") << QByteArray("[Infinity]");
  QTest::newRow("beyond float64") << QByteArray("[1e999]");
  QTest::newRow("line feed in a string") << QByteArray("[\"a\nb\"]");
  QTest::newRow("unknown escape") << QByteArray(R"(["\q"])");
  QTest::newRow("short escape") << QByteArray(R"(["\u12"])");
  QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF{}");
  QTest::newRow("NUL at the end") << QByteArray("{}\0", 3);
  QTest::newRow("something after a NUL") << QByteArray("{}\0garbage", 10);
  QTest::newRow("mismatch") << QByteArray("[}");
}

void TestJson::refusesWhatIsNotJson() {
  QFETCH(QByteArray, text);
  const auto json = parse(text.toStdString());
  QVERIFY(!json.has_value());
  QCOMPARE(json.error().code, std::error_code(JsonError::syntax));
  QCOMPARE(json.error().kind, ErrorKind::badInput);
  QCOMPARE(json.error().file, "some.json"s);
  QVERIFY(json.error().place.starts_with("line "));
  QVERIFY(!json.error().remedy.empty());
}

void TestJson::saysWhereTheSyntaxIsWrong() {
  QCOMPARE(parse("{\n  \"a\": 1,\n  \"b\": x\n}").error().place, "line 3, column 8"s);
  QCOMPARE(parse("[\"\xC3\xA9\xC3\xA9\", x]").error().place, "line 1, column 8"s);
  QCOMPARE(parse("[1,\n2").error().place, "line 2, column 2"s);
  QCOMPARE(parse("[1 2]").error().problem,
           "this is not JSON: syntax error while parsing array - unexpected number literal; "
           "expected ']'"s);
}

void TestJson::messageIsShortAndUtf8() {
  const auto open = parse("[\"" + std::string(100'000, 'x'));
  QCOMPARE(open.error().problem,
           "this is not JSON: syntax error while parsing value - invalid string: missing closing "
           "quote"s);
  const auto number = parse(std::string(1000, '9') + "e999");
  QVERIFY(number.error().problem.size() < 250);
  // The parser reads an unquoted word byte by byte.
  const auto word = parse("[\xC3\xA9]");
  QVERIFY(!firstInvalidUtf8(word.error().problem));
  QVERIFY(word.error().problem.starts_with("this is not JSON: "));
}

void TestJson::refusesInvalidUtf8AndSaysWhere() {
  const auto json = parse("{\n\"a\xFF\": 1}");
  QCOMPARE(json.error().code, std::error_code(JsonError::invalidUtf8));
  QCOMPARE(json.error().place, "line 2, column 3"s);
  QCOMPARE(json.error().problem, "'\\xFF' is not UTF-8"s);
  // Also where the syntax is wrong before it, and outside of strings.
  QCOMPARE(parse("x\xC0\x80").error().code, std::error_code(JsonError::invalidUtf8));
  // A surrogate written as UTF-8 bytes is no UTF-8.
  QCOMPARE(parse("\"\xED\xA0\x80\"").error().code, std::error_code(JsonError::invalidUtf8));
}

void TestJson::refusesLoneSurrogates_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("high at the end") << QByteArray(R"(["ab\ud83d"])");
  QTest::newRow("high before text") << QByteArray(R"(["ab\uD83Dx"])");
  QTest::newRow("high before another escape") << QByteArray(R"(["ab\ud83d\n"])");
  QTest::newRow("high before a plain code point") << QByteArray(R"(["ab\ud83d\u0041"])");
  QTest::newRow("two high") << QByteArray(R"(["ab\ud83d\ud83d"])");
  QTest::newRow("low") << QByteArray(R"(["ab\ude00"])");
  QTest::newRow("low first") << QByteArray(R"(["ab\ude00\ud83d"])");
  QTest::newRow("first high") << QByteArray(R"(["ab\uD800"])");
  QTest::newRow("last high") << QByteArray(R"(["ab\uDBFF"])");
  QTest::newRow("first low") << QByteArray(R"(["ab\uDC00"])");
  QTest::newRow("last low") << QByteArray(R"(["ab\uDFFF"])");
}

void TestJson::refusesLoneSurrogates() {
  QFETCH(QByteArray, text);
  const auto json = parse(text.toStdString());
  QVERIFY(!json.has_value());
  QCOMPARE(json.error().code, std::error_code(JsonError::loneSurrogate));
  QCOMPARE(json.error().place, "line 1, column 5"s);
  QVERIFY(json.error().problem.starts_with(text.mid(4, 6).toStdString()));
}

void TestJson::doesNotTakeBackslashesForSurrogates() {
  const auto escaped = parse(R"("\\ud83d")");
  QCOMPARE(escaped->get<std::string>(), "\\ud83d"s);
  const auto escapedThenPair = parse(R"("\\\ud83d\ude00")");
  QCOMPARE(escapedThenPair->get<std::string>(), "\\\xF0\x9F\x98\x80"s);
}

void TestJson::surrogateFarFromTheErrorIsNotBlamed() {
  const auto before = parse(R"([x, "\ud83d"])");
  QCOMPARE(before.error().code, std::error_code(JsonError::syntax));
  const auto pair = parse(R"(["\ud83d\ude00", x])");
  QCOMPARE(pair.error().code, std::error_code(JsonError::syntax));
}

void TestJson::acceptsTheDeepestLevel() {
  QVERIFY(parse(nested(kMaxJsonDepth)).has_value());
  const std::string inner = nested(kMaxJsonDepth - 1);
  std::string twice = "[";
  twice.append(inner).append(",").append(inner).append("]");
  QVERIFY(parse(twice).has_value());
}

void TestJson::refusesOneLevelMore() {
  const std::string tooDeep = nested(kMaxJsonDepth + 1);
  const auto json = parse(tooDeep + "\n");
  QCOMPARE(json.error().code, std::error_code(JsonError::tooDeep));
  QCOMPARE(json.error().place, "line 1, column 65"s);
  QCOMPARE(json.error().problem, "objects and arrays lie more than 64 levels deep"s);
  std::string objects;
  for (int i = 0; i < 1'000'000; ++i) {
    objects += "{\"a\":";
  }
  QCOMPARE(parse(objects).error().code, std::error_code(JsonError::tooDeep));
}

void TestJson::findsTheLevelTooManyPastBrackets() {
  // Brackets within strings and closed ones do not count.
  const auto json = parse(R"(["[[\"[[", [], {"]":"{"}, )" + nested(kMaxJsonDepth));
  QCOMPARE(json.error().code, std::error_code(JsonError::tooDeep));
  QCOMPARE(json.error().place, "line 1, column 90"s);
}

void TestJson::refusesTooManyValues() {
  std::string text = "[0";
  for (int i = 2; i < kMaxJsonValues; ++i) {
    text += ",0";
  }
  QVERIFY(parse(text + "]").has_value());
  QCOMPARE(parse(text + ",0]").error().code, std::error_code(JsonError::tooLarge));
}

void TestJson::refusesDuplicateKeysAtAnyLevel_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("place");
  QTest::newRow("top") << QByteArray(R"({"a":1,"b":2,"a":1})") << "key 'a'";
  QTest::newRow("in an object") << QByteArray(R"({"a":{"b":1,"b":2}})") << "key 'a.b'";
  QTest::newRow("in an array") << QByteArray(R"({"a":[0,[1,{"b":1,"b":2}]]})") << "key 'a[1][1].b'";
  QTest::newRow("after a nested object") << QByteArray(R"({"a":{"x":1},"a":2})") << "key 'a'";
  QTest::newRow("by an escape") << QByteArray(R"({"a":1,"\u0061":2})") << "key 'a'";
  QTest::newRow("empty") << QByteArray(R"({"":1,"":2})") << "key ''";
}

void TestJson::refusesDuplicateKeysAtAnyLevel() {
  QFETCH(QByteArray, text);
  QFETCH(QString, place);
  const auto json = parse(text.toStdString());
  QVERIFY(!json.has_value());
  QCOMPARE(json.error().code, std::error_code(JsonError::duplicateKey));
  QCOMPARE(QString::fromStdString(json.error().place), place);
}

void TestJson::sameKeyInDifferentObjectsIsNoDuplicate() {
  const auto json = parse(R"([{"a":1},{"a":1},{"b":{"a":1},"a":{"a":{"a":1}}}])");
  QVERIFY(json.has_value());
}

void TestJson::keepsTheLastOfDuplicateKeys() {
  const auto json = parse(R"({"a":{"x":1},"b":1,"a":{"y":[2]},"b":2})", DuplicateKeys::keepLast);
  QCOMPARE(json->dump(), "{\"a\":{\"y\":[2]},\"b\":2}"s);
}

void TestJson::listsTheObjectAtAPath() {
  JsonListedObject listed{.path = {"a", "b"}, .members = {}};
  const auto json = parseJson(R"({"b":{"x":0},"a":{"b":{"z":1,"y":2,"z":3},"c":4}})", "some.json",
                              DuplicateKeys::reject, &listed);
  QVERIFY(json.has_value());
  QCOMPARE(json->dump(), R"({"a":{"b":{},"c":4},"b":{"x":0}})"s);
  QCOMPARE(nlohmann::json(listed.members).dump(), R"([["z",1],["y",2],["z",3]])"s);
}

void TestJson::listsWhateverItsMembersAre() {
  JsonListedObject listed{.path = {}, .members = {}};
  const auto json = parseJson(R"({"a":[1,{"b":[2]}],"c":{"d":{}},"e":"f"})", "some.json",
                              DuplicateKeys::reject, &listed);
  QVERIFY(json.has_value());
  QCOMPARE(json->dump(), "{}"s);
  QCOMPARE(nlohmann::json(listed.members).dump(),
           R"([["a",[1,{"b":[2]}]],["c",{"d":{}}],["e","f"]])"s);
}

void TestJson::listsTheLastObjectAtAPath() {
  JsonListedObject listed{.path = {"a"}, .members = {}};
  const auto json =
      parseJson(R"({"a":{"b":1},"a":{"c":2}})", "some.json", DuplicateKeys::keepLast, &listed);
  QVERIFY(json.has_value());
  QCOMPARE(nlohmann::json(listed.members).dump(), R"([["c",2]])"s);
}

void TestJson::listsNothingWhereThereIsNoObject_data() {
  QTest::addColumn<QString>("text");
  QTest::newRow("no such key") << R"({"b":{"a":1}})";
  QTest::newRow("a value of another kind") << R"({"a":[1]})";
  QTest::newRow("in an array") << R"([{"a":{"b":1}}])";
}

void TestJson::listsNothingWhereThereIsNoObject() {
  QFETCH(QString, text);
  JsonListedObject listed{.path = {"a"}, .members = {}};
  const auto json = parseJson(text.toStdString(), "some.json", DuplicateKeys::reject, &listed);
  QVERIFY(json.has_value());
  QCOMPARE(json->dump(), text.toStdString());
  QVERIFY(listed.members.empty());
}

namespace {

// A file of seven bytes in a folder: {"a":1}.
std::string sevenBytes(const QTemporaryDir& folder) {
  QFile file(folder.filePath(QStringLiteral("a.json")));
  if (!file.open(QIODevice::WriteOnly) || file.write(R"({"a":1})") != 7) {
    return {};
  }
  return file.fileName().toStdString();
}

}  // namespace

void TestJson::readsAFile() {
  const QTemporaryDir folder;
  const std::string path = sevenBytes(folder);
  const auto json = readJsonFile(path, DuplicateKeys::reject);
  QCOMPARE(json->at("a").get<int>(), 1);
  QVERIFY(readJsonFile(path, DuplicateKeys::reject, 7).has_value());
}

void TestJson::missingFileCannotBeRead() {
  const QTemporaryDir folder;
  const std::string path = folder.filePath(QStringLiteral("none.json")).toStdString();
  const auto json = readJsonFile(path, DuplicateKeys::reject);
  QCOMPARE(json.error().code, std::error_code(JsonError::cannotRead));
  QCOMPARE(json.error().file, path);
  QCOMPARE(json.error().problem, "no such file"s);
}

void TestJson::largerFileIsRefused() {
  const QTemporaryDir folder;
  const std::string path = sevenBytes(folder);
  const auto json = readJsonFile(path, DuplicateKeys::reject, 6);
  QCOMPARE(json.error().code, std::error_code(JsonError::tooLarge));
  QCOMPARE(json.error().problem, "has 7 bytes; at most 6 are read"s);
}

HEADSCOPE_TEST(TestJson)

}  // namespace headscope::test_json

#include "test_json.moc"
