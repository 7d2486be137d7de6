#include <QComboBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "dialogs/export_dialog.h"
#include "test_class.h"
#include "theme/theme.h"

namespace headscope::test_export_dialog {

class TestExportDialog : public QObject {
  Q_OBJECT
 private slots:
  void itProposesAPngInTheFolder();
  void theFormatIsTheFileNamesEnding();
  void onlyAPngHasAScale();
  void anotherEndingCannotBeSaved();
  void aNameWithDotsKeepsThem();
  void itProposesNoFileThatIsThere();
  void aFileThatIsThereIsSaidToBeReplaced();
  void aFolderThatIsGoneIsNotProposed();
  void theNameIsReadyToBeTyped();
  void savingIsTheOneFilledButton();

 private:
  QString file(const char* name) const { return folder_.filePath(QString::fromUtf8(name)); }
  void write(const char* name) const {
    QFile written(file(name));
    QVERIFY(written.open(QIODevice::WriteOnly));
  }

  QTemporaryDir folder_;
};

namespace {

QPushButton* saveButton(ExportDialog& dialog) {
  for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
    if (button->isDefault()) {
      return button;
    }
  }
  return nullptr;
}

QComboBox* scaleOf(ExportDialog& dialog) {
  return dialog.findChildren<QComboBox*>().last();
}

}  // namespace

void TestExportDialog::itProposesAPngInTheFolder() {
  const ExportDialog dialog(folder_.path());
  QCOMPARE(dialog.file(), file("attention.png"));
  QCOMPARE(dialog.scale(), 2.0);
}

void TestExportDialog::theFormatIsTheFileNamesEnding() {
  ExportDialog dialog(folder_.path());
  dialog.setFormat(QStringLiteral("pdf"));
  QCOMPARE(dialog.file(), file("attention.pdf"));
  dialog.setFile(file("other.SVG"));
  dialog.setFormat(QStringLiteral("png"));
  QCOMPARE(dialog.file(), file("other.png"));
}

void TestExportDialog::onlyAPngHasAScale() {
  ExportDialog dialog(folder_.path());
  dialog.setScale(4);
  QCOMPARE(dialog.scale(), 4.0);
  QVERIFY(scaleOf(dialog)->isEnabled());
  dialog.setFormat(QStringLiteral("svg"));
  QVERIFY(!scaleOf(dialog)->isEnabled());
  dialog.setFormat(QStringLiteral("png"));
  QVERIFY(scaleOf(dialog)->isEnabled());
}

void TestExportDialog::anotherEndingCannotBeSaved() {
  ExportDialog dialog(folder_.path());
  dialog.setFile(file("attention.gif"));
  QVERIFY(!saveButton(dialog)->isEnabled());
  dialog.setFile(file("attention.svg"));
  QVERIFY(saveButton(dialog)->isEnabled());
}

void TestExportDialog::aNameWithDotsKeepsThem() {
  ExportDialog dialog(folder_.path());
  dialog.setFile(file("L3.H1.png"));
  dialog.setFormat(QStringLiteral("svg"));
  QCOMPARE(dialog.file(), file("L3.H1.svg"));
}

// Return at once would else cost a picture that was saved before.
void TestExportDialog::itProposesNoFileThatIsThere() {
  const QTemporaryDir folder;
  for (const QString& name : {QStringLiteral("attention.png"), QStringLiteral("attention-2.png")}) {
    const ExportDialog dialog(folder.path());
    QCOMPARE(dialog.file(), folder.filePath(name));
    QFile written(dialog.file());
    QVERIFY(written.open(QIODevice::WriteOnly));
  }
}

void TestExportDialog::aFileThatIsThereIsSaidToBeReplaced() {
  write("there.png");
  ExportDialog dialog(folder_.path());
  QCOMPARE(saveButton(dialog)->text(), QStringLiteral("Save"));
  dialog.setFile(file("there.png"));
  QCOMPARE(saveButton(dialog)->text(), QStringLiteral("Replace"));
  dialog.setFormat(QStringLiteral("pdf"));
  QCOMPARE(saveButton(dialog)->text(), QStringLiteral("Save"));
}

void TestExportDialog::aFolderThatIsGoneIsNotProposed() {
  const ExportDialog dialog(file("gone"));
  QVERIFY(!dialog.file().startsWith(file("gone")));
  QVERIFY(QFileInfo(QFileInfo(dialog.file()).path()).isDir());
}

void TestExportDialog::theNameIsReadyToBeTyped() {
  ExportDialog dialog(folder_.path());
  dialog.show();
  dialog.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&dialog));
  QVERIFY(dialog.focusWidget() != nullptr);
  QTest::keyClicks(dialog.focusWidget(), QStringLiteral("L3"));
  QCOMPARE(dialog.file(), file("L3.png"));
}

void TestExportDialog::savingIsTheOneFilledButton() {
  const Theme& light = theme(ThemeKind::light);
  qApp->setStyleSheet(styleSheet(light));
  ExportDialog dialog(folder_.path());
  dialog.show();
  const QColor accent = light.accent;
  for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
    const QImage image = button->grab().toImage();
    const QColor ground = image.pixelColor(6, image.height() / 2);
    QCOMPARE(ground == accent, button == saveButton(dialog));
  }
}

HEADSCOPE_TEST(TestExportDialog)

}  // namespace headscope::test_export_dialog

#include "test_export_dialog.moc"
