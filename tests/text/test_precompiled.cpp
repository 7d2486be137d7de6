#include <string>

#include <QTest>
#include <nlohmann/json.hpp>

#include "test_class.h"
#include "text/base64.h"
#include "text/json_fields.h"
#include "text/precompiled.h"
#include "text/shown.h"

namespace headscope::test_precompiled {

class TestPrecompiled : public QObject {
  Q_OBJECT
 private slots:
  void base64_data();
  void base64();
  void findsTheShortestPrefix();
  void aTrieThatLeadsNowhereFindsNothing();
  void normalizes_data();
  void normalizes();
  void refuses_data();
  void refuses();
};

namespace {

std::string units(std::initializer_list<std::uint32_t> values) {
  std::string bytes;
  for (const std::uint32_t value : values) {
    for (const int shift : {0, 8, 16, 24}) {
      bytes += static_cast<char>(value >> shift & 0xFF);
    }
  }
  return bytes;
}

constexpr std::uint32_t kLeaf = 1 << 8;
constexpr std::uint32_t kValue = 0x80000000;

// A double array of 256 units for 'a' alone, which becomes the string at `value`. The root's
// children begin at 0; what comes after 'a' (unit 97) is at 97 ^ 2.
std::string mapOfA(std::uint32_t value) {
  std::string trie;
  for (std::uint32_t i = 0; i < 256; ++i) {
    const std::uint32_t unit = i == 'a'         ? 2U << 10 | kLeaf | 'a'
                               : i == ('a' ^ 2) ? kValue | value
                                                : 0xFF;
    trie += units({unit});
  }
  return units({static_cast<std::uint32_t>(trie.size())}) + trie + std::string("xy\0z\0", 5);
}

nlohmann::json goldenNormalizer() {
  const auto json = nlohmann::json::parse(
      QString::fromUtf8([] {
        QFile file(
            QStringLiteral(HEADSCOPE_TEST_DATA "/tokenizers/unigram_precompiled/tokenizer.json"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
      }())
          .toStdString());
  return json["normalizer"]["normalizers"][0];
}

}  // namespace

void TestPrecompiled::base64_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("bytes");  // null: it is none
  // The examples of RFC 4648, section 10.
  QTest::newRow("nothing") << QStringLiteral("") << QStringLiteral("");
  QTest::newRow("one") << QStringLiteral("Zg==") << QStringLiteral("f");
  QTest::newRow("two") << QStringLiteral("Zm8=") << QStringLiteral("fo");
  QTest::newRow("three") << QStringLiteral("Zm9v") << QStringLiteral("foo");
  QTest::newRow("four") << QStringLiteral("Zm9vYg==") << QStringLiteral("foob");
  QTest::newRow("not by four") << QStringLiteral("Zm9") << QString();
  QTest::newRow("another sign") << QStringLiteral("Zm9*") << QString();
  QTest::newRow("padding within") << QStringLiteral("Z=9v") << QString();
}

void TestPrecompiled::base64() {
  QFETCH(QString, text);
  QFETCH(QString, bytes);
  const auto decoded = decodeBase64(text.toStdString());
  QCOMPARE(decoded.has_value(), !bytes.isNull());
  if (decoded) {
    QCOMPARE(QString::fromStdString(*decoded), bytes);
  }
}

void TestPrecompiled::findsTheShortestPrefix() {
  const auto map = CharsMap::read(mapOfA(0)).value();
  QVERIFY(map.find("a") == "xy");
  QVERIFY(map.find("abc") == "xy");
  QVERIFY(!map.find("b"));
  QVERIFY(!map.find(""));
  QVERIFY(CharsMap::read(mapOfA(3)).value().find("a") == "z");
}

void TestPrecompiled::aTrieThatLeadsNowhereFindsNothing() {
  QVERIFY(!CharsMap::read(mapOfA(99)).value().find("a"));  // beyond the strings
  // The root, and 'a', lead beyond the array.
  QVERIFY(!CharsMap::read(units({4, 0x1FFFFFU << 10})).value().find("a"));
  std::string far = mapOfA(0);
  far.replace(4 + 4 * 'a', 4, units({0x1FFFFFU << 10 | kLeaf | 'a'}));
  QVERIFY(!CharsMap::read(far).value().find("a"));
  QVERIFY(!CharsMap::read(units({0})).value().find("a"));
}

// With the rules of make_precompiled_golden.py.
void TestPrecompiled::normalizes_data() {
  textColumns({"typed", "expected", "spans"});
  textRow("nothing", {"", "", ""});
  textRow("no rule", {"ab", "ab", "0-1 1-2"});
  textRow("one for two", {"xﬁ", "xfi", "0-1 1-2 1-2"});
  textRow("two for one", {"e\u0301x", "éx", "0-1 2-3"});
  textRow("a cluster without a rule", {"e\u0323", "e\u0323", "0-1 1-2"});
  textRow("taken out", {"a\u00ADb", "ab", "0-1 2-3"});
  // As at Hugging Face: nothing before it can stand for it.
  textRow("taken out at the start", {"\u00ADab", "ab", "0-1 1-2"});
}

void TestPrecompiled::normalizes() {
  QFETCH(QString, typed);
  QFETCH(QString, expected);
  QFETCH(QString, spans);
  const nlohmann::json json = goldenNormalizer();
  const auto normalizer = readPrecompiled(JsonPart(json, "some.json", "normalizer")).value();
  AlignedText text = aligned(typed);
  normalizer->normalize(text);
  QCOMPARE(shown(text), expected);
  QCOMPARE(shownSpans(text), spans);
}

void TestPrecompiled::refuses_data() {
  textColumns({"map", "message"});
  textRow("not base64", {"\"Zm9\"",
                         "some.json: normalizer: the precompiled_charsmap is not "
                         "base64."});
  textRow("too short", {"\"Zm8=\"",
                        "some.json: normalizer: the precompiled_charsmap is cut short, "
                        "or is no such map."});
  textRow("a trie longer than the file", {"\"CAAAAAAAAAA=\"",
                                          "some.json: normalizer: the "
                                          "precompiled_charsmap is cut short, "
                                          "or is no such map."});
  textRow("a trie of odd length", {"\"AwAAAAAAAAA=\"",
                                   "some.json: normalizer: the "
                                   "precompiled_charsmap is cut short, or is "
                                   "no such map."});
  textRow("a number", {"7",
                       "some.json: normalizer.precompiled_charsmap: expected a string, found "
                       "number."});
}

void TestPrecompiled::refuses() {
  QFETCH(QString, map);
  QFETCH(QString, message);
  const auto json = nlohmann::json::parse("{\"precompiled_charsmap\": " + map.toStdString() + "}");
  const auto normalizer = readPrecompiled(JsonPart(json, "some.json", "normalizer"));
  QVERIFY(!normalizer);
  QCOMPARE(QString::fromStdString(describe(normalizer.error())), message);
}

HEADSCOPE_TEST(TestPrecompiled)

}  // namespace headscope::test_precompiled

#include "test_precompiled.moc"
