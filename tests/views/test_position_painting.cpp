#include <utility>

#include <QBuffer>
#include <QFile>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSvgGenerator>
#include <QTemporaryDir>
#include <QTest>

#include "export/exporter.h"
#include "render/color_map.h"
#include "test_class.h"
#include "views/positions_driver.h"

namespace headscope::test_position_painting {

namespace {

QByteArray svgOf(const std::function<void(QPainter&, QSizeF)>& paint, QSize size) {
  QBuffer buffer;
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(), size));
  QPainter painter(&generator);
  paint(painter, size);
  painter.end();
  return buffer.data();
}

QStringList textsOf(const QByteArray& svg) {
  QStringList texts;
  const QRegularExpression text(QStringLiteral("<text[^>]*>([^<]*)</text>"));
  auto matches = text.globalMatch(QString::fromUtf8(svg));
  while (matches.hasNext()) {
    texts << matches.next().captured(1);
  }
  return texts;
}

// The first picture in an SVG file: the map.
QImage imageIn(const QByteArray& svg) {
  const QByteArray start = "data:image/png;base64,";
  const qsizetype begin = svg.indexOf(start) + start.size();
  return QImage::fromData(QByteArray::fromBase64(svg.mid(begin, svg.indexOf('"', begin) - begin)));
}

}  // namespace

// The figure painted for a file.
class TestPositionPainting : public QObject {
  Q_OBJECT
 private slots:
  void anSvgHasTextsAndTheTable();
  void aPdfHasNoLossyImage();
  void anImageHasTheFigureAtItsScale();
  void exportingLeavesTheScreenAlone();
  void aPaintOutlivesItsView();
  void noneIsPaintedToo();
  void theExporterWritesIt();
  void theCommandLinePaintsWithoutAWindow();
};

void TestPositionPainting::anSvgHasTextsAndTheTable() {
  PositionsView view;
  view.setSinusoid(kHalves, 20, 64);
  view.setCell(10, 3);
  const QByteArray svg = svgOf(view.figurePaint(), {760, 600});
  const QStringList texts = textsOf(svg);
  for (const QString& text :
       {QStringLiteral("Sinusoid, concatenated halves"), QStringLiteral("20 × 64"),
        QStringLiteral("Position 10, dimension 3: \u22120.819"), QStringLiteral("position"),
        QStringLiteral("dimension"), QStringLiteral("distance in positions"),
        QStringLiteral("value by position"), QStringLiteral("dim 3"),
        QStringLiteral("\u22120.5")}) {
    QVERIFY2(texts.contains(text), qPrintable(text + u" in "_qs + texts.join(u" | ")));
  }
  const QImage image = imageIn(svg);
  QCOMPARE(image.width() % 64, 0);
  QCOMPARE(image.height() % 20, 0);
  const ColorMap& colors = colorMap(ColorMapId::inkSigned, ThemeKind::light);
  const ValueRange range{.low = -1, .high = 1};
  for (int p = 0; p < 20; ++p) {
    for (int d = 0; d < 64; ++d) {
      const double value = static_cast<double>((*view.table().values)(p, d));
      QCOMPARE(image.pixel(d * image.width() / 64, p * image.height() / 20),
               colors.at(range.position(value)));
    }
  }
}

void TestPositionPainting::aPdfHasNoLossyImage() {
  PositionsView view;
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setPageSize(QPageSize(QSizeF(760, 600), QPageSize::Point));
  writer.setPageMargins({});
  writer.setResolution(72);
  QPainter painter(&writer);
  view.figurePaint()(painter, {760, 600});
  painter.end();
  QVERIFY(buffer.data().contains("/Subtype /Image"));
  QVERIFY(!buffer.data().contains("DCTDecode"));
}

