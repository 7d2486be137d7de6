#include <cmath>

#include <QDir>
#include <QFile>
#include <QImageReader>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "export/exporter.h"
#include "render/attention_figure.h"
#include "render/heatmap_painter.h"
#include "test_class.h"

namespace headscope::test_exporter {

namespace {

HeatmapFigure figureOf(int count) {
  Matrix map = Matrix::Zero(count, count);
  map(1, 2) = 0.677F;
  map(0, 0) = 1;
  QStringList tokens;
  for (int i = 0; i < count; ++i) {
    tokens << QStringLiteral("token%1").arg(i);
  }
  tokens[1] = QStringLiteral("it");
  tokens[2] = QStringLiteral("<animal> & co");
  HeatmapFigure figure =
      attentionFigure({3, 1}, MapPyramid::fromMatrix(std::move(map)), {tokens, tokens});
  figure.selectedQuery = 1;
  figure.selectedKey = 2;
  return figure;
}

void paintFigure(const HeatmapFigure& figure, QPainter& painter, QSizeF size) {
  paintHeatmap(painter, figure, HeatmapLayout(figure, size, {}), {});
}

ExportOptions optionsOf(ExportFormat format, double scale = 1) {
  return {.format = format,
          .scale = scale,
          .title = QStringLiteral("L3·H1"),
          .description = QStringLiteral("The animal & the <street>"),
          .metadata = {{QStringLiteral("session"), QStringLiteral("{\"text\": \"it's 苹果\"}")},
                       {QStringLiteral("model"), QStringLiteral("MiniLM")},
                       {QStringLiteral("not a name"), QStringLiteral("left out")}}};
}

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class TestExporter : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  const QSizeF size_ = {640, 560};

  QString write(const HeatmapFigure& figure, const ExportOptions& options, const char* name) {
    const QString path = folder_.filePath(QString::fromLatin1(name));
    const Result<void> result =
        exportFigure([&](QPainter& painter, QSizeF size) { paintFigure(figure, painter, size); },
                     size_, options, path);
    return result ? path : QString::fromStdString(describe(result.error()));
  }

 private slots:
  void pngIsTheScreensPixels_data() {
    QTest::addColumn<double>("scale");
    for (const int scale : {1, 2, 3, 4}) {
      QTest::addRow("%dx", scale) << double(scale);
    }
  }

  void pngIsTheScreensPixels() {
    QFETCH(double, scale);
    const HeatmapFigure figure = figureOf(8);
    QImageReader reader(write(figure, optionsOf(ExportFormat::png, scale), "figure.png"));
    QCOMPARE(reader.text(QStringLiteral("Title")), QStringLiteral("L3·H1"));
    QCOMPARE(reader.text(QStringLiteral("Description")),
             QStringLiteral("The animal & the <street>"));
    QCOMPARE(reader.text(QStringLiteral("session")), QStringLiteral("{\"text\": \"it's 苹果\"}"));
    QCOMPARE(reader.text(QStringLiteral("model")), QStringLiteral("MiniLM"));
    const QImage image = reader.read();
    QCOMPARE(image.size(), (size_ * scale).toSize());
    QCOMPARE(qRound(image.dotsPerMeterX() * 0.0254 / scale), 96);
    const HeatmapLayout layout(figure, size_, {});
    const QPointF inCell = layout.cellRect(0, 0).topLeft() + QPointF(4, 4);
    QCOMPARE(image.pixel((inCell * scale).toPoint()), FigureStyle().colors().at(1));
    QCOMPARE(image.pixelColor(2, 2), FigureStyle().theme.canvas);
  }

  void pngAtOneIsWhatIsPainted() {
    const HeatmapFigure figure = figureOf(8);
    const QImage file(write(figure, optionsOf(ExportFormat::png), "same.png"));
    QImage screen(size_.toSize(), QImage::Format_RGB32);
    QPainter painter(&screen);
    paintFigure(figure, painter, size_);
    painter.end();
    QCOMPARE(file.convertToFormat(QImage::Format_RGB32), screen);
  }

