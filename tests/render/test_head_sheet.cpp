#include <algorithm>
#include <set>

#include <QPainter>
#include <QTest>

#include "render/head_sheet_painter.h"
#include "test_class.h"

namespace headscope::test_head_sheet {

namespace {

constexpr int kWidths[] = {320, 416, 480, 640, 777, 840, 1024, 1440, 1800};

HeadSheet gridOf(int layers, int heads, int side = 0) {
  HeadSheet sheet;
  sheet.columns = heads + 1;
  sheet.side = side;
  for (int layer = 0; layer < layers; ++layer) {
    for (int head = 0; head <= heads; ++head) {
      sheet.cards.push_back({.id = {layer, head}, .name = QStringLiteral("mean")});
    }
  }
  return sheet;
}

HeadSheet flowOf(int count, int side = 0) {
  HeadSheet sheet;
  sheet.arrangement = HeadSheet::Arrangement::flow;
  sheet.side = side;
  for (int i = 0; i < count; ++i) {
    sheet.cards.push_back({.id = {0, i},
                           .name = QStringLiteral("L0·H%1").arg(i),
                           .value = QStringLiteral("0.50"),
                           .label = QStringLiteral("special tokens"),
                           .labelScore = QStringLiteral("0.75")});
  }
  return sheet;
}

std::vector<HeadSheet> sheets() {
  std::vector<HeadSheet> all;
  for (const int side : {0, 24, 40, 96, 160, 256}) {
    for (const auto& [layers, heads] : {std::pair(1, 1), {2, 4}, {6, 12}, {30, 9}, {48, 32}}) {
      all.push_back(gridOf(layers, heads, side));
    }
    for (const int count : {1, 5, 72, 300}) {
      all.push_back(flowOf(count, side));
    }
  }
  return all;
}

// A picture no two of whose neighbouring pixels are alike.
QImage patternOf(int side, int seed) {
  QImage image(side, side, QImage::Format_RGB32);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      image.setPixel(x, y, qRgb((x * 7 + seed) % 256, (y * 5) % 256, (x + y) % 2 * 255));
    }
  }
  return image;
}

QImage painted(const HeadSheet& sheet, const HeadSheetLayout& layout, const FigureStyle& style) {
  QImage image(layout.size().toSize(), QImage::Format_RGB32);
  QPainter painter(&image);
  paintHeadSheet(painter, sheet, layout, style, image.rect());
  return image;
}

int inked(const QImage& image, const QRectF& where, const QColor& ground) {
  int count = 0;
  const QRect area = where.toAlignedRect().intersected(image.rect());
  for (int y = area.top(); y <= area.bottom(); ++y) {
    for (int x = area.left(); x <= area.right(); ++x) {
      count += image.pixelColor(x, y) != ground ? 1 : 0;
    }
  }
  return count;
}

}  // namespace

class TestHeadSheet : public QObject {
  Q_OBJECT
 private slots:
  void nothingOverlaps();
  void picturesAreReadableWithoutBeingAsked();
  void aFlowNeedsNoScrollingToTheSide();
  void whatIsInSightIsFound();
  void aCardIsHit();
  void aCardIsScrolledTo();
  void stepsInAGrid();
  void stepsInAFlow();
  void sizesHaveSteps();
  void picturesAreCopied();
  void onlyTheChosenIsFramed();
  void namesOfLayersAndHeadsStayInSight();
  void cardsOfAFlowSayTheirNumber();
  void aScoreIsNeverCut();
  void withoutCardsItSaysWhy();
  void aFileHasItsTitleAbove();
};

