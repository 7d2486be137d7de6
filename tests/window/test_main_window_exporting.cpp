#include <QImageReader>
#include <QStatusBar>
#include <QTimer>
#include <QXmlStreamReader>

#include "dialogs/export_dialog.h"
#include "export/exporter.h"
#include "test_class.h"
#include "views/position_figure.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_exporting {

// What the window shows, in files.
class TestMainWindowExporting : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void pngHasTheViewsSizeTimesTheScale_data();
  void pngHasTheViewsSizeTimesTheScale();
  void svgHasTheTokensAsText();
  void pdfIsAPdf();
  void thePositionsTabIsExportedWhenItIsShown();
  void theLinksTabIsExportedWhenItIsShown();
  void otherEndingsAreRefused();
  void aFolderThatIsNotThereIsSaid();
  void theDialogWritesAndRemembersItsFolder();
  void theDialogShowsWhatWentWrong();

 private:
  QByteArray read(const QString& name) const {
    QFile file(home_.path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  // Ctrl+E, another file name in the dialog, Return.
  void saveAs(DrivenWindow& driven, const QString& file) const;

  OwnHome home_;
};

void TestMainWindowExporting::pngHasTheViewsSizeTimesTheScale_data() {
  QTest::addColumn<int>("scale");
  QTest::newRow("1") << 1;
  QTest::newRow("2") << 2;
  QTest::newRow("4") << 4;
}

void TestMainWindowExporting::pngHasTheViewsSizeTimesTheScale() {
  QFETCH(int, scale);
  DrivenWindow driven;
  const QString file = home_.path(QStringLiteral("map.png"));
  QVERIFY(driven.window.exportView(file, scale));
  QImageReader reader(file);
  QCOMPARE(reader.text(QStringLiteral("text")), kThreeWords);
  QCOMPARE(reader.text(QStringLiteral("model")), driven.session().modelReference());
  QCOMPARE(reader.read().size(), driven.window.heatmap()->size() * scale);
}

void TestMainWindowExporting::svgHasTheTokensAsText() {
  DrivenWindow driven(kSmallSandbox, QStringLiteral("fish & <chips> 苹果"));
  QVERIFY(driven.window.exportView(home_.path(QStringLiteral("map.svg")), 1));
  QXmlStreamReader xml(read(QStringLiteral("map.svg")));
  QString texts;
  while (!xml.atEnd()) {
    if (xml.readNext() == QXmlStreamReader::Characters) {
      texts += xml.text();
    }
  }
  QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
  for (const QString& token : driven.session().labels().keys) {
    QVERIFY2(texts.contains(token), qPrintable(token));
  }
  QVERIFY(texts.contains(driven.window.heatmap()->figure().title));
}

void TestMainWindowExporting::pdfIsAPdf() {
  DrivenWindow driven;
  QVERIFY(driven.window.exportView(home_.path(QStringLiteral("map.pdf")), 1));
  const QByteArray content = read(QStringLiteral("map.pdf"));
  QVERIFY(content.startsWith("%PDF-1."));
  QVERIFY(content.trimmed().endsWith("%%EOF"));
}

void TestMainWindowExporting::thePositionsTabIsExportedWhenItIsShown() {
  DrivenWindow driven(kSmallSandbox + QStringLiteral(",positions=sinusoid"));
  driven.press(Qt::Key_4, Qt::ControlModifier);
  const QString file = home_.path(QStringLiteral("positions.png"));
  QVERIFY(driven.window.exportView(file, 2));
  QCOMPARE(QImage(file).size(), driven.window.positions()->figure()->size() * 2);
  QVERIFY(driven.window.exportView(home_.path(QStringLiteral("positions.svg")), 1));
  QVERIFY(read(QStringLiteral("positions.svg")).contains("rows are positions"));
}

void TestMainWindowExporting::theLinksTabIsExportedWhenItIsShown() {
  DrivenWindow driven;
  driven.press(Qt::Key_2, Qt::ControlModifier);
  driven.selection().setCell(1, -1);
  const QString file = home_.path(QStringLiteral("links.png"));
  QVERIFY(driven.window.exportView(file, 2));
  const QImage image(file);
  QCOMPARE(image.size(), driven.window.links()->size() * 2);
  // The chosen query's bands, in the accent, run into its keys.
  const QColor accent = driven.window.links()->plot()->figureStyle().theme.accent;
  int bands = 0;
  for (int y = 0; y < image.height(); ++y) {
    const QColor color = image.pixelColor(image.width() / 2, y);
    bands += std::abs(color.red() - accent.red()) + std::abs(color.blue() - accent.blue()) < 120;
  }
  QVERIFY2(bands > 4, qPrintable(QString::number(bands)));
  QVERIFY(driven.window.exportView(home_.path(QStringLiteral("links.svg")), 1));
  const QByteArray svg = read(QStringLiteral("links.svg"));
  QVERIFY(svg.contains("strongest first"));
  QVERIFY(svg.contains("three"));
  QVERIFY(driven.window.exportView(home_.path(QStringLiteral("links.pdf")), 1));
  QVERIFY(read(QStringLiteral("links.pdf")).startsWith("%PDF-1."));
}

void TestMainWindowExporting::otherEndingsAreRefused() {
  DrivenWindow driven;
  const auto written = driven.window.exportView(home_.path(QStringLiteral("map.gif")), 1);
  QVERIFY(!written && written.error().code == ExportError::unknownFormat);
  QVERIFY(describe(written.error()).find("map.gif") != std::string::npos);
}

void TestMainWindowExporting::aFolderThatIsNotThereIsSaid() {
  DrivenWindow driven;
  const auto written = driven.window.exportView(home_.path(QStringLiteral("none/map.png")), 1);
  QVERIFY(!written && written.error().code == ExportError::cannotWrite);
  QVERIFY(written.error().kind == ErrorKind::couldNotDo);
}

void TestMainWindowExporting::saveAs(DrivenWindow& driven, const QString& file) const {
  QTimer::singleShot(0, &driven.window, [&driven, file] {
    auto* dialog = driven.window.findChild<ExportDialog*>();
    dialog->setFile(file);
    QTest::keyClick(dialog, Qt::Key_Return);
  });
  driven.press(Qt::Key_E, Qt::ControlModifier);
}

void TestMainWindowExporting::theDialogWritesAndRemembersItsFolder() {
  DrivenWindow driven;
  QDir().mkpath(home_.path(QStringLiteral("pictures")));
  saveAs(driven, home_.path(QStringLiteral("pictures/seen.png")));
  QCOMPARE(QImage(home_.path(QStringLiteral("pictures/seen.png"))).size(),
           driven.window.heatmap()->size() * 2);
  const auto labels = driven.window.statusBar()->findChildren<QLabel*>();
  QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
    return label->isVisible() && label->text().contains(QStringLiteral("seen.png"));
  }));
  driven.window.close();
  QCOMPARE(loadPreferences().folder, home_.path(QStringLiteral("pictures")));
}

void TestMainWindowExporting::theDialogShowsWhatWentWrong() {
  DrivenWindow driven;
  saveAs(driven, home_.path(QStringLiteral("none/seen.png")));
  QVERIFY2(driven.notice().contains(QStringLiteral("none/seen.png")), qPrintable(driven.notice()));
}

HEADSCOPE_TEST(TestMainWindowExporting)

}  // namespace headscope::test_main_window_exporting

#include "test_main_window_exporting.moc"
