#include <QtTest>

#include "catalog/web_address.h"
#include "test_class.h"

namespace headscope::test_web_address {

class TestWebAddress : public QObject {
  Q_OBJECT

 private slots:
  void server();
  void noServer_data();
  void noServer();
  void sameServer_data();
  void sameServer();
  void resolves_data();
  void resolves();
  void showsNoSecrets();
  void encodes();
};

void TestWebAddress::server() {
  const auto server = serverOf("HTTPS://me:word@Hub.Example/a?b=c");
  QVERIFY(server);
  QCOMPARE(server->scheme, "https");
  QCOMPARE(server->host, "hub.example");
  QCOMPARE(server->port, "443");
  QCOMPARE(serverOf("http://127.0.0.1:8080")->port, "8080");
}

void TestWebAddress::noServer_data() {
  QTest::addColumn<QString>("url");
  for (const char* url : {"", "/a", "huggingface.co/a", "file:///etc/passwd", "ftp://a/b",
                          "http://", "http://a b/"}) {
    QTest::newRow(url) << url;
  }
}

void TestWebAddress::noServer() {
  QFETCH(const QString, url);
  QVERIFY(!serverOf(url.toStdString()));
}

void TestWebAddress::sameServer_data() {
  QTest::addColumn<QString>("from");
  QTest::addColumn<QString>("to");
  QTest::addColumn<bool>("same");
  QTest::newRow("another path") << "https://a/x"
                                << "https://A:443/y" << true;
  QTest::newRow("another host") << "https://a/"
                                << "https://a.b/" << false;
  QTest::newRow("another port") << "http://a:1/"
                                << "http://a:2/" << false;
  QTest::newRow("made safe") << "http://a/"
                             << "https://a/" << true;
  QTest::newRow("made safe at another port") << "http://a/"
                                             << "https://a:8443/" << false;
  QTest::newRow("made unsafe") << "https://a/"
                               << "http://a/" << false;
}

void TestWebAddress::sameServer() {
  QFETCH(const QString, from);
  QFETCH(const QString, to);
  QTEST(isSameServer(*serverOf(from.toStdString()), *serverOf(to.toStdString())), "same");
}

void TestWebAddress::resolves_data() {
  QTest::addColumn<QString>("location");
  QTest::addColumn<QString>("resolved");
  QTest::newRow("absolute") << "https://b/c?d=e"
                            << "https://b/c?d=e";
  QTest::newRow("path") << "/c"
                        << "http://a:8/c";
  QTest::newRow("beside") << "c"
                          << "http://a:8/x/c";
  QTest::newRow("other host") << "//b/c"
                              << "http://b/c";
  QTest::newRow("with a space") << "/c d"
                                << "http://a:8/c%20d";
  QTest::newRow("another protocol") << "ftp://b/c"
                                    << "ftp://b/c";
  QTest::newRow("no address") << "http://"
                              << "http://";
}

void TestWebAddress::resolves() {
  QFETCH(const QString, location);
  QTEST(QString::fromStdString(resolvedAddress("http://a:8/x/y?z=1", location.toStdString())),
        "resolved");
}

void TestWebAddress::showsNoSecrets() {
  QCOMPARE(shownAddress("https://a.b/c?sig=1#d"), "https://a.b/c");
  QCOMPARE(shownAddress("http://me:word@a.b:8/c@d"), "http://a.b:8/c@d");
  QCOMPARE(shownAddress("http://me@a.b"), "http://a.b");
  QCOMPARE(shownAddress("nonsense"), "nonsense");
  QCOMPARE(shownAddress(""), "");
}

void TestWebAddress::encodes() {
  QCOMPARE(percentEncoded("aZ09-._~"), "aZ09-._~");
  QCOMPARE(percentEncoded("refs/pr/1"), "refs%2Fpr%2F1");
  QCOMPARE(percentEncoded("a/b c?#%@", "/"), "a/b%20c%3F%23%25%40");
  QCOMPARE(percentEncoded("\xc3\xa9"), "%C3%A9");
}

HEADSCOPE_TEST(TestWebAddress)

}  // namespace headscope::test_web_address

#include "test_web_address.moc"