void TestHeadSheet::nothingOverlaps() {
  for (const int width : kWidths) {
    for (const HeadSheet& sheet : sheets()) {
      const HeadSheetLayout layout(sheet, QSizeF(width, 600));
      const int count = static_cast<int>(sheet.cards.size());
      for (int i = 0; i < count; ++i) {
        const QRectF card = layout.card(i);
        const QRectF picture = layout.picture(i);
        QVERIFY(card.contains(picture));
        QCOMPARE(picture.size(), QSizeF(layout.side(), layout.side()));
        QCOMPARE(picture.topLeft(), QPointF(picture.topLeft().toPoint()));  // sharp
        QVERIFY(!layout.nameLine(i).intersects(picture));
        QVERIFY(!layout.labelLine(i).intersects(picture));
        QVERIFY(!layout.labelLine(i).intersects(layout.nameLine(i)));
        // With the frame that the chosen one has. The next beside it and the next below.
        const QRectF framed = card.adjusted(-3, -3, 3, 3);
        const bool lastOfLine = (i + 1) % layout.columns() == 0;
        if (!lastOfLine && i + 1 < count) {
          QVERIFY(layout.card(i + 1).left() > framed.right() - 3);
          QVERIFY(!framed.intersects(layout.card(i + 1)) || layout.side() < 40);
        }
        if (i + layout.columns() < count) {
          QVERIFY(!framed.intersects(layout.card(i + layout.columns())) || layout.side() < 40);
          QVERIFY(!card.intersects(layout.card(i + layout.columns())));
        }
        QVERIFY(card.right() <= layout.contentSize().width());
        QVERIFY(card.bottom() <= layout.contentSize().height());
      }
      if (layout.isGrid()) {
        QVERIFY(layout.columnLabel(0).bottom() <= layout.body().top());
        QVERIFY(layout.rowLabel(0).right() <= layout.body().left());
        for (int column = 1; column < layout.columns(); ++column) {
          QVERIFY(!layout.columnLabel(column).intersects(layout.columnLabel(column - 1)));
        }
      }
    }
  }
}

void TestHeadSheet::picturesAreReadableWithoutBeingAsked() {
  for (const int width : kWidths) {
    QVERIFY(HeadSheetLayout(gridOf(48, 32), QSizeF(width, 600)).side() >= 40);
    QVERIFY(HeadSheetLayout(flowOf(72), QSizeF(width, 600)).side() >= 96);
  }
  // Twelve heads and their mean share the width.
  const HeadSheetLayout layout(gridOf(6, 12), QSizeF(840, 600));
  QCOMPARE(layout.side(), 49);
  QCOMPARE(layout.largestScroll(), QPointF(0, 0));
  QCOMPARE(HeadSheetLayout(gridOf(6, 12, 64), QSizeF(840, 600)).side(), 64);
}

void TestHeadSheet::aFlowNeedsNoScrollingToTheSide() {
  for (int width = 320; width <= 1800; width += 7) {
    const HeadSheetLayout layout(flowOf(72), QSizeF(width, 600));
    QCOMPARE(layout.largestScroll().x(), 0.0);
    QCOMPARE(layout.rows(), (72 + layout.columns() - 1) / layout.columns());
  }
}

void TestHeadSheet::whatIsInSightIsFound() {
  for (const HeadSheet& sheet : {gridOf(48, 32), gridOf(6, 12, 160), flowOf(300)}) {
    for (const QPointF scroll : {QPointF(0, 0), QPointF(333, 777), QPointF(99999, 99999)}) {
      const HeadSheetLayout layout(sheet, QSizeF(640, 480), scroll);
      std::vector<int> expected;
      for (int i = 0; i < static_cast<int>(sheet.cards.size()); ++i) {
        if (layout.card(i).intersects(layout.body())) {
          expected.push_back(i);
        }
      }
      QVERIFY(!expected.empty());
      QCOMPARE(layout.cardsInSight(), expected);
    }
  }
}

void TestHeadSheet::aCardIsHit() {
  for (const HeadSheet& sheet : {gridOf(48, 32), flowOf(300)}) {
    const HeadSheetLayout layout(sheet, QSizeF(640, 480), {40, 100});
    for (const int card : layout.cardsInSight()) {
      const QPointF centre = layout.picture(card).center();
      QCOMPARE(layout.hit(centre), layout.body().contains(centre) ? card : -1);
    }
    QCOMPARE(layout.hit({2, 2}), -1);
    const QRectF first = layout.card(layout.cardsInSight()[layout.cardsInSight().size() / 2]);
    QCOMPARE(layout.hit(first.topRight() + QPointF(2, 10)), -1);  // between two
  }
}

void TestHeadSheet::aCardIsScrolledTo() {
  for (const HeadSheet& sheet : {gridOf(48, 32), gridOf(48, 32, 128), flowOf(300)}) {
    HeadSheetLayout layout(sheet, QSizeF(640, 480));
    for (const int card : {0, 7, static_cast<int>(sheet.cards.size()) - 1, 150, 33, 0}) {
      layout = layout.scrolledTo(layout.scrollShowing(card));
      QVERIFY(layout.body().contains(layout.card(card)));
      QCOMPARE(layout.scrolledTo(layout.scrollShowing(card)).scroll(), layout.scroll());
    }
    QCOMPARE(layout.scroll(), QPointF(0, 0));
  }
}

