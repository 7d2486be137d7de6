#include <cmath>

#include <QPainter>
#include <QPicture>
#include <QTest>

#include "render/links_painter.h"
#include "test_class.h"

namespace headscope::test_links_painter {

namespace {

using Part = LinksHit::Part;

constexpr QSize kSize(600, 360);

// Tokens "a", "b", …; links in the order given, the strongest first.
LinksFigure figureOf(int queries, int keys, std::vector<Link> links, int heads = 1) {
  LinksFigure figure;
  for (int i = 0; i < queries; ++i) {
    figure.labels.queries << QString(QChar(static_cast<char16_t>(u'a' + i % 26)));
  }
  for (int i = 0; i < keys; ++i) {
    figure.labels.keys << QString(QChar(static_cast<char16_t>(u'a' + i % 26)));
  }
  for (int i = 0; i < heads; ++i) {
    figure.heads.push_back({.id = {0, i}, .color = i});
  }
  auto set = std::make_shared<LinkSet>();
  set->links = std::move(links);
  set->pairs = static_cast<std::size_t>(queries * keys * heads);
  figure.links = std::move(set);
  figure.queries = {0};
  return figure;
}

FigureStyle styleOf(ThemeKind kind) {
  FigureStyle style;
  style.theme = theme(kind);
  return style;
}

QImage painted(const LinksFigure& figure, const LinksLayout& layout, const FigureStyle& style) {
  QImage image(layout.size().toSize(), QImage::Format_RGB32);
  QPainter painter(&image);
  paintLinks(painter, figure, layout, style, image.rect());
  return image;
}

// Where the middle of a link's band is, at this part of its way.
QPoint onBand(const LinksLayout& layout, const Link& link, double x) {
  const Band band = layout.band(link);
  const QRectF room = layout.bandRoom();
  return QPointF(room.left() + x * room.width(), band.from + (band.to - band.from) * bandCourse(x))
      .toPoint();
}

int distance(const QColor& a, const QColor& b) {
  return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) +
         std::abs(a.blue() - b.blue());
}

// How many of its pixels differ from the background.
int inked(const QImage& image, const QRectF& where, const QColor& ground) {
  int count = 0;
  const QRect area = where.toAlignedRect().intersected(image.rect());
  for (int y = area.top(); y <= area.bottom(); ++y) {
    for (int x = area.left(); x <= area.right(); ++x) {
      count += distance(image.pixelColor(x, y), ground) > 60 ? 1 : 0;
    }
  }
  return count;
}

}  // namespace

class TestLinksPainter : public QObject {
  Q_OBJECT
 private slots:
  void tokensStandInLinesAtBothSides();
  void linesShrinkAndThenScroll();
  void theSidesEndTogether();
  void aTokenIsShownWithTheLeastMove();
  void pointsAreOnTokens();
  void weakLinksAreNotDrawn();
  void linksOutOfSightAreNotDrawn();
  void soManyAndTheStrongestFirst();
  void whatIsUnderThePointerIsLookedAtInstead();
  void bandsRunFromTokenToToken_data();
  void bandsRunFromTokenToToken();
  void theCourseIsACurve();
  void pixelsAndCurvesAgree();
  void aBandsWidthIsItsWeight();
  void headsHaveTheirColours();
  void chipsSayTheWeights();
  void manyHeadsHaveSquares();
  void aFileHasAHeader();
  void emptyFiguresSayWhy();
};

void TestLinksPainter::tokensStandInLinesAtBothSides() {
  const LinksFigure figure = figureOf(3, 3, {});
  const LinksLayout layout(figure, kSize, {});
  QCOMPARE(layout.line(), LinksLayout::kMostLine);
  QCOMPARE(layout.largestScroll(), 0.0);
  QCOMPARE(layout.queriesInSight(), (TokenRange{0, 2}));
  const QRectF query = layout.label(Part::query, 1);
  const QRectF key = layout.label(Part::key, 1);
  QCOMPARE(query.top(), key.top());
  QCOMPARE(query.top() - layout.label(Part::query, 0).top(), layout.line());
  QVERIFY(query.left() >= 24);
  QVERIFY(query.right() < layout.bandRoom().left());
  QVERIFY(layout.bandRoom().right() < key.left());
  QVERIFY(key.right() < layout.chip(0, 1).left());
  QCOMPARE(layout.chip(0, 1).right(), 600.0 - 24);
}

