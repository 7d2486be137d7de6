#include <QAction>
#include <QLabel>
#include <QTest>

#include "dialogs/shortcuts_dialog.h"
#include "test_class.h"

namespace headscope::test_shortcuts_dialog {

class TestShortcutsDialog : public QObject {
  Q_OBJECT
 private slots:
  void itListsActionsThatHaveKeys();
  void itListsTheMapsKeys();
  void escapeClosesIt();
};

namespace {

QStringList textsOf(const QDialog& dialog) {
  QStringList texts;
  for (const QLabel* label : dialog.findChildren<QLabel*>()) {
    texts << label->text();
  }
  return texts;
}

}  // namespace

void TestShortcutsDialog::itListsActionsThatHaveKeys() {
  QAction with(QStringLiteral("Export the view…"), nullptr);
  with.setShortcut(Qt::CTRL | Qt::Key_E);
  QAction without(QStringLiteral("Colours"), nullptr);
  const ShortcutsDialog dialog({&with, &without});
  const QStringList texts = textsOf(dialog);
  QVERIFY(texts.contains(QStringLiteral("Ctrl+E")));
  QVERIFY(texts.contains(QStringLiteral("Export the view…")));
  QVERIFY(!texts.contains(QStringLiteral("Colours")));
}

void TestShortcutsDialog::itListsTheMapsKeys() {
  const ShortcutsDialog dialog({});
  QVERIFY(textsOf(dialog).contains(QStringLiteral("the row’s strongest key")));
  QVERIFY(textsOf(dialog).contains(QStringLiteral("the query’s strongest key")));
}

void TestShortcutsDialog::escapeClosesIt() {
  ShortcutsDialog dialog({});
  dialog.show();
  QTest::keyClick(&dialog, Qt::Key_Escape);
  QVERIFY(!dialog.isVisible());
}

HEADSCOPE_TEST(TestShortcutsDialog)

}  // namespace headscope::test_shortcuts_dialog

#include "test_shortcuts_dialog.moc"
