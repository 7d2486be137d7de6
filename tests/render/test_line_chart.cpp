#include <cmath>

#include <QTest>

#include "render/line_chart.h"
#include "test_class.h"

namespace headscope::test_line_chart {

namespace {

// Without labels' antialiasing in between: the plot is 200 pixels wide and 100 high.
constexpr QRectF kRoom(0, 0, 240, 144);
constexpr double kLeft = 28;
constexpr double kBottom = 124;
const QColor kRed(255, 0, 0);

LineChart chartOf(std::vector<QPointF> points) {
  return {.title = QStringLiteral("loss"),
          .brief = QStringLiteral("loss"),
          .xMost = 100,
          .yMost = 1,
          .lines = {{.points = std::move(points), .color = kRed}}};
}

QImage painted(const LineChart& chart) {
  QImage image(kRoom.size().toSize(), QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  paintLineChart(painter, kRoom, chart, {});
  return image;
}

bool isRed(const QImage& image, double x, double y) {
  const QColor color = image.pixelColor(static_cast<int>(std::floor(x)), static_cast<int>(y));
  return color.red() > 200 && color.green() < 120 && color.blue() < 120;
}

}  // namespace

class TestLineChart : public QObject {
  Q_OBJECT
 private slots:
  void roundsUp_data() {
    QTest::addColumn<double>("most");
    QTest::addColumn<double>("expected");
    QTest::newRow("nothing") << 0.0 << 1.0;
    QTest::newRow("nan") << std::nan("") << 1.0;
    QTest::newRow("below one") << 0.3 << 0.4;
    QTest::newRow("itself") << 0.4 << 0.4;
    QTest::newRow("7.4") << 7.4 << 8.0;
    QTest::newRow("9") << 9.0 << 10.0;
    QTest::newRow("410") << 410.0 << 500.0;
  }
  void roundsUp() {
    QFETCH(double, most);
    QFETCH(double, expected);
    QCOMPARE(roundedUp(most), expected);
  }

  void aLineGoesThroughItsPoints() {
    const QImage image = painted(chartOf({{0, 0}, {50, 0.5}, {100, 0.5}}));
    QVERIFY(isRed(image, kLeft + 50, kBottom - 25));
    QVERIFY(isRed(image, kLeft + 150, kBottom - 50));
    QVERIFY(!isRed(image, kLeft + 50, kBottom - 50));
  }

  void whatIsBeyondTheTopStaysOnIt() {
    const QImage image = painted(chartOf({{0, 5}, {100, 5}}));
    QVERIFY(isRed(image, kLeft + 100, kBottom - 100));
  }

  // Of a hundred thousand points two stand out, for one step each.
  void noSpikeIsLostAmongManyPoints() {
    std::vector<QPointF> points;
    for (int i = 0; i <= 100'000; ++i) {
      points.emplace_back(i / 1000.0, i == 12'345 ? 1.0 : i == 70'001 ? 0.0 : 0.5);
    }
    const QImage image = painted(chartOf(std::move(points)));
    const auto redAt = [&](double y, double from, double to) {
      for (double x = from; x <= to; ++x) {
        const QColor color = image.pixelColor(static_cast<int>(x), static_cast<int>(y));
        if (color.red() - color.green() > 40) {
          return true;
        }
      }
      return false;
    };
    const double up = kLeft + 2 * 12.345;
    const double down = kLeft + 2 * 70.001;
    QVERIFY(redAt(kBottom - 80, up - 2, up + 2));
    QVERIFY(redAt(kBottom - 20, down - 2, down + 2));
    QVERIFY(!redAt(kBottom - 80, down - 2, down + 2));
    QVERIFY(!redAt(kBottom - 20, up - 2, up + 2));
    for (double x = kLeft + 2; x < kLeft + 198; ++x) {
      QVERIFY(redAt(kBottom - 50, x, x));
    }
  }

  void theMarkIsDashed() {
    LineChart chart = chartOf({{0, 0}});
    const QImage without = painted(chart);
    chart.mark = 50;
    const QImage with = painted(chart);
    int changed = 0;
    for (int y = 24; y < 124; ++y) {
      changed +=
          without.pixel(128, y) != with.pixel(128, y) || without.pixel(127, y) != with.pixel(127, y)
              ? 1
              : 0;
    }
    QVERIFY(changed > 40 && changed < 90);
  }

  void aTitleWithoutRoomIsBrief() {
    LineChart chart = chartOf({{0, 0}});
    chart.brief = QStringLiteral("b");
    const QImage whole = painted(chart);
    chart.title = QStringLiteral("a title that is far too long for two hundred pixels of a chart");
    const QImage brief = painted(chart);
    chart.title = QStringLiteral("b");
    QCOMPARE(brief, painted(chart));
    QVERIFY(brief != whole);
  }
};

HEADSCOPE_TEST(TestLineChart)

}  // namespace headscope::test_line_chart

#include "test_line_chart.moc"