void TestLinksPainter::linesShrinkAndThenScroll() {
  QCOMPARE(LinksLayout(figureOf(12, 12, {}), kSize, {}).line(), 26.0);  // 312 pixels for twelve
  const LinksFigure many = figureOf(100, 100, {});
  const LinksLayout layout(many, kSize, {});
  QCOMPARE(layout.line(), LinksLayout::kLeastLine);
  QCOMPARE(layout.body().height(), 300.0);
  QCOMPARE(layout.largestScroll(), 2000.0 - 300);
  QCOMPARE(layout.queriesInSight(), (TokenRange{0, 14}));
  QCOMPARE(layout.scrolledTo(many, 40).queriesInSight(), (TokenRange{2, 16}));
  QCOMPARE(layout.scrolledTo(many, 50).queriesInSight(), (TokenRange{2, 17}));
  QCOMPARE(layout.scrolledTo(many, 1e9).keysInSight(), (TokenRange{85, 99}));
}

void TestLinksPainter::theSidesEndTogether() {
  // Three queries fit, so they stay; of 30 and 100 the longer side moves faster.
  const LinksFigure few = figureOf(3, 100, {});
  const LinksLayout atEnd(few, kSize, {}, 1e9);
  QCOMPARE(atEnd.queriesInSight(), (TokenRange{0, 2}));
  QCOMPARE(atEnd.keysInSight(), (TokenRange{85, 99}));
  const LinksFigure both = figureOf(30, 100, {});
  const LinksLayout bothAtEnd(both, kSize, {}, 1e9);
  QCOMPARE(bothAtEnd.queriesInSight(), (TokenRange{15, 29}));
  QCOMPARE(bothAtEnd.keysInSight(), (TokenRange{85, 99}));
}

void TestLinksPainter::aTokenIsShownWithTheLeastMove() {
  const LinksFigure figure = figureOf(100, 100, {});
  const LinksLayout layout(figure, kSize, {}, 400);  // 20 … 34
  QCOMPARE(layout.scrollShowing(Part::query, 25), 400.0);
  QCOMPARE(layout.scrollShowing(Part::query, 18), 360.0);
  QCOMPARE(layout.scrollShowing(Part::key, 35), 420.0);
  QCOMPARE(layout.scrollShowing(Part::key, -1), 400.0);
  const LinksLayout fits(figureOf(3, 3, {}), kSize, {});
  QCOMPARE(fits.scrollShowing(Part::key, 2), 0.0);
}

void TestLinksPainter::pointsAreOnTokens() {
  const LinksFigure figure = figureOf(100, 2, {});
  const LinksLayout layout(figure, kSize, {}, 400);
  QCOMPARE(layout.hit(layout.label(Part::query, 21).center()), (LinksHit{Part::query, 21}));
  QCOMPARE(layout.hit(layout.label(Part::key, 1).center()), (LinksHit{Part::key, 1}));
  QCOMPARE(layout.hit(layout.chip(0, 0).center()), (LinksHit{Part::key, 0}));
  QCOMPARE(layout.hit(layout.label(Part::key, 2).center()), LinksHit{});  // there is no third
  QCOMPARE(layout.hit(layout.bandRoom().center()), LinksHit{});
  QCOMPARE(layout.hit({10, 4}), LinksHit{});
}

void TestLinksPainter::weakLinksAreNotDrawn() {
  LinksFigure figure = figureOf(2, 2, {{.8F, 0, 0}, {.5F, 1, 1}, {.2F, 0, 1}, {.1F, 1, 0}});
  figure.threshold = .2F;
  const LinksLayout layout(figure, kSize, {});
  QCOMPARE(layout.strong(), (std::vector<std::uint32_t>{0, 2}));
  QCOMPARE(layout.faint(), (std::vector<std::uint32_t>{1}));
  QCOMPARE(layout.drawn(), std::size_t{3});
}

