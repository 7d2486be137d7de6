#include <string>

#include <QByteArray>
#include <QTest>

#include "test_class.h"
#include "text/base64.h"

namespace headscope::test_base64 {

using namespace std::string_literals;

class TestBase64 : public QObject {
  Q_OBJECT
 private slots:
  void vectors_data();
  void vectors();
  void everyByte();
  void everyLength();
  void notBase64_data();
  void notBase64();
};

// RFC 4648, section 10.
void TestBase64::vectors_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("empty") << QByteArray("") << QByteArray("");
  QTest::newRow("f") << QByteArray("f") << QByteArray("Zg==");
  QTest::newRow("fo") << QByteArray("fo") << QByteArray("Zm8=");
  QTest::newRow("foo") << QByteArray("foo") << QByteArray("Zm9v");
  QTest::newRow("foob") << QByteArray("foob") << QByteArray("Zm9vYg==");
  QTest::newRow("fooba") << QByteArray("fooba") << QByteArray("Zm9vYmE=");
  QTest::newRow("foobar") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
  QTest::newRow("last of the alphabet") << QByteArray("\xFB\xFF\xBF") << QByteArray("+/+/");
}

void TestBase64::vectors() {
  QFETCH(QByteArray, bytes);
  QFETCH(QByteArray, text);
  QCOMPARE(encodeBase64(bytes.toStdString()), text.toStdString());
  QCOMPARE(decodeBase64(text.toStdString()).value(), bytes.toStdString());
}

void TestBase64::everyByte() {
  QByteArray bytes;
  for (int byte = 0; byte < 256; ++byte) {
    bytes += static_cast<char>(byte);
  }
  const std::string text = encodeBase64(bytes.toStdString());
  QCOMPARE(text, bytes.toBase64().toStdString());
  QCOMPARE(decodeBase64(text).value(), bytes.toStdString());
}

void TestBase64::everyLength() {
  for (int length = 0; length < 20; ++length) {
    const QByteArray bytes(length, '\xA5');
    QCOMPARE(encodeBase64(bytes.toStdString()), bytes.toBase64().toStdString());
  }
}

void TestBase64::notBase64_data() {
  QTest::addColumn<QByteArray>("text");
  for (const char* text :
       {"Z", "Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm9v\n", "Zm-_", "Zm 9"}) {
    QTest::newRow(text) << QByteArray(text);
  }
}

void TestBase64::notBase64() {
  QFETCH(QByteArray, text);
  QVERIFY(!decodeBase64(text.toStdString()));
}

HEADSCOPE_TEST(TestBase64)

}  // namespace headscope::test_base64

#include "test_base64.moc"
