#include <string>

#include <QTest>
#include <nlohmann/json.hpp>

#include "test_class.h"
#include "text/json_fields.h"
#include "text/metaspace.h"
#include "text/shown.h"

namespace headscope::test_metaspace {

class TestMetaspace : public QObject {
  Q_OBJECT
 private slots:
  void splits_data();
  void splits();
  void onlyTheFirstStretchIsGivenASpace();
  void whatIsPutInHasTheRangeOfWhatFollows();
  void refuses_data();
  void refuses();
};

namespace {

Result<std::unique_ptr<PreTokenizer>> read(const QString& fields) {
  static nlohmann::json json;
  json = nlohmann::json::parse("{" + fields.toStdString() + "}");
  return readMetaspace(JsonPart(json, "some.json", "pre_tokenizer"));
}

QString pieces(const QString& fields, const AlignedText& text) {
  QStringList result;
  for (const AlignedText& piece : read(fields).value()->split(text)) {
    result += shown(piece);
  }
  return result.join(QLatin1Char('|'));
}

}  // namespace

void TestMetaspace::splits_data() {
  textColumns({"fields", "text", "expected"});
  textRow("always", {R"("replacement": "▁", "prepend_scheme": "always")", "a bc", "▁a|▁bc"});
  textRow("not twice", {R"("replacement": "▁", "prepend_scheme": "always")", " a", "▁a"});
  textRow("never", {R"("replacement": "▁", "prepend_scheme": "never")", "a bc", "a|▁bc"});
  textRow("uncut",
          {R"("replacement": "▁", "prepend_scheme": "first", "split": false)", "a bc", "▁a▁bc"});
  textRow("two spaces", {R"("replacement": "▁")", "a  b", "▁a|▁|▁b"});
  textRow("nothing", {R"("replacement": "▁")", "", ""});
  textRow("other white space", {R"("replacement": "▁")", "a\tb", "▁a\tb"});
  textRow("an older file", {R"("replacement": "_", "add_prefix_space": true)", "a b", "_a|_b"});
}

void TestMetaspace::splits() {
  QFETCH(QString, fields);
  QFETCH(QString, text);
  QFETCH(QString, expected);
  QCOMPARE(pieces(fields, aligned(text)), expected);
}

void TestMetaspace::onlyTheFirstStretchIsGivenASpace() {
  const QString fields = QStringLiteral(R"("replacement": "▁", "prepend_scheme": "first")");
  AlignedText later = aligned(QStringLiteral("xab"));
  later.erase(later.begin());
  QCOMPARE(pieces(fields, later), QStringLiteral("ab"));
  QCOMPARE(pieces(fields, aligned(QStringLiteral("ab"))), QStringLiteral("▁ab"));
}

void TestMetaspace::whatIsPutInHasTheRangeOfWhatFollows() {
  const auto pieces =
      read(QStringLiteral(R"("replacement": "▁")")).value()->split(aligned(QStringLiteral("a b")));
  QCOMPARE(shownSpans(pieces[0]), QStringLiteral("0-1 0-1"));
  QCOMPARE(shownSpans(pieces[1]), QStringLiteral("1-2 2-3"));
}

void TestMetaspace::refuses_data() {
  textColumns({"fields", "message"});
  textRow("two characters", {R"("replacement": "ab")",
                             "some.json: pre_tokenizer: the replacement must be one character, "
                             "found 'ab'."});
  textRow("another scheme",
          {R"("replacement": "▁", "prepend_scheme": "often")",
           "some.json: pre_tokenizer: prepend_scheme must be always, first or never, found "
           "'often'."});
  textRow("two that do not agree",
          {R"("replacement": "▁", "prepend_scheme": "always", "add_prefix_space": false)",
           "some.json: pre_tokenizer: add_prefix_space does not agree with "
           "prepend_scheme."});
  textRow("no replacement",
          {R"("split": true)", "some.json: pre_tokenizer: the field 'replacement' is missing."});
  textRow("a flag that is none",
          {R"("replacement": "▁", "split": 1)",
           "some.json: pre_tokenizer.split: expected true or false, found number."});
}

void TestMetaspace::refuses() {
  QFETCH(QString, fields);
  QFETCH(QString, message);
  const auto split = read(fields);
  QVERIFY(!split);
  QCOMPARE(QString::fromStdString(describe(split.error())), message);
}

HEADSCOPE_TEST(TestMetaspace)

}  // namespace headscope::test_metaspace

#include "test_metaspace.moc"
