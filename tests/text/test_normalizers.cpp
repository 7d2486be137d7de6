#include <string>

#include <QTest>
#include <nlohmann/json.hpp>

#include "test_class.h"
#include "text/json_fields.h"
#include "text/normalizers.h"
#include "text/shown.h"

namespace headscope::test_normalizers {

class TestNormalizers : public QObject {
  Q_OBJECT
 private slots:
  void normalizes_data();
  void normalizes();
  void refuses_data();
  void refuses();
};

namespace {

using Reader = Result<std::unique_ptr<Normalizer>> (*)(const JsonPart&);

Result<std::unique_ptr<Normalizer>> read(const QString& type, const QString& fields) {
  const std::pair<const char*, Reader> readers[] = {{"NFC", readNfc},
                                                    {"NFD", readNfd},
                                                    {"NFKC", readNfkc},
                                                    {"NFKD", readNfkd},
                                                    {"Nmt", readNmt},
                                                    {"Strip", readStrip},
                                                    {"StripAccents", readStripAccents},
                                                    {"Lowercase", readLowercase},
                                                    {"Prepend", readPrepend},
                                                    {"Replace", readReplace}};
  static nlohmann::json json;
  json = nlohmann::json::parse("{" + fields.toStdString() + "}");
  for (const auto& [name, reader] : readers) {
    if (type == QLatin1String(name)) {
      return reader(JsonPart(json, "some.json", "normalizer"));
    }
  }
  throw std::runtime_error("no such normalizer");
}

}  // namespace

void TestNormalizers::normalizes_data() {
  textColumns({"type", "fields", "typed", "expected", "spans"});
  textRow("composed", {"NFC", "", "e\u0301x", "éx", "0-1 2-3"});
  textRow("composed as it was", {"NFC", "", "éx", "éx", "0-1 1-2"});
  textRow("decomposed", {"NFD", "", "é", "e\u0301", "0-1 0-1"});
  textRow("compatible", {"NFKC", "", "ﬁ²Å", "fi2Å", "0-1 0-1 1-2 2-3"});
  textRow("compatible and composed", {"NFKC", "", "e\u0301①", "é1", "0-1 2-3"});
  textRow("compatible and decomposed", {"NFKD", "", "ﬁé", "fie\u0301", "0-1 0-1 1-2 1-2"});
  textRow("a space like others", {"NFKC", "", "a\u00A0b", "a b", "0-1 1-2 2-3"});
  textRow("controls", {"Nmt", "", "a\u0007b\tc\u200Bd", "ab c d", "0-1 2-3 3-4 4-5 5-6 6-7"});
  textRow("accents", {"StripAccents", "", "e\u0301a\u0903b", "eab", "0-1 2-3 4-5"});
  textRow("the left",
          {"Strip", R"("strip_left": true, "strip_right": false)", " \ta ", "a ", "2-3 3-4"});
  textRow("the right",
          {"Strip", R"("strip_left": false, "strip_right": true)", " a \u2003", " a", "0-1 1-2"});
  textRow("all of it", {"Strip", R"("strip_left": true, "strip_right": true)", "  ", "", ""});
  textRow("small", {"Lowercase", "", "ÀB", "àb", "0-1 1-2"});
  textRow("prepended", {"Prepend", R"("prepend": "▁")", "ab", "▁ab", "0-1 0-1 1-2"});
  textRow("nothing prepended to nothing", {"Prepend", R"("prepend": "▁")", "", "", ""});
  textRow("a literal replaced", {"Replace", R"("pattern": {"String": " "}, "content": "▁")", "a b",
                                 "a▁b", "0-1 1-2 2-3"});
  textRow("a stretch replaced", {"Replace", R"("pattern": {"Regex": " {2,}"}, "content": "xy")",
                                 "a   b", "axyb", "0-1 3-4 3-4 4-5"});
  textRow("taken out",
          {"Replace", R"("pattern": {"String": "b"}, "content": "")", "abc", "ac", "0-1 2-3"});
}

void TestNormalizers::normalizes() {
  QFETCH(QString, type);
  QFETCH(QString, fields);
  QFETCH(QString, typed);
  QFETCH(QString, expected);
  QFETCH(QString, spans);
  const auto normalizer = read(type, fields);
  QVERIFY(normalizer);
  AlignedText text = aligned(typed);
  (*normalizer)->normalize(text);
  QCOMPARE(shown(text), expected);
  QCOMPARE(shownSpans(text), spans);
}

void TestNormalizers::refuses_data() {
  textColumns({"type", "fields", "message"});
  textRow("nothing to prepend",
          {"Prepend", "", "some.json: normalizer: the field 'prepend' is missing."});
  textRow("one side", {"Strip", R"("strip_left": true)",
                       "some.json: normalizer: the field 'strip_right' is missing."});
  textRow("nothing to put in", {"Replace", R"("pattern": {"String": "a"})",
                                "some.json: normalizer: the field 'content' is missing."});
  textRow("a pattern that is none",
          {"Replace", R"("pattern": {"Regex": "["}, "content": "")",
           "some.json: normalizer.pattern: the pattern cannot be read: premature end of "
           "char-class."});
}

void TestNormalizers::refuses() {
  QFETCH(QString, type);
  QFETCH(QString, fields);
  QFETCH(QString, message);
  const auto normalizer = read(type, fields);
  QVERIFY(!normalizer);
  QCOMPARE(QString::fromStdString(describe(normalizer.error())), message);
}

HEADSCOPE_TEST(TestNormalizers)

}  // namespace headscope::test_normalizers

#include "test_normalizers.moc"