void TestLinksPainter::linksOutOfSightAreNotDrawn() {
  // In sight are 0 … 14: both ends, one end, neither, and across.
  const LinksFigure figure =
      figureOf(100, 100, {{.9F, 3, 4}, {.8F, 3, 90}, {.7F, 50, 7}, {.6F, 50, 51}, {.5F, 15, 99}});
  const LinksLayout layout(figure, kSize, {});
  QCOMPARE(layout.faint(), (std::vector<std::uint32_t>{0, 1, 2}));
  QCOMPARE(layout.scrolledTo(figure, 1000).faint(), (std::vector<std::uint32_t>{2, 3}));
}

void TestLinksPainter::soManyAndTheStrongestFirst() {
  // 15 x 100 links, of which query 14's ten are the weakest.
  std::vector<Link> links;
  for (int i = 0; i < 1490; ++i) {
    links.push_back(
        {.weight = 1 - 0.0005F * static_cast<float>(i), .query = i / 110, .key = i % 100});
  }
  for (int i = 0; i < 10; ++i) {
    links.push_back({.weight = .1F, .query = 14, .key = i});
  }
  LinksFigure figure = figureOf(100, 100, links);
  figure.queries = {14};
  const LinksLayout layout(figure, kSize, {});
  QCOMPARE(layout.drawn(), LinksLayout::kMostDrawn);
  QCOMPARE(layout.strong().size(), std::size_t{10});  // what is looked at is drawn first
  QCOMPARE(layout.faint().back(), std::uint32_t{LinksLayout::kMostDrawn - 11});
}

void TestLinksPainter::whatIsUnderThePointerIsLookedAtInstead() {
  LinksFigure figure = figureOf(3, 3, {{.9F, 0, 0}, {.8F, 1, 0}, {.7F, 1, 2}, {.6F, 2, 2}});
  QCOMPARE(LinksLayout(figure, kSize, {}).strong(), (std::vector<std::uint32_t>{0}));
  figure.queries = {0, 2};
  QCOMPARE(LinksLayout(figure, kSize, {}).strong(), (std::vector<std::uint32_t>{0, 3}));
  figure.previewQuery = 1;
  QCOMPARE(LinksLayout(figure, kSize, {}).strong(), (std::vector<std::uint32_t>{1, 2}));
  figure.previewQuery = -1;
  figure.previewKey = 2;
  QCOMPARE(LinksLayout(figure, kSize, {}).strong(), (std::vector<std::uint32_t>{2, 3}));
}

void TestLinksPainter::bandsRunFromTokenToToken_data() {
  QTest::addColumn<int>("kind");
  QTest::newRow("light") << static_cast<int>(ThemeKind::light);
  QTest::newRow("dark") << static_cast<int>(ThemeKind::dark);
}

void TestLinksPainter::bandsRunFromTokenToToken() {
  QFETCH(int, kind);
  const FigureStyle style = styleOf(static_cast<ThemeKind>(kind));
  const LinksFigure figure = figureOf(6, 6, {{.9F, 0, 4}, {.9F, 5, 5}});
  const LinksLayout layout(figure, kSize, style);
  const QImage image = painted(figure, layout, style);
  const Link strong = figure.links->links[0];
  const Link faint = figure.links->links[1];
  QCOMPARE(image.pixelColor(2, 2), style.theme.canvas);
  for (const double x : {.02, .2, .5, .8, .98}) {
    const QColor color = image.pixelColor(onBand(layout, strong, x));
    // Nearly the accent: what is looked at is not quite opaque.
    QVERIFY2(distance(color, style.theme.accent) < 90, qPrintable(color.name()));
    const QColor other = image.pixelColor(onBand(layout, faint, x));
    QVERIFY(distance(other, style.theme.canvas) > 10);
    QVERIFY(distance(other, style.theme.canvas) < distance(color, style.theme.canvas) / 2);
  }
  // Nothing runs straight on from the query.
  const QPointF across(layout.bandRoom().right() - 4, layout.centre(Part::query, 0));
  QCOMPARE(image.pixelColor(across.toPoint()), style.theme.canvas);
}

