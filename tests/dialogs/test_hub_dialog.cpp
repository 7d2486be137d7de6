#include <QTest>

#include "dialogs/hub_dialog.h"
#include "test_class.h"

namespace headscope::test_hub_dialog {

class TestHubDialog : public QObject {
  Q_OBJECT
 private slots:
  void namesOfTheHub_data();
  void namesOfTheHub();
  void spacesAroundANameDoNotCount();
};

void TestHubDialog::namesOfTheHub_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<bool>("good");
  QTest::newRow("a repository") << "openai-community/gpt2" << true;
  QTest::newRow("with a revision") << "org/repo@v1.0" << true;
  QTest::newRow("a GGUF file") << "org/repo/model.Q4_K_M.gguf" << true;
  QTest::newRow("nothing") << "" << false;
  QTest::newRow("a path out") << "../repo" << false;
  QTest::newRow("an address") << "https://example.org/x" << false;
}

void TestHubDialog::namesOfTheHub() {
  QFETCH(QString, name);
  QFETCH(bool, good);
  HubDialog dialog;
  dialog.setName(name);
  QCOMPARE(dialog.fetchButton()->isEnabled(), good);
}

void TestHubDialog::spacesAroundANameDoNotCount() {
  HubDialog dialog;
  dialog.setName(QStringLiteral("  org/repo "));
  QCOMPARE(dialog.name(), QStringLiteral("org/repo"));
  QVERIFY(dialog.fetchButton()->isEnabled());
}

HEADSCOPE_TEST(TestHubDialog)

}  // namespace headscope::test_hub_dialog

#include "test_hub_dialog.moc"
