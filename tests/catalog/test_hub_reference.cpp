#include <QtTest>

#include "catalog/hub_reference.h"
#include "test_class.h"

namespace headscope::test_hub_reference {

class TestHubReference : public QObject {
  Q_OBJECT

 private slots:
  void reads_data();
  void reads();
  void refuses_data();
  void refuses();
};

void TestHubReference::reads_data() {
  QTest::addColumn<QString>("repository");
  QTest::addColumn<QString>("file");
  QTest::addColumn<QString>("revision");
  QTest::newRow("gpt2") << "gpt2"
                        << ""
                        << "main";
  QTest::newRow("gpt2@607a30d") << "gpt2"
                                << ""
                                << "607a30d";
  QTest::newRow("org/repo") << "org/repo"
                            << ""
                            << "main";
  QTest::newRow("Org_1/re.po-2@v1.0") << "Org_1/re.po-2"
                                      << ""
                                      << "v1.0";
  QTest::newRow("org/repo@refs/pr/1") << "org/repo"
                                      << ""
                                      << "refs/pr/1";
  QTest::newRow("org/repo/m.Q4_0.gguf") << "org/repo"
                                        << "m.Q4_0.gguf"
                                        << "main";
  QTest::newRow("org/repo/a/b.GGUF@dev") << "org/repo"
                                         << "a/b.GGUF"
                                         << "dev";
  QTest::newRow("org/model.gguf") << "org/model.gguf"
                                  << ""
                                  << "main";
}

void TestHubReference::reads() {
  QFETCH(const QString, repository);
  QFETCH(const QString, file);
  QFETCH(const QString, revision);
  const auto reference = parseHubReference(QTest::currentDataTag());
  QVERIFY2(reference, reference ? "" : describe(reference.error()).c_str());
  QCOMPARE(reference->repository, repository.toStdString());
  QCOMPARE(reference->file, file.toStdString());
  QCOMPARE(reference->revisionOrMain(), revision.toStdString());
  QCOMPARE(reference->text(), std::string(QTest::currentDataTag()));
}

void TestHubReference::refuses_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("problem");
  const QString repository = QStringLiteral("\"%1\" cannot be the name of a repository");
  const QString revision = QStringLiteral("\"%1\" cannot be the name of a revision");
  const QString file = QStringLiteral("\"%1\" is no .gguf file");
  QTest::newRow("nothing") << "" << repository.arg("");
  QTest::newRow("a path") << "/no/such" << repository.arg("/no");
  QTest::newRow("a way up") << "../x" << repository.arg("../x");
  QTest::newRow("a way to here") << "./x" << repository.arg("./x");
  QTest::newRow("dashes") << "a--b" << repository.arg("a--b");
  QTest::newRow("dots") << "a/b..c" << repository.arg("a/b..c");
  QTest::newRow("git") << "a/b.git" << repository.arg("a/b.git");
  QTest::newRow("a dash at the end") << "a/b-" << repository.arg("a/b-");
  QTest::newRow("a space") << "a/b c" << repository.arg("a/b c");
  QTest::newRow("too long") << QString(97, 'a') << repository.arg(QString(97, 'a'));
  QTest::newRow("half") << "a/" << repository.arg("a/");
  QTest::newRow("no revision") << "a/b@" << revision.arg("");
  QTest::newRow("a revision upwards") << "a/b@../../x" << revision.arg("../../x");
  QTest::newRow("an odd revision") << "a/b@HEAD~1" << revision.arg("HEAD~1");
  QTest::newRow("another file") << "a/b/c.bin" << file.arg("c.bin");
  QTest::newRow("a file upwards") << "a/b/../c.gguf" << file.arg("../c.gguf");
}

void TestHubReference::refuses() {
  QFETCH(const QString, text);
  QFETCH(const QString, problem);
  const auto reference = parseHubReference(text.toStdString());
  QVERIFY(!reference);
  QCOMPARE(reference.error().code, HubError::badReference);
  QCOMPARE(reference.error().kind, ErrorKind::badInput);
  QCOMPARE(reference.error().problem, problem.toStdString());
}

HEADSCOPE_TEST(TestHubReference)

}  // namespace headscope::test_hub_reference

#include "test_hub_reference.moc"