void TestHeadSheet::stepsInAGrid() {
  const HeadSheetLayout layout(gridOf(3, 4), QSizeF(640, 480));  // five columns
  QCOMPARE(layout.stepFrom(0, {.columns = 1, .rows = 0}), 1);
  QCOMPARE(layout.stepFrom(3, {.columns = 1, .rows = 0}), 3);  // no mean
  QCOMPARE(layout.stepFrom(5, {.columns = -1, .rows = 0}), 5);
  QCOMPARE(layout.stepFrom(1, {.columns = 0, .rows = 1}), 6);
  QCOMPARE(layout.stepFrom(1, {.columns = 0, .rows = 9}), 11);
  QCOMPARE(layout.stepFrom(11, {.columns = 0, .rows = -1}), 6);
}

void TestHeadSheet::stepsInAFlow() {
  const HeadSheetLayout layout(flowOf(8, 160), QSizeF(600, 480));
  QCOMPARE(layout.columns(), 3);
  QCOMPARE(layout.stepFrom(2, {.columns = 1, .rows = 0}), 3);  // on in the next line
  QCOMPARE(layout.stepFrom(0, {.columns = -1, .rows = 0}), 0);
  QCOMPARE(layout.stepFrom(1, {.columns = 0, .rows = 1}), 4);
  QCOMPARE(layout.stepFrom(5, {.columns = 0, .rows = 1}), 7);  // the last line is short
  QCOMPARE(layout.stepFrom(7, {.columns = 0, .rows = -9}), 1);
  QCOMPARE(HeadSheetLayout(flowOf(0), QSizeF(600, 480)).stepFrom(0, {}), -1);
}

void TestHeadSheet::sizesHaveSteps() {
  for (const bool grid : {true, false}) {
    const auto sideAt = [grid](int side) {
      return HeadSheetLayout(grid ? gridOf(6, 12, side) : flowOf(9, side), QSizeF(640, 480));
    };
    int side = 1;
    std::set<int> seen;
    while (seen.insert(sideAt(side).side()).second) {
      side = sideAt(side).largerSide();
    }
    QCOMPARE(*seen.begin(), grid ? 24 : 96);
    QCOMPARE(*seen.rbegin(), 256);
    QVERIFY(seen.size() >= 6);
    while (sideAt(side).smallerSide() < side) {
      side = sideAt(side).smallerSide();
    }
    QCOMPARE(side, grid ? 24 : 96);
  }
}

void TestHeadSheet::picturesAreCopied() {
  HeadSheet sheet = gridOf(2, 3, 64);
  for (std::size_t i = 0; i < sheet.cards.size(); ++i) {
    sheet.cards[i].picture = patternOf(64, static_cast<int>(i) * 20);
  }
  const HeadSheetLayout layout(sheet, QSizeF(400, 300));
  const QImage image = painted(sheet, layout, {});
  for (std::size_t i = 0; i < sheet.cards.size(); ++i) {
    const QRect place = layout.picture(static_cast<int>(i)).toRect();
    QCOMPARE(image.copy(place), sheet.cards[i].picture);
  }
  // One of another size fills its place, until it is made anew.
  sheet.cards[0].picture = QImage(32, 32, QImage::Format_RGB32);
  sheet.cards[0].picture.fill(Qt::red);
  const QImage other = painted(sheet, layout, {});
  QCOMPARE(inked(other, layout.picture(0).adjusted(0, 0, -1, -1), Qt::red), 0);
}

void TestHeadSheet::onlyTheChosenIsFramed() {
  HeadSheet sheet = gridOf(2, 3, 64);
  const FigureStyle style;
  const HeadSheetLayout layout(sheet, QSizeF(400, 300));
  const auto frameOf = [&](int card) {
    return painted(sheet, layout, style)
        .pixelColor((layout.picture(card).topLeft() + QPointF(-2, 20)).toPoint());
  };
  QVERIFY(frameOf(5) != style.theme.accent);
  sheet.chosen = 5;
  QCOMPARE(frameOf(5), style.theme.accent);
  QCOMPARE(frameOf(4), style.theme.canvas);
}