// Whatever the scale and the device's dots per inch, the figure fills its size.
void TestPositionPainting::anImageHasTheFigureAtItsScale() {
  PositionsView view;
  view.setTable(learnedTable(), QStringLiteral("tiny"));
  view.setCell(0, 0);
  for (int scale : {1, 3}) {
    QImage image(QSize(500, 400) * scale, QImage::Format_RGB32);
    image.fill(Qt::magenta);
    image.setDotsPerMeterX(qRound(96 * scale / 0.0254));
    image.setDotsPerMeterY(qRound(96 * scale / 0.0254));
    QPainter painter(&image);
    painter.scale(scale, scale);
    view.figurePaint()(painter, {500, 400});
    painter.end();
    const QColor canvas = theme(ThemeKind::light).canvas;
    for (const QPoint& corner : {QPoint(1, 1), QPoint(498, 1), QPoint(1, 398), QPoint(498, 398)}) {
      QCOMPARE(QColor(image.pixel(corner * scale)), canvas);
    }
    bool hasSelection = false;
    for (int y = 0; y < image.height() && !hasSelection; ++y) {
      for (int x = 0; x < image.width() && !hasSelection; ++x) {
        hasSelection = QColor(image.pixel(x, y)) == theme(ThemeKind::light).warm;
      }
    }
    QVERIFY(hasSelection);
  }
}

void TestPositionPainting::exportingLeavesTheScreenAlone() {
  PositionsView view;
  open(view);
  view.figure()->zoom(2);
  settle();
  const QImage before = view.grab().toImage();
  svgOf(view.figurePaint(), {300, 900});
  settle();
  QCOMPARE(view.grab().toImage(), before);
}

// Painting goes on after the view is gone: an export dialog may outlive a tab.
void TestPositionPainting::aPaintOutlivesItsView() {
  std::function<void(QPainter&, QSizeF)> paint;
  {
    PositionsView view;
    view.setSinusoid(kInterleaved, 7, 6);
    view.setTheme(theme(ThemeKind::dark));
    paint = view.figurePaint();
  }
  QVERIFY(textsOf(svgOf(paint, {760, 600})).contains(QStringLiteral("7 × 6")));
}

void TestPositionPainting::noneIsPaintedToo() {
  PositionsView view;
  view.setNone();
  const QStringList texts = textsOf(svgOf(view.figurePaint(), {760, 600}));
  QVERIFY(texts.contains(QStringLiteral("No positions")));
  QVERIFY(texts.contains(QStringLiteral("Word order is invisible")));
}

void TestPositionPainting::theExporterWritesIt() {
  PositionsView view;
  view.setSinusoid(kInterleaved, 20, 16);
  const QTemporaryDir folder;
  for (const auto& [format, start] :
       {std::pair{ExportFormat::png, "\x89PNG"}, std::pair{ExportFormat::svg, "<?xml"},
        std::pair{ExportFormat::pdf, "%PDF"}}) {
    const QString path = folder.filePath(QStringLiteral("f.") + exportSuffix(format));
    ExportOptions options;
    options.format = format;
    options.scale = 2;
    QVERIFY(exportFigure(view.figurePaint(), {760, 600}, options, path).has_value());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray written = file.readAll();
    QVERIFY(written.startsWith(start));
    if (format == ExportFormat::png) {
      const QImage image = QImage::fromData(written);
      QCOMPARE(image.size(), QSize(1520, 1200));
      QCOMPARE(QColor(image.pixel(1517, 1197)), theme(ThemeKind::light).canvas);
    } else if (format == ExportFormat::svg) {
      QVERIFY(textsOf(written).contains(QStringLiteral("20 × 16")));
    } else {
      QVERIFY(!written.contains("DCTDecode"));
    }
  }
}

void TestPositionPainting::theCommandLinePaintsWithoutAWindow() {
  const auto paint = [](QPainter& painter, QSizeF size) {
    paintPositions(painter, size, sinusoidPositions(kInterleaved, 20, 512),
                   theme(ThemeKind::light));
  };
  const QByteArray svg = svgOf(paint, {960, 720});
  QVERIFY(textsOf(svg).contains(QStringLiteral("20 × 512")));
  QCOMPARE(imageIn(svg).width() % 512, 0);
}

HEADSCOPE_TEST(TestPositionPainting)

}  // namespace headscope::test_position_painting

#include "test_position_painting.moc"
