#include <string>

#include <QtTest>

#include "catalog/safe_name.h"
#include "test_class.h"

namespace headscope::test_safe_name {

class TestSafeName : public QObject {
  Q_OBJECT

 private slots:
  void modelNames();
  void modelNamesThatAreNone_data();
  void modelNamesThatAreNone();
  void pathsThatStayInside();
  void pathsThatLeadOut_data();
  void pathsThatLeadOut();
};

void TestSafeName::modelNames() {
  QVERIFY(isModelName("all-MiniLM-L6-v2"));
  QVERIFY(isModelName("gpt2"));
  QVERIFY(isModelName("0.1.2_b"));
  QVERIFY(isModelName(std::string(100, 'x')));
}

void TestSafeName::modelNamesThatAreNone_data() {
  QTest::addColumn<QByteArray>("name");
  QTest::newRow("empty") << QByteArray();
  QTest::newRow("this folder") << QByteArray(".");
  QTest::newRow("parent") << QByteArray("..");
  QTest::newRow("hidden") << QByteArray(".staging");
  QTest::newRow("option") << QByteArray("-rf");
  QTest::newRow("slash") << QByteArray("a/b");
  QTest::newRow("backslash") << QByteArray("a\\b");
  QTest::newRow("space") << QByteArray("a b");
  QTest::newRow("null") << QByteArray("a\0b", 3);
  QTest::newRow("not ASCII") << QByteArray("mod\xc3\xa8le");
  QTest::newRow("too long") << QByteArray(101, 'x');
}

void TestSafeName::modelNamesThatAreNone() {
  QFETCH(const QByteArray, name);
  QVERIFY(!isModelName(name.toStdString()));
}

void TestSafeName::pathsThatStayInside() {
  QVERIFY(staysInside("config.json"));
  QVERIFY(staysInside("1_Pooling/config.json"));
  QVERIFY(staysInside("..a/b.."));
}

void TestSafeName::pathsThatLeadOut_data() {
  QTest::addColumn<QByteArray>("path");
  QTest::newRow("empty") << QByteArray();
  QTest::newRow("parent") << QByteArray("..");
  QTest::newRow("parent first") << QByteArray("../a");
  QTest::newRow("parent within") << QByteArray("a/../../b");
  QTest::newRow("parent last") << QByteArray("a/..");
  QTest::newRow("this folder") << QByteArray("./a");
  QTest::newRow("absolute") << QByteArray("/etc/passwd");
  QTest::newRow("doubled slash") << QByteArray("a//b");
  QTest::newRow("folder") << QByteArray("a/");
  QTest::newRow("backslash") << QByteArray("..\\a");
  QTest::newRow("null") << QByteArray("a\0b", 3);
  QTest::newRow("line break") << QByteArray("a\nb");
}

void TestSafeName::pathsThatLeadOut() {
  QFETCH(const QByteArray, path);
  QVERIFY(!staysInside(path.toStdString()));
}

HEADSCOPE_TEST(TestSafeName)

}  // namespace headscope::test_safe_name

#include "test_safe_name.moc"
