#include <QImage>
#include <QTest>

#include "render/tabular_text.h"
#include "test_class.h"
#include "theme/theme.h"

namespace headscope::test_tabular_text {

namespace {

// The columns that have ink.
QList<bool> inkColumns(const QImage& image) {
  QList<bool> columns;
  for (int x = 0; x < image.width(); ++x) {
    bool inked = false;
    for (int y = 0; y < image.height(); ++y) {
      inked = inked || qGray(image.pixel(x, y)) < 128;
    }
    columns << inked;
  }
  return columns;
}

QImage drawn(const TabularText& text, const QString& number) {
  QImage image(200, 60, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  painter.setPen(Qt::black);
  text.drawRight(painter, {180, 45}, number);
  return image;
}

}  // namespace

class TestTabularText : public QObject {
  Q_OBJECT
 private slots:
  void allDigitsAreEquallyWide() {
    const TabularText text(uiFont(40));
    const double width = text.width(QStringLiteral("0.000"));
    for (const QChar digit : QStringLiteral("123456789")) {
      QCOMPARE(text.width(QStringLiteral("0.00") + digit), width);
    }
    QCOMPARE(text.width(QStringLiteral("+1")), text.width(QString(QChar(0x2212)) + u'1'));
    QVERIFY(text.width(QStringLiteral("1.0")) < width);
  }

  void pointsStandUnderEachOther() {
    const TabularText text(uiFont(40));
    // Right of the point there are two digits in both, so the points share their columns.
    const QList<bool> ones = inkColumns(drawn(text, QStringLiteral(".11")));
    const QList<bool> fours = inkColumns(drawn(text, QStringLiteral(".44")));
    QVERIFY(ones.contains(true));
    QCOMPARE(ones.indexOf(true), fours.indexOf(true));
  }

  void widthOfOtherTextIsTheFonts() {
    const QFont font = uiFont(20);
    QCOMPARE(TabularText(font).width(QStringLiteral("n/a")),
             QFontMetricsF(font).horizontalAdvance(QStringLiteral("n/a")));
  }

  void drawsCentred() {
    const TabularText text(uiFont(30));
    QImage image(101, 101, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setPen(Qt::black);
    text.drawCentered(painter, {50.5, 50.5}, QStringLiteral("0"));
    painter.end();
    const QList<bool> ink = inkColumns(image);
    const double middle = static_cast<double>(ink.indexOf(true) + ink.lastIndexOf(true)) / 2;
    QVERIFY2(std::abs(middle - 50) <= 1, qPrintable(QString::number(middle)));
    const QList<bool> rows = inkColumns(image.transformed(QTransform().rotate(90)));
    const double height = static_cast<double>(rows.indexOf(true) + rows.lastIndexOf(true)) / 2;
    QVERIFY2(std::abs(height - 50) <= 1.5, qPrintable(QString::number(height)));
  }

  void numbersInCells_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<int>("decimals");
    QTest::addColumn<QString>("text");
    const auto row = [](double value, int decimals, const char16_t* text) {
      QTest::addRow("%g/%d", value, decimals) << value << decimals << QString::fromUtf16(text);
    };
    row(0.677, 2, u".68");
    row(0.677, 3, u".677");
    row(0.05, 2, u".05");
    row(0.999, 2, u"1.0");
    row(1, 3, u"1.0");
    row(-0.4, 2, u"−.40");
    row(-1, 2, u"−1.0");
    row(-3.45, 2, u"−3.5");
    row(0, 2, u".00");
    row(-0.001, 2, u".00");
    row(12.3, 2, u"12");
  }

  void numbersInCells() {
    QFETCH(double, value);
    QFETCH(int, decimals);
    QFETCH(QString, text);
    QCOMPARE(cellNumber(value, decimals), text);
  }

  void numbersInLists() {
    QCOMPARE(listNumber(0.677, 3), QStringLiteral("0.677"));
    QCOMPARE(listNumber(-0.0001, 3), QStringLiteral("0.000"));
    QCOMPARE(listNumber(-0.5, 1), QStringLiteral("−0.5"));
    QCOMPARE(listNumber(21.6884, 3), QStringLiteral("21.688"));
  }
};

HEADSCOPE_TEST(TestTabularText)

}  // namespace headscope::test_tabular_text

#include "test_tabular_text.moc"
