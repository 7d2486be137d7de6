#include <QBuffer>
#include <QFontMetricsF>
#include <QImage>
#include <QSvgGenerator>
#include <QTest>

#include "render/shaped_text.h"
#include "test_class.h"
#include "theme/theme.h"

namespace headscope::test_shaped_text {

namespace {

constexpr QSize kRoom(240, 60);

QImage painted(const std::function<void(QPainter&)>& paint) {
  QImage image(kRoom, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  painter.setPen(Qt::black);
  paint(painter);
  return image;
}

}  // namespace

class TestShapedText : public QObject {
  Q_OBJECT
 private slots:
  void aSentenceIsWrappedAtItsSpaces();
  void isAsWideAsTheFontsMetricsSay_data();
  void isAsWideAsTheFontsMetricsSay();
  void paintsWhatThePainterWould_data();
  void paintsWhatThePainterWould();
  void aTextThatFitsStaysWhole();
  void aTextTooLongIsElided();
  void inAFileItIsText();
  void nothingIsNoWidthAndPaintsNothing();
};

void TestShapedText::isAsWideAsTheFontsMetricsSay_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("size");
  QTest::newRow("a word") << QStringLiteral("animal") << 14;
  QTest::newRow("kerned") << QStringLiteral("AVAToday") << 33;
  QTest::newRow("Chinese") << QStringLiteral("注意力") << 14;
  QTest::newRow("two scripts") << QStringLiteral("it 注意 ##ed") << 12;
  QTest::newRow("a space at the end") << QStringLiteral("it ") << 14;
}

void TestShapedText::isAsWideAsTheFontsMetricsSay() {
  QFETCH(QString, text);
  QFETCH(int, size);
  const QFont font = uiFont(size);
  const double expected = QFontMetricsF(font).horizontalAdvance(text);
  QCOMPARE(textWidth(font, text), expected);
  QCOMPARE(textWidth(font, text), expected);  // remembered
  const QFont bold = uiFont(size, QFont::Bold);
  QCOMPARE(textWidth(bold, text), QFontMetricsF(bold).horizontalAdvance(text));
}

void TestShapedText::paintsWhatThePainterWould_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<double>("angle");
  QTest::addColumn<double>("scale");
  QTest::newRow("a word") << QStringLiteral("animal") << 0.0 << 1.0;
  QTest::newRow("Chinese") << QStringLiteral("it 注意力") << 0.0 << 1.0;
  QTest::newRow("leaning") << QStringLiteral("animal") << -30.0 << 1.0;
  QTest::newRow("a dense screen") << QStringLiteral("tired") << 0.0 << 2.0;
}

void TestShapedText::paintsWhatThePainterWould() {
  QFETCH(QString, text);
  QFETCH(double, angle);
  QFETCH(double, scale);
  const QFont font = uiFont(14);
  const QPointF baseline(10.25, 24);
  const auto turned = [&](QPainter& painter) {
    painter.scale(scale, scale);
    painter.translate(0, angle < 0 ? 25 : 0);
    painter.rotate(angle);
  };
  const QImage expected = painted([&](QPainter& painter) {
    turned(painter);
    painter.setFont(font);
    painter.drawText(baseline, text);
  });
  const QImage image = painted([&](QPainter& painter) {
    turned(painter);
    drawTextLine(painter, font, baseline, text);
  });
  QCOMPARE(image, expected);
  QVERIFY(image != painted([](QPainter&) {}));
}

void TestShapedText::aTextThatFitsStaysWhole() {
  const QFont font = uiFont(14);
  const QString text = QStringLiteral("animal");
  QCOMPARE(fittingText(font, text, textWidth(font, text)), text);
}

void TestShapedText::aTextTooLongIsElided() {
  const QFont font = uiFont(14);
  const QString shown = fittingText(font, QStringLiteral("antidisestablishmentarianism"), 80);
  QVERIFY(shown.startsWith(QStringLiteral("anti")));
  QVERIFY(shown.endsWith(QChar(0x2026)));
  QVERIFY(textWidth(font, shown) <= 80);
}

void TestShapedText::inAFileItIsText() {
  QBuffer file;
  QSvgGenerator svg;
  svg.setOutputDevice(&file);
  svg.setSize(kRoom);
  {
    QPainter painter(&svg);
    drawTextLine(painter, uiFont(14), {10, 24}, QStringLiteral("animal"));
  }
  QVERIFY(file.data().contains(">animal"));
}

void TestShapedText::nothingIsNoWidthAndPaintsNothing() {
  QCOMPARE(textWidth(uiFont(14), {}), 0.0);
  QCOMPARE(painted([](QPainter& painter) {
             drawTextLine(painter, uiFont(14), {10, 24}, {});
           }),
           painted([](QPainter&) {}));
}

void TestShapedText::aSentenceIsWrappedAtItsSpaces() {
  const QFont font = uiFont(14);
  const QString text = QStringLiteral("A recording knows one text");
  const double width = textWidth(font, QStringLiteral("A recording knows"));
  QCOMPARE(wrappedText(font, text, width),
           (QStringList{QStringLiteral("A recording knows"), QStringLiteral("one text")}));
  QCOMPARE(wrappedText(font, text, 1000), QStringList{text});
  QCOMPARE(wrappedText(font, text, 1).size(), 5);
  QVERIFY(wrappedText(font, {}, 100).isEmpty());
}

HEADSCOPE_TEST(TestShapedText)

}  // namespace headscope::test_shaped_text

#include "test_shaped_text.moc"
