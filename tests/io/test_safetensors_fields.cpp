#include <map>
#include <string>

#include <QTest>

#include "io/json.h"
#include "io/safetensors_header.h"
#include "io/safetensors_samples.h"
#include "test_class.h"

namespace headscope::test_safetensors_fields {

using namespace std::string_literals;

class TestSafetensorsFields : public QObject {
  Q_OBJECT
 private slots:
  void metadata();
  void nullMetadata();
  void unknownFieldsAreIgnored();
  void escapedNames();
  void headerTooDeep();
  void headerTooManyValues();
  void halfASurrogatePair();
  void duplicateTensor();
  void duplicateField();
  void duplicateMetadata();
  void headerNotObject_data();
  void headerNotObject();
  void metadataNotStrings_data();
  void metadataNotStrings();
  void tensorNotObject();
  void missingField_data();
  void missingField();
  void dtypeNotString();
  void unknownDtype();
  void invalidShape_data();
  void invalidShape();
  void invalidOffsets_data();
  void invalidOffsets();
};

void TestSafetensorsFields::metadata() {
  const auto header =
      parseBytes(safetensorsBytes("{\"__metadata__\":{\"format\":\"pt\",\"\":\"\xC3\xA9\"}}", ""));
  QVERIFY(header.has_value());
  QVERIFY(header->tensors.empty());
  QVERIFY((header->metadata == std::map<std::string, std::string>{{"format", "pt"}, {"", "é"}}));
  QVERIFY(parseBytes(safetensorsBytes("{\"__metadata__\":{}}", "")).has_value());
}

void TestSafetensorsFields::nullMetadata() {
  const auto header = parseBytes(safetensorsBytes("{\"__metadata__\":null}", ""));
  QVERIFY(header.has_value());
  QVERIFY(header->metadata.empty());
}

void TestSafetensorsFields::unknownFieldsAreIgnored() {
  const std::string header =
      "{\"a\":{\"dtype\":\"U8\",\"note\":[{\"x\":-1.5}],\"shape\":[1],\"data_offsets\":[0,1]}}";
  QVERIFY(parseBytes(safetensorsBytes(header, "x")).has_value());
}

void TestSafetensorsFields::escapedNames() {
  const auto header = parseBytes(
      safetensorsBytes(objectOf({tensorField("\\u0061\\n\\\"", "U8", "[1]", "[0,1]")}), "x"));
  QCOMPARE(header->tensors[0].name, "a\n\""s);
}

void TestSafetensorsFields::headerTooDeep() {
  QVERIFY(isInputError(errorOf(std::string("{\"a\":").append(100'000, '['), 0),
                       SafetensorsError::headerTooDeep));
}

void TestSafetensorsFields::headerTooManyValues() {
  std::string header = "{\"a\":[0";
  for (int i = 0; i < kMaxJsonValues; ++i) {
    header += ",0";
  }
  QVERIFY(isInputError(errorOf(header + "]}", 0), SafetensorsError::headerTooManyValues));
}

void TestSafetensorsFields::halfASurrogatePair() {
  QVERIFY(isInputError(errorOf("{\"\\ud800\":{}}", 0), SafetensorsError::headerNotJson));
}

void TestSafetensorsFields::duplicateTensor() {
  const std::string one = tensorField("a", "U8", "[1]", "[0,1]");
  const Error error = errorOf(objectOf({one, one}), 1);
  QVERIFY(isInputError(error, SafetensorsError::duplicateKey));
  QCOMPARE(error.place, "header, key 'a'"s);
  // Also where both have bytes of their own.
  QVERIFY(isInputError(errorOf(objectOf({one, tensorField("a", "U8", "[1]", "[1,2]")}), 2),
                       SafetensorsError::duplicateKey));
}

void TestSafetensorsFields::duplicateField() {
  const Error error = errorOf(
      "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1);
  QVERIFY(isInputError(error, SafetensorsError::duplicateKey));
  QCOMPARE(error.place, "header, key 'a.dtype'"s);
}

void TestSafetensorsFields::duplicateMetadata() {
  QVERIFY(isInputError(errorOf("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0),
                       SafetensorsError::duplicateKey));
  QVERIFY(isInputError(errorOf("{\"__metadata__\":{},\"__metadata__\":{}}", 0),
                       SafetensorsError::duplicateKey));
}

void TestSafetensorsFields::headerNotObject_data() {
  QTest::addColumn<QByteArray>("header");
  QTest::newRow("array") << QByteArray("[]");
  QTest::newRow("string") << QByteArray("\"a\"");
  QTest::newRow("number") << QByteArray("1");
  QTest::newRow("null") << QByteArray("null");
}

void TestSafetensorsFields::headerNotObject() {
  QFETCH(QByteArray, header);
  QVERIFY(isInputError(errorOf(header.toStdString(), 0), SafetensorsError::headerNotObject));
}

void TestSafetensorsFields::metadataNotStrings_data() {
  QTest::addColumn<QByteArray>("metadata");
  QTest::newRow("array") << QByteArray("[]");
  QTest::newRow("string") << QByteArray("\"pt\"");
  QTest::newRow("number inside") << QByteArray(R"({"a":"b","c":1})");
  QTest::newRow("object inside") << QByteArray(R"({"a":{}})");
  QTest::newRow("null inside") << QByteArray(R"({"a":null})");
}

void TestSafetensorsFields::metadataNotStrings() {
  QFETCH(QByteArray, metadata);
  const Error error = errorOf("{\"__metadata__\":" + metadata.toStdString() + "}", 0);
  QVERIFY(isInputError(error, SafetensorsError::metadataNotStrings));
  QCOMPARE(error.place, "__metadata__"s);
}

void TestSafetensorsFields::tensorNotObject() {
  QVERIFY(isInputError(errorOf("{\"a\":1}", 0), SafetensorsError::tensorNotObject));
  QVERIFY(isInputError(errorOf("{\"a\":null}", 0), SafetensorsError::tensorNotObject));
  // Which the reference's JSON library would take for the three fields in order.
  QVERIFY(
      isInputError(errorOf("{\"a\":[\"U8\",[1],[0,1]]}", 1), SafetensorsError::tensorNotObject));
}

void TestSafetensorsFields::missingField_data() {
  QTest::addColumn<QByteArray>("fields");
  QTest::addColumn<QString>("missing");
  QTest::newRow("dtype") << QByteArray(R"("shape":[1],"data_offsets":[0,1])") << "dtype";
  QTest::newRow("shape") << QByteArray(R"("dtype":"U8","data_offsets":[0,1])") << "shape";
  QTest::newRow("data_offsets") << QByteArray(R"("dtype":"U8","shape":[1])") << "data_offsets";
  QTest::newRow("all") << QByteArray() << "dtype";
}

void TestSafetensorsFields::missingField() {
  QFETCH(QByteArray, fields);
  QFETCH(QString, missing);
  const Error error = errorOf("{\"a\":{" + fields.toStdString() + "}}", 1);
  QVERIFY(isInputError(error, SafetensorsError::missingField));
  QCOMPARE(error.problem, "has no field '" + missing.toStdString() + "'");
}

void TestSafetensorsFields::dtypeNotString() {
  QVERIFY(isInputError(errorOf("{\"a\":{\"dtype\":8,\"shape\":[1],\"data_offsets\":[0,1]}}", 1),
                       SafetensorsError::dtypeNotString));
}

void TestSafetensorsFields::unknownDtype() {
  const Error error = errorOf(objectOf({tensorField("a", "F99", "[1]", "[0,1]")}), 1);
  QVERIFY(isInputError(error, SafetensorsError::unknownDtype));
  QCOMPARE(error.problem, "its dtype 'F99' is not one of this format's"s);
}

void TestSafetensorsFields::invalidShape_data() {
  QTest::addColumn<QString>("shape");
  for (const char* shape : {"[-1]", "[1.0]", "[1e0]", "[\"1\"]", "[null]", "[[1]]", "1", "null",
                            "{}", "[18446744073709551616]", "[-0]", "[true]"}) {
    QTest::newRow(shape) << QString::fromLatin1(shape);
  }
}

void TestSafetensorsFields::invalidShape() {
  QFETCH(QString, shape);
  QVERIFY(isInputError(errorOf(objectOf({tensorField("a", "U8", shape.toStdString(), "[0,1]")}), 1),
                       SafetensorsError::invalidShape));
}

void TestSafetensorsFields::invalidOffsets_data() {
  QTest::addColumn<QString>("offsets");
  for (const char* offsets : {"[]", "[0]", "[0,1,2]", "[-1,0]", "[0,1.0]", "[0,\"1\"]", "[0,null]",
                              "0", "null", "{}", "[0,18446744073709551616]"}) {
    QTest::newRow(offsets) << QString::fromLatin1(offsets);
  }
}

void TestSafetensorsFields::invalidOffsets() {
  QFETCH(QString, offsets);
  QVERIFY(isInputError(errorOf(objectOf({tensorField("a", "U8", "[1]", offsets.toStdString())}), 1),
                       SafetensorsError::invalidOffsets));
}

HEADSCOPE_TEST(TestSafetensorsFields)

}  // namespace headscope::test_safetensors_fields

#include "test_safetensors_fields.moc"