void TestHeadSheet::namesOfLayersAndHeadsStayInSight() {
  HeadSheet sheet = gridOf(48, 32);
  const FigureStyle style;
  for (HeadSheetCard& card : sheet.cards) {
    card.picture = patternOf(40, 3);
  }
  const HeadSheetLayout layout(sheet, QSizeF(640, 480), {400, 700});
  const QImage image = painted(sheet, layout, style);
  int columns = 0;
  for (int column = 0; column < layout.columns(); ++column) {
    if (layout.columnLabel(column).left() >= layout.body().left() &&
        layout.columnLabel(column).right() < 640) {
      ++columns;
      QVERIFY(inked(image, layout.columnLabel(column), style.theme.canvas) > 10);
    }
  }
  QVERIFY(columns > 5);
  int rows = 0;
  for (int row = 0; row < layout.rows(); ++row) {
    if (layout.rowLabel(row).top() >= layout.body().top() && layout.rowLabel(row).bottom() < 480) {
      ++rows;
      QVERIFY(inked(image, layout.rowLabel(row), style.theme.canvas) > 10);
    }
  }
  QVERIFY(rows > 5);
  // No picture reaches into the corner between them.
  QCOMPARE(inked(image, QRectF(0, 0, layout.body().left() - 1, layout.body().top() - 8),
                 style.theme.canvas),
           0);
}

void TestHeadSheet::cardsOfAFlowSayTheirNumber() {
  HeadSheet sheet = flowOf(4, 128);
  const FigureStyle style;
  const HeadSheetLayout layout(sheet, QSizeF(640, 480));
  const QImage with = painted(sheet, layout, style);
  const QRectF line = layout.nameLine(1);
  const QRectF number(line.right() - 30, line.top() + 2, 30, line.height() - 2);  // under the frame
  QVERIFY(inked(with, number, style.theme.canvas) > 20);
  QVERIFY(inked(with, layout.labelLine(1), style.theme.canvas) > 40);
  sheet.cards[1].value.clear();
  sheet.cards[1].label.clear();
  const QImage without = painted(sheet, layout, style);
  QCOMPARE(inked(without, number, style.theme.canvas), 0);
  QCOMPARE(inked(without, layout.labelLine(1), style.theme.canvas), 0);
  QVERIFY(inked(without, line, style.theme.canvas) > 20);  // its name
}

void TestHeadSheet::aScoreIsNeverCut() {
  HeadSheet sheet = flowOf(1, 96);
  const FigureStyle style;
  const HeadSheetLayout layout(sheet, QSizeF(640, 480));
  sheet.cards[0].label = QStringLiteral("a label that is much longer than its card is wide");
  const QImage image = painted(sheet, layout, style);
  const QRectF line = layout.labelLine(0);
  QVERIFY(inked(image, QRectF(line.right() - 20, line.top(), 20, line.height()),
                style.theme.canvas) > 20);
  QCOMPARE(
      inked(image, QRectF(line.right() + 2, line.top(), 100, line.height()), style.theme.canvas),
      0);
}

void TestHeadSheet::withoutCardsItSaysWhy() {
  HeadSheet sheet;
  sheet.columns = 1;
  sheet.emptyText = QStringLiteral("Nothing");
  const FigureStyle style;
  const HeadSheetLayout layout(sheet, QSizeF(400, 300));
  QVERIFY(layout.cardsInSight().empty());
  QCOMPARE(layout.hit({100, 100}), -1);
  const QImage image = painted(sheet, layout, style);
  QVERIFY(inked(image, QRectF(100, 130, 200, 40), style.theme.canvas) > 40);
}

void TestHeadSheet::aFileHasItsTitleAbove() {
  for (HeadSheet sheet : {gridOf(2, 3, 64), flowOf(4, 128)}) {
    sheet.title = QStringLiteral("Heads");
    sheet.subtitle = QStringLiteral("6 heads");
    const FigureStyle style;
    const HeadSheetLayout layout(sheet, QSizeF(640, 480));
    QVERIFY(layout.titleLine().bottom() <= layout.subtitleLine().top());
    QVERIFY(layout.subtitleLine().bottom() <= layout.card(0).top());
    QVERIFY(layout.subtitleLine().bottom() <= layout.columnLabel(0).top() || !layout.isGrid());
    const QImage image = painted(sheet, layout, style);
    QVERIFY(inked(image, layout.titleLine(), style.theme.canvas) > 40);
    QVERIFY(inked(image, layout.subtitleLine(), style.theme.canvas) > 40);
  }
}

HEADSCOPE_TEST(TestHeadSheet)

}  // namespace headscope::test_head_sheet

#include "test_head_sheet.moc"
