#include <QComboBox>
#include <QPushButton>
#include <QTest>

#include "dialogs/export_dialog.h"

using namespace headscope;

class TestExportDialog : public QObject {
  Q_OBJECT
 private slots:
  void itProposesAPngInTheFolder();
  void theFormatIsTheFileNamesEnding();
  void onlyAPngHasAScale();
  void anotherEndingCannotBeSaved();
  void aNameWithDotsKeepsThem();
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
  const ExportDialog dialog(QStringLiteral("/pictures"));
  QCOMPARE(dialog.file(), QStringLiteral("/pictures/attention.png"));
  QCOMPARE(dialog.scale(), 2.0);
}

void TestExportDialog::theFormatIsTheFileNamesEnding() {
  ExportDialog dialog(QStringLiteral("/pictures"));
  dialog.setFormat(QStringLiteral("pdf"));
  QCOMPARE(dialog.file(), QStringLiteral("/pictures/attention.pdf"));
  dialog.setFile(QStringLiteral("/pictures/other.SVG"));
  dialog.setFormat(QStringLiteral("png"));
  QCOMPARE(dialog.file(), QStringLiteral("/pictures/other.png"));
}

void TestExportDialog::onlyAPngHasAScale() {
  ExportDialog dialog(QStringLiteral("/pictures"));
  dialog.setScale(4);
  QCOMPARE(dialog.scale(), 4.0);
  QVERIFY(scaleOf(dialog)->isEnabled());
  dialog.setFormat(QStringLiteral("svg"));
  QVERIFY(!scaleOf(dialog)->isEnabled());
  dialog.setFormat(QStringLiteral("png"));
  QVERIFY(scaleOf(dialog)->isEnabled());
}

void TestExportDialog::anotherEndingCannotBeSaved() {
  ExportDialog dialog(QStringLiteral("/pictures"));
  dialog.setFile(QStringLiteral("/pictures/attention.gif"));
  QVERIFY(!saveButton(dialog)->isEnabled());
  dialog.setFile(QStringLiteral("/pictures/attention.svg"));
  QVERIFY(saveButton(dialog)->isEnabled());
}

void TestExportDialog::aNameWithDotsKeepsThem() {
  ExportDialog dialog(QStringLiteral("/pictures"));
  dialog.setFile(QStringLiteral("/pictures/L3.H1.png"));
  dialog.setFormat(QStringLiteral("svg"));
  QCOMPARE(dialog.file(), QStringLiteral("/pictures/L3.H1.svg"));
}

QTEST_MAIN(TestExportDialog)
#include "test_export_dialog.moc"