void TestLinksPainter::theCourseIsACurve() {
  QVERIFY(std::abs(bandCourse(0)) < 1e-9);
  QVERIFY(std::abs(bandCourse(.5) - .5) < 1e-9);
  QVERIFY(std::abs(bandCourse(1) - 1) < 1e-9);
  // At t = 0.25: x = 0.375 − 0.09375 + 0.015625, y = 0.1875 − 0.03125.
  QVERIFY(std::abs(bandCourse(.296875) - .15625) < 1e-9);
}

// What a file's curves cover, painted by QPainter, is what the screen's pixels are.
void TestLinksPainter::pixelsAndCurvesAgree() {
  const std::vector<Band> bands = {{.from = 20, .to = 150, .width = 8, .color = QColor(200, 0, 0)},
                                   {.from = 180, .to = 20, .width = 3, .color = QColor(0, 0, 200)},
                                   {.from = 90, .to = 900, .width = 5, .color = QColor(0, 99, 0)}};
  const QRectF room(10, 10, 280, 180);
  QPicture file;
  QPainter toFile(&file);
  paintBands(toFile, room, bands);
  toFile.end();
  QImage curves(300, 200, QImage::Format_RGB32);
  curves.fill(Qt::white);
  QImage pixels = curves;
  QPainter(&curves).drawPicture(0, 0, file);
  QPainter toPixels(&pixels);
  paintBands(toPixels, room, bands);
  toPixels.end();
  int differing = 0;
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 300; ++x) {
      differing += distance(curves.pixelColor(x, y), pixels.pixelColor(x, y)) > 180 ? 1 : 0;
    }
  }
  QVERIFY2(differing < 20,
           qPrintable(QString::number(differing)));       // half a pixel off, of some 4,000
  QCOMPARE(pixels.pixelColor(5, 20), QColor(Qt::white));  // out of the room
}

void TestLinksPainter::aBandsWidthIsItsWeight() {
  const LinksFigure figure = figureOf(6, 6, {{.8F, 0, 0}, {.4F, 5, 5}});
  const LinksLayout layout(figure, kSize, {});
  QCOMPARE(layout.band(figure.links->links[0]).width,
           2 * layout.band(figure.links->links[1]).width);
  QCOMPARE(layout.band({.weight = .001F}).width, 0.75);  // still to be seen
}

void TestLinksPainter::headsHaveTheirColours() {
  const FigureStyle style;
  const LinksFigure figure = figureOf(6, 6, {{.9F, 0, 0, 0}, {.9F, 0, 3, 1}, {.9F, 0, 5, 2}}, 3);
  const LinksLayout layout(figure, kSize, style);
  const QImage image = painted(figure, layout, style);
  for (const Link& link : figure.links->links) {
    const QColor color = image.pixelColor(onBand(layout, link, .95));
    int nearest = 0;
    for (int head = 0; head < 3; ++head) {
      nearest = distance(color, headColor(style.theme, head)) <
                        distance(color, headColor(style.theme, nearest))
                    ? head
                    : nearest;
    }
    QCOMPARE(nearest, link.head);
  }
  // Between the same tokens they lie beside each other.
  QVERIFY(layout.band({.5F, 1, 1, 0}).from < layout.band({.5F, 1, 1, 1}).from);
}

void TestLinksPainter::chipsSayTheWeights() {
  const FigureStyle style;
  LinksFigure figure = figureOf(4, 4, {}, 2);
  figure.sums = {{.68F, .02F, 0, .3F}, {0, .6F, 0, .4F}};
  const LinksLayout layout(figure, kSize, style);
  QVERIFY(layout.chipsHaveNumbers());
  const auto ground = [&](int head, int key) {
    const QRectF chip = layout.chip(head, key);
    return painted(figure, layout, style)
        .pixelColor(QPointF(chip.left() + 3, chip.center().y()).toPoint());
  };
  const QColor canvas = style.theme.canvas;
  QVERIFY(distance(ground(0, 0), canvas) > distance(ground(0, 3), canvas));
  QVERIFY(distance(ground(1, 1), canvas) > 60);
  QCOMPARE(ground(0, 1), canvas);  // too weak for a chip
  QCOMPARE(ground(1, 0), canvas);
  QVERIFY(inked(painted(figure, layout, style), layout.chip(0, 0).adjusted(8, 3, -8, -3),
                ground(0, 0)) > 20);  // the number
  figure.key = 1;
  QVERIFY(distance(ground(0, 1), canvas) > 10);  // of the chosen key every weight is said
}