  void svgHasTextAsTextAndCellsAsShapes() {
    QXmlStreamReader xml(contentOf(write(figureOf(8), optionsOf(ExportFormat::svg), "figure.svg")));
    QStringList texts;
    QString metadata;
    QString title;
    QString description;
    int images = 0;
    int shapes = 0;
    while (!xml.atEnd()) {
      if (xml.readNext() != QXmlStreamReader::StartElement) {
        continue;
      }
      const QString name = xml.name().toString();
      if (name == QStringLiteral("svg")) {
        QCOMPARE(xml.attributes().value(QStringLiteral("viewBox")).toString(),
                 QStringLiteral("0 0 640 560"));
      } else if (name == QStringLiteral("text")) {
        texts << xml.readElementText().trimmed();
      } else if (name == QStringLiteral("title")) {
        title = xml.readElementText();
      } else if (name == QStringLiteral("desc")) {
        description = xml.readElementText();
      } else if (name == QStringLiteral("session")) {
        metadata = xml.readElementText();
      } else if (name == QStringLiteral("image")) {
        ++images;
      } else if (name == QStringLiteral("rect") || name == QStringLiteral("path")) {
        ++shapes;
      }
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    for (const char16_t* expected :
         {u"L3·H1", u"it", u"<animal> & co", u"1.0", u".68", u"0.2", u"keys →", u"queries ↓"}) {
      const QString text = QString::fromUtf16(expected);
      // A cell of this size has room for three digits.
      const bool found = texts.contains(text) ||
                         (text == QStringLiteral(".68") && texts.contains(QStringLiteral(".677")));
      QVERIFY2(found, qPrintable(text + QStringLiteral(" is not in ") + texts.join(u'|')));
    }
    QCOMPARE(title, QStringLiteral("L3·H1"));
    QCOMPARE(description, QStringLiteral("The animal & the <street>"));
    QCOMPARE(metadata, QStringLiteral("{\"text\": \"it's 苹果\"}"));
    QCOMPARE(images, 0);
    QVERIFY(shapes > 0);
  }

  void svgTextsSayHowWideTheyAre() {
    const QString svg = QString::fromUtf8(
        contentOf(write(figureOf(8), optionsOf(ExportFormat::svg), "widths.svg")));
    const QString subtitle = QStringLiteral("each row sums to 1</text>");
    const qsizetype end = svg.indexOf(subtitle);
    QVERIFY(end > 0);
    const QString tag = svg.mid(svg.lastIndexOf(QStringLiteral("<text"), end), 400);
    const auto number = [&tag](const QString& name) {
      const qsizetype at = tag.indexOf(name + QStringLiteral("=\"")) + name.size() + 2;
      return tag.mid(at, tag.indexOf(u'"', at) - at).toDouble();
    };
    // The subtitle is set against the right margin.
    const double right = number(QStringLiteral(" x")) + number(QStringLiteral("textLength"));
    QVERIFY2(std::abs(right - (size_.width() - 24)) < 2, qPrintable(QString::number(right)));
    QVERIFY(tag.contains(QStringLiteral("sans-serif")));
  }

  void bigMapsAreOneLosslessImageInSvg() {
    const QByteArray svg = contentOf(write(figureOf(200), optionsOf(ExportFormat::svg), "big.svg"));
    QCOMPARE(svg.count("<image"), 1);
    const qsizetype start = svg.indexOf("base64,") + 7;
    const QImage image =
        QImage::fromData(QByteArray::fromBase64(svg.mid(start, svg.indexOf('"', start) - start)));
    QVERIFY(!image.isNull());
    QCOMPARE(image.width() % 200, 0);
    const int pixels = image.width() / 200;
    QCOMPARE(image.pixel(pixels / 2, pixels / 2), FigureStyle().colors().at(1));
    QCOMPARE(image.pixel(2 * pixels, pixels), FigureStyle().colors().at(0.677));
    QCOMPARE(image.pixel(3 * pixels, pixels), FigureStyle().theme.panel.rgb());
  }

  void pdfHasTextAndMetadata() {
    const QString path = write(figureOf(8), optionsOf(ExportFormat::pdf), "figure.pdf");
    const QByteArray pdf = contentOf(path);
    QVERIFY(pdf.startsWith("%PDF-1."));
    QVERIFY(pdf.trimmed().endsWith("%%EOF"));
    QVERIFY(pdf.contains("/MediaBox [0 0 480"));  // 640 pixels of 1/96 inch in points
    QVERIFY(pdf.contains("<headscope:model>MiniLM</headscope:model>"));
    QVERIFY(pdf.contains("The animal &amp; the &lt;street&gt;"));
    QVERIFY(!pdf.contains("left out"));
    QVERIFY(!pdf.contains("DCTDecode"));

    const QString tool = QStandardPaths::findExecutable(QStringLiteral("pdftotext"));
    if (tool.isEmpty()) {
      QSKIP("needs pdftotext for its text");
    }
    QProcess process;
    process.start(tool, {path, QStringLiteral("-")});
    QVERIFY(process.waitForFinished());
    const QString text = QString::fromUtf8(process.readAllStandardOutput());
    for (const char16_t* expected : {u"L3·H1", u"it", u"animal", u"token7"}) {
      QVERIFY2(text.contains(QString::fromUtf16(expected)), qPrintable(text));
    }
  }

  void bigMapsAreLosslessInPdf() {
    const QByteArray pdf = contentOf(write(figureOf(200), optionsOf(ExportFormat::pdf), "big.pdf"));
    QVERIFY(pdf.contains("/Subtype /Image"));
    QVERIFY(!pdf.contains("DCTDecode"));
  }

  void whatWasThereStaysUntilTheFileIsComplete() {
    const QString path = folder_.filePath(QStringLiteral("kept.png"));
    QFile before(path);
    QVERIFY(before.open(QIODevice::WriteOnly));
    before.write("before");
    before.close();
    bool seen = false;
    const Result<void> result =
        exportFigure([&](QPainter&, QSizeF) { seen = contentOf(path) == "before"; }, size_,
                     optionsOf(ExportFormat::png), path);
    QVERIFY(result.has_value());
    QVERIFY(seen);
    QCOMPARE(QImage(path).size(), size_.toSize());
    QCOMPARE(QDir(folder_.path()).entryList({QStringLiteral("kept*")}, QDir::Files).size(), 1);
  }

  void formatsByEnding() {
    QCOMPARE(exportFormatOf(QStringLiteral("/a.b/c.PNG")), ExportFormat::png);
    QCOMPARE(exportFormatOf(QStringLiteral("c.svg")), ExportFormat::svg);
    QCOMPARE(exportFormatOf(QStringLiteral("c.x.pdf")), ExportFormat::pdf);
    QCOMPARE(exportFormatOf(QStringLiteral("c.jpg")), std::nullopt);
    QCOMPARE(exportFormatOf(QStringLiteral("png")), std::nullopt);
    for (const ExportFormat format : {ExportFormat::png, ExportFormat::svg, ExportFormat::pdf}) {
      QCOMPARE(exportFormatOf(QStringLiteral("x.") + exportSuffix(format)), format);
    }
  }

  void aFolderThatIsNotThere_data() {
    QTest::addColumn<int>("format");
    for (const ExportFormat format : {ExportFormat::png, ExportFormat::svg, ExportFormat::pdf}) {
      QTest::newRow(qPrintable(exportSuffix(format))) << static_cast<int>(format);
    }
  }

  void aFolderThatIsNotThere() {
    QFETCH(int, format);
    const QString path = folder_.filePath(QStringLiteral("missing/figure"));
    const Result<void> result = exportFigure([](QPainter&, QSizeF) {}, size_,
                                             optionsOf(static_cast<ExportFormat>(format)), path);
    QVERIFY(!result);
    QCOMPARE(result.error().code, make_error_code(ExportError::cannotWrite));
    QCOMPARE(result.error().kind, ErrorKind::couldNotDo);
    QCOMPARE(result.error().file, path.toStdString());
    QVERIFY(!result.error().problem.empty());
    QVERIFY(!result.error().remedy.empty());
  }

  void aPathThatIsAFolder() {
    const Result<void> result =
        exportFigure([](QPainter&, QSizeF) {}, size_, optionsOf(ExportFormat::svg), folder_.path());
    QVERIFY(!result);
    QCOMPARE(result.error().code, make_error_code(ExportError::cannotWrite));
  }

  void aFigureWithoutArea() {
    for (const QSizeF size : {QSizeF(0, 100), QSizeF(100, -1), QSizeF()}) {
      const Result<void> result =
          exportFigure([](QPainter&, QSizeF) {}, size, optionsOf(ExportFormat::png),
                       folder_.filePath(QStringLiteral("x.png")));
      QVERIFY(!result);
      QCOMPARE(result.error().code, make_error_code(ExportError::emptyFigure));
    }
  }

  void moreThanAnImageCanHave() {
    const QString path = folder_.filePath(QStringLiteral("x.png"));
    for (const QSizeF size : {QSizeF(40000, 10), QSizeF(20000, 20000)}) {
      const Result<void> result =
          exportFigure([](QPainter&, QSizeF) {}, size, optionsOf(ExportFormat::png), path);
      QVERIFY(!result);
      QCOMPARE(result.error().code, make_error_code(ExportError::tooLarge));
      QVERIFY(!QFile::exists(path));
    }
  }
};

HEADSCOPE_TEST(TestExporter)

}  // namespace headscope::test_exporter

#include "test_exporter.moc"