void TestLinksPainter::manyHeadsHaveSquares() {
  LinksFigure figure = figureOf(4, 4, {}, 12);
  figure.sums.assign(12, {.5F, 0, 0, 0});
  const LinksLayout layout(figure, kSize, {});
  QVERIFY(!layout.chipsHaveNumbers());
  for (int head = 1; head < 12; ++head) {
    QVERIFY(layout.chip(head, 0).left() > layout.chip(head - 1, 0).right());
  }
  QVERIFY(layout.chip(11, 0).right() <= 600 - 24);
  QVERIFY(layout.bandRoom().width() > 200);
  const LinksLayout narrow(figureOf(4, 4, {}, 32), {416, 300}, {});
  QVERIFY(narrow.bandRoom().width() > 100);
  QVERIFY(narrow.chip(0, 0).width() >= 3);
}

void TestLinksPainter::aFileHasAHeader() {
  LinksFigure figure = figureOf(3, 3, {}, 2);
  QVERIFY(LinksLayout(figure, kSize, {}).headChips().empty());
  figure.title = QStringLiteral("it");
  figure.subtitle = QStringLiteral("3 links");
  const LinksLayout layout(figure, kSize, {});
  QCOMPARE(layout.headChips().size(), std::size_t{2});
  QVERIFY(!layout.subtitleBelow());
  QVERIFY(layout.headChips()[1].left() > layout.headChips()[0].right());
  QVERIFY(layout.subtitleLine().left() > layout.headChips()[1].right());
  QVERIFY(layout.body().top() > layout.titleLine().bottom());
  const FigureStyle style;
  const QImage image = painted(figure, layout, style);
  QVERIFY(inked(image, layout.titleLine(), style.theme.canvas) > 5);
  QCOMPARE(image.pixelColor((layout.headChips()[1].topLeft() + QPointF(12, 3)).toPoint()),
           headChipGround(style.theme, figure.heads[1]));
  // More heads than a line holds; those of the same layer go without it.
  LinksFigure many = figureOf(3, 3, {}, 20);
  QCOMPARE(headChipName(figure.heads, 1), QStringLiteral("L0·H1"));
  QCOMPARE(headChipName(many.heads, 0), QStringLiteral("L0·H0"));
  QCOMPARE(headChipName(many.heads, 1), QStringLiteral("H1"));
  many.heads[1].id.layer = 1;
  QCOMPARE(headChipName(many.heads, 1), QStringLiteral("L1·H1"));
  many.title = figure.title;
  many.subtitle = figure.subtitle;
  const LinksLayout wrapped(many, kSize, {});
  QVERIFY(wrapped.subtitleBelow());
  QVERIFY(wrapped.headChips().back().top() > wrapped.headChips().front().bottom());
  for (const QRectF& chip : wrapped.headChips()) {
    QVERIFY(chip.right() <= 600 - 24);
  }
}

void TestLinksPainter::emptyFiguresSayWhy() {
  const FigureStyle style;
  LinksFigure figure;
  figure.emptyText = QStringLiteral("Type a sentence");
  const LinksLayout layout(figure, kSize, style);
  QCOMPARE(layout.drawn(), std::size_t{0});
  const QImage image = painted(figure, layout, style);
  QVERIFY(inked(image, QRectF(200, 160, 200, 40), style.theme.canvas) > 50);
}

HEADSCOPE_TEST(TestLinksPainter)

}  // namespace headscope::test_links_painter

#include "test_links_painter.moc"
