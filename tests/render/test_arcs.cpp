#include <cmath>

#include <QPainter>
#include <QPicture>
#include <QTest>

#include "render/arc_painter.h"
#include "render/links_painter.h"
#include "test_class.h"

namespace headscope::test_arcs {

namespace {

using Part = LinksHit::Part;

constexpr QSize kSize(600, 360);

// So many tokens of five letters with arcs above them.
LinksFigure figureOf(int tokens, std::vector<Link> links, int heads = 1) {
  LinksFigure figure;
  for (int i = 0; i < tokens; ++i) {
    figure.labels.queries << QStringLiteral("w%1").arg(i, 4, 10, QLatin1Char('0'));
  }
  figure.labels.keys = figure.labels.queries;
  figure.arrangement = LinksArrangement::arcs;
  for (int i = 0; i < heads; ++i) {
    figure.heads.push_back({.id = {0, i}, .color = i});
  }
  auto set = std::make_shared<LinkSet>();
  set->links = std::move(links);
  set->pairs = static_cast<std::size_t>(tokens) * static_cast<std::size_t>(tokens * heads);
  figure.links = std::move(set);
  figure.queries = {0};
  return figure;
}

QImage painted(const LinksFigure& figure, const LinksLayout& layout, const FigureStyle& style) {
  QImage image(layout.size().toSize(), QImage::Format_RGB32);
  QPainter painter(&image);
  paintLinks(painter, figure, layout, style, image.rect());
  return image;
}

int distance(const QColor& a, const QColor& b) {
  return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) +
         std::abs(a.blue() - b.blue());
}

// Where the middle of an arc's stroke is, at an angle from its foot at the right.
QPoint onArc(const LinksLayout& layout, const Link& link, double degrees) {
  const Arc arc = layout.arcs()->arc(link);
  const double angle = degrees * 3.14159265358979 / 180;
  const double reach = std::abs(arc.to - arc.from) / 2;
  return QPointF((arc.from + arc.to) / 2 + reach * std::cos(angle) - .5,
                 layout.arcs()->arcRoom().bottom() - arc.height * std::sin(angle) - .5)
      .toPoint();
}

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

class TestArcs : public QObject {
  Q_OBJECT
 private slots:
  void aShortTextLiesOnOneLine();
  void aLongTextIsTurnedAndScrolls();
  void wordsAreSpread();
  void aTokenIsShownWithTheLeastMove();
  void wordsAndChipsAreHit();
  void closeLabelsAreThinnedOut();
  void arcsStandOnTheirTokens();
  void linksOutOfSightAreNotDrawn();
  void soLongAndTheStrongestFirst();
  void twoTextsHaveColumns();
  void arcsArePainted_data();
  void arcsArePainted();
  void pixelsAndCurvesAgree();
  void manyHeadsHaveSquares();
  void aFileHasAHeader();
};

void TestArcs::aShortTextLiesOnOneLine() {
  const LinksFigure figure = figureOf(6, {});
  const LinksLayout layout(figure, kSize, {});
  const ArcsGeometry* arcs = layout.arcs();
  QVERIFY(arcs != nullptr && arcs->labelsLie());
  QCOMPARE(arcs->spacing(), 1.0);
  QCOMPARE(layout.largestScroll(), 0.0);
  QCOMPARE(layout.queriesInSight(), (TokenRange{0, 5}));
  for (int token = 0; token < 6; ++token) {
    const QRectF word = layout.label(Part::query, token);
    QCOMPARE(word.top(), layout.label(Part::query, 0).top());
    QVERIFY(token == 0 || layout.label(Part::query, token - 1).right() <= word.left() + 1e-9);
    QVERIFY(word.left() >= arcs->arcRoom().left() && word.right() <= arcs->arcRoom().right());
    QVERIFY(layout.chip(0, token).top() >= word.bottom());
    QVERIFY(layout.chip(0, token).bottom() <= layout.size().height());
    QVERIFY(std::abs(layout.chip(0, token).center().x() - word.center().x()) < 1.1);
  }
  // In the middle of the room.
  const double before = layout.label(Part::query, 0).left() - arcs->arcRoom().left();
  const double after = arcs->arcRoom().right() - layout.label(Part::query, 5).right();
  QVERIFY(std::abs(before - after) < 2);
}

void TestArcs::aLongTextIsTurnedAndScrolls() {
  const LinksFigure figure = figureOf(100, {});
  const LinksLayout layout(figure, kSize, {});
  const ArcsGeometry& arcs = *layout.arcs();
  QVERIFY(!arcs.labelsLie());
  // 16 pixels each, of which 516 are in the room.
  QVERIFY(std::abs(arcs.centre(1) - arcs.centre(0) - 16) < 1e-6);
  QCOMPARE(layout.largestScroll(), 1600.0 - (600 - 24 - 24 - 36));
  QCOMPARE(layout.queriesInSight(), (TokenRange{0, 32}));
  QCOMPARE(layout.scrolledTo(figure, 32).keysInSight(), (TokenRange{2, 34}));
  QCOMPARE(layout.scrolledTo(figure, 1e9).queriesInSight().last, 99);
  // Somewhat longer than the room it is gathered to fit.
  const LinksLayout fitted(figureOf(20, {}), kSize, {});
  QCOMPARE(fitted.largestScroll(), 0.0);
  QVERIFY(!fitted.arcs()->labelsLie());
}

void TestArcs::wordsAreSpread() {
  LinksFigure figure = figureOf(100, {});
  figure.spacing = 1;
  const LinksLayout natural(figure, kSize, {});
  QVERIFY(natural.arcs()->labelsLie());
  QVERIFY(natural.largestScroll() > 3000);
  figure.spacing = 2;
  const LinksLayout wide(figure, kSize, {});
  QVERIFY(std::abs(wide.arcs()->centre(9) - wide.arcs()->centre(8) -
                   2 * (natural.arcs()->centre(9) - natural.arcs()->centre(8))) < 1e-6);
  figure.spacing = 1e-6;  // no closer than all of it in the room
  const LinksLayout all(figure, kSize, {});
  QCOMPARE(all.largestScroll(), 0.0);
  QCOMPARE(all.queriesInSight(), (TokenRange{0, 99}));
}

void TestArcs::aTokenIsShownWithTheLeastMove() {
  const LinksFigure figure = figureOf(100, {});
  const LinksLayout layout(figure, kSize, {}, 320);  // 20 … 52
  QCOMPARE(layout.scrollShowing(Part::query, 30), 320.0);
  QCOMPARE(layout.scrollShowing(Part::query, 10), 160.0);
  QCOMPARE(layout.scrollShowing(Part::key, 60), 61 * 16.0 - 516);
  QCOMPARE(layout.scrollShowing(Part::key, -1), 320.0);
}

void TestArcs::wordsAndChipsAreHit() {
  const LinksFigure figure = figureOf(100, {});
  const LinksLayout layout(figure, kSize, {}, 320);
  QCOMPARE(layout.hit(layout.label(Part::query, 25).center()), (LinksHit{Part::query, 25}));
  QCOMPARE(layout.hit(layout.label(Part::key, 26).center()), (LinksHit{Part::key, 26}));
  QCOMPARE(layout.hit(layout.chip(0, 27).center()), (LinksHit{Part::key, 27}));
  QCOMPARE(layout.hit(layout.arcs()->arcRoom().center()), LinksHit{});
  QCOMPARE(layout.hit({10, layout.label(Part::query, 25).center().y()}), LinksHit{});
  const LinksFigure few = figureOf(3, {});
  const LinksLayout short3(few, kSize, {});
  const double y = short3.label(Part::query, 0).center().y();
  QCOMPARE(short3.hit({short3.label(Part::query, 0).left() - 20, y}), LinksHit{});
  QCOMPARE(short3.hit({short3.label(Part::query, 2).right() - 1, y}), (LinksHit{Part::query, 2}));
}

void TestArcs::closeLabelsAreThinnedOut() {
  LinksFigure figure = figureOf(400, {});
  figure.spacing = 1e-6;
  const LinksLayout layout(figure, kSize, {});
  const std::vector<int> shown = layout.arcs()->labelled({200, 201});
  QVERIFY(shown.size() > 20 && shown.size() < 45);
  QVERIFY(std::ranges::find(shown, 200) != shown.end());
  QVERIFY(std::ranges::find(shown, 201) == shown.end());  // it would stand on the other
  for (std::size_t i = 1; i < shown.size(); ++i) {
    QVERIFY(layout.arcs()->centre(shown[i]) - layout.arcs()->centre(shown[i - 1]) >= 13);
  }
  const LinksLayout readable(figureOf(100, {}), kSize, {});
  QCOMPARE(readable.arcs()->labelled({}).size(), std::size_t{33});
}

void TestArcs::arcsStandOnTheirTokens() {
  const LinksFigure figure = figureOf(6, {}, 1);
  const LinksLayout layout(figure, kSize, {});
  const ArcsGeometry& arcs = *layout.arcs();
  const Arc back = arcs.arc({.weight = .5F, .query = 4, .key = 1});
  QCOMPARE(back.from, arcs.centre(4));
  QCOMPARE(back.to, arcs.centre(1));
  QCOMPARE(back.width, 4.0);
  const Arc ahead = arcs.arc({.weight = 1, .query = 1, .key = 4});
  QVERIFY(ahead.height < back.height);  // both are seen
  QCOMPARE(ahead.width, 8.0);
  const Arc shorter = arcs.arc({.weight = .5F, .query = 4, .key = 3});
  QVERIFY(std::abs(shorter.height - back.height / std::sqrt(3.0)) < 3);
  QVERIFY(arcs.arc({.weight = 1, .query = 5, .key = 0}).height <= arcs.arcRoom().height());
  const Arc self = arcs.arc({.weight = 1, .query = 2, .key = 2});
  QCOMPARE((self.from + self.to) / 2, arcs.centre(2));
  QVERIFY(self.height > 10);
  QCOMPARE(arcs.arc({.weight = .001F, .query = 5, .key = 0}).width, .75);
  // Heads between the same tokens lie over each other.
  const LinksLayout two(figureOf(6, {}, 2), kSize, {});
  const Arc lower = two.arcs()->arc({.weight = .5F, .query = 4, .key = 1, .head = 0});
  const Arc upper = two.arcs()->arc({.weight = .5F, .query = 4, .key = 1, .head = 1});
  QVERIFY(upper.height > lower.height && upper.from > lower.from && upper.to < lower.to);
}

void TestArcs::linksOutOfSightAreNotDrawn() {
  // In sight are 0 … 32.
  const LinksFigure figure =
      figureOf(100, {{.9F, 3, 4}, {.8F, 3, 90}, {.7F, 50, 7}, {.6F, 50, 51}});
  const LinksLayout layout(figure, kSize, {});
  QCOMPARE(layout.faint(), (std::vector<std::uint32_t>{0, 1, 2}));
  QCOMPARE(layout.drawn(), std::size_t{3});
  QCOMPARE(layout.scrolledTo(figure, 640).faint(), (std::vector<std::uint32_t>{2, 3}));
}

// Each of these arcs is some 900 pixels long, and what is looked at comes first.
void TestArcs::soLongAndTheStrongestFirst() {
  std::vector<Link> links;
  for (int i = 0; i < 900; ++i) {
    links.push_back({.weight = 1 - 0.001F * static_cast<float>(i), .query = 1 + i % 9, .key = 95});
  }
  links.push_back({.weight = .09F, .query = 0, .key = 99});
  LinksFigure figure = figureOf(100, links);
  figure.spacing = 1e-6;
  const LinksLayout layout(figure, kSize, {});
  QCOMPARE(layout.strong(), (std::vector<std::uint32_t>{900}));
  double length = 0;
  for (const std::uint32_t index : layout.faint()) {
    length += layout.arcs()->lengthInSight(layout.arcs()->arc(links[index]));
  }
  QVERIFY(layout.faint().size() < 600);
  QCOMPARE(layout.faint().back(), static_cast<std::uint32_t>(layout.faint().size() - 1));
  QVERIFY(std::abs(length - LinksLayout::kMostArcLength) < 3000);
  // Of short ones all.
  for (Link& link : links) {
    link.key = link.query + 1;
  }
  LinksFigure near = figureOf(100, links);
  near.spacing = 1e-6;
  QCOMPARE(LinksLayout(near, kSize, {}).drawn(), std::size_t{901});
}

void TestArcs::twoTextsHaveColumns() {
  LinksFigure figure = figureOf(6, {});
  figure.labels.keys << QStringLiteral("another");
  QVERIFY(!figure.hasArcs());
  const LinksLayout layout(figure, kSize, {});
  QVERIFY(layout.arcs() == nullptr);
  QVERIFY(layout.label(Part::key, 0).left() > layout.label(Part::query, 0).right());
}

void TestArcs::arcsArePainted_data() {
  QTest::addColumn<int>("kind");
  QTest::newRow("light") << static_cast<int>(ThemeKind::light);
  QTest::newRow("dark") << static_cast<int>(ThemeKind::dark);
}

void TestArcs::arcsArePainted() {
  QFETCH(int, kind);
  FigureStyle style;
  style.theme = theme(static_cast<ThemeKind>(kind));
  LinksFigure figure = figureOf(6, {{.9F, 0, 4}, {.9F, 5, 3}});
  figure.sums = {{0, .02F, 0, 0, .9F, 0}};
  figure.key = 4;
  const LinksLayout layout(figure, kSize, style);
  const QImage image = painted(figure, layout, style);
  for (const double angle : {5.0, 45.0, 90.0, 135.0, 175.0}) {
    const QColor strong = image.pixelColor(onArc(layout, figure.links->links[0], angle));
    QVERIFY2(distance(strong, style.theme.accent) < 90, qPrintable(strong.name()));
    const QColor faint = image.pixelColor(onArc(layout, figure.links->links[1], angle));
    QVERIFY(distance(faint, style.theme.canvas) > 10);
    QVERIFY(distance(faint, style.theme.canvas) < distance(strong, style.theme.canvas) / 2);
  }
  const QRectF middle(layout.arcs()->centre(2) - 2, layout.arcs()->arcRoom().bottom() - 30, 4, 20);
  QCOMPARE(inked(image, middle, style.theme.canvas), 0);  // below the arc is nothing
  for (int token = 0; token < 6; ++token) {
    QVERIFY(inked(image, layout.label(Part::query, token), style.theme.canvas) > 20);
  }
  QVERIFY(inked(image, layout.chip(0, 4), style.theme.canvas) > 100);
  QCOMPARE(inked(image, layout.chip(0, 1), style.theme.canvas), 0);  // too weak for one
  // Turned labels too, and of a chosen key its ground.
  LinksFigure turned = figureOf(60, {});
  const LinksLayout narrow(turned, kSize, style);
  const QImage without = painted(turned, narrow, style);
  QVERIFY(inked(without, narrow.label(Part::query, 3), style.theme.canvas) > 20);
  turned.key = 3;
  QVERIFY(painted(turned, narrow, style) != without);
}

// What a file's curves cover, painted by QPainter, is what the screen's pixels are.
void TestArcs::pixelsAndCurvesAgree() {
  const std::vector<Arc> arcs = {
      {.from = 30, .to = 250, .height = 150, .width = 8, .color = QColor(200, 0, 0)},
      {.from = 240, .to = 180, .height = 60, .width = 3, .color = QColor(0, 0, 200)},
      {.from = 100, .to = 130, .height = 30, .width = 5, .color = QColor(0, 99, 0)},
      {.from = -400, .to = 90, .height = 170, .width = 2, .color = QColor(99, 0, 99)}};
  const QRectF room(10, 10, 280, 180);
  QPicture file;
  QPainter toFile(&file);
  paintArcs(toFile, room, arcs);
  toFile.end();
  QImage curves(300, 200, QImage::Format_RGB32);
  curves.fill(Qt::white);
  QImage pixels = curves;
  QPainter(&curves).drawPicture(0, 0, file);
  QPainter toPixels(&pixels);
  paintArcs(toPixels, room, arcs);
  toPixels.end();
  int differing = 0;
  int covered = 0;
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 300; ++x) {
      covered += curves.pixelColor(x, y) != QColor(Qt::white) ? 1 : 0;
      differing += distance(curves.pixelColor(x, y), pixels.pixelColor(x, y)) > 180 ? 1 : 0;
    }
  }
  QVERIFY(covered > 3000);
  QVERIFY2(differing < 30, qPrintable(QString::number(differing)));
  QCOMPARE(pixels.pixelColor(5, 100), QColor(Qt::white));  // out of the room
  QCOMPARE(pixels.pixelColor(140, 195), QColor(Qt::white));
}

void TestArcs::manyHeadsHaveSquares() {
  LinksFigure figure = figureOf(6, {}, 12);
  const LinksLayout layout(figure, kSize, {});
  QVERIFY(!layout.chipsHaveNumbers());
  QVERIFY(LinksLayout(figureOf(6, {}, 4), kSize, {}).chipsHaveNumbers());
  for (int head = 1; head < 12; ++head) {
    QVERIFY(layout.chip(head, 0).top() >= layout.chip(head - 1, 0).bottom());
  }
  QVERIFY(layout.chip(11, 0).bottom() <= 360);
  QVERIFY(layout.arcs()->arcRoom().height() > 150);
  QVERIFY(LinksLayout(figureOf(6, {}, 32), {416, 300}, {}).arcs()->arcRoom().height() > 80);
}

void TestArcs::aFileHasAHeader() {
  LinksFigure figure = figureOf(6, {{.9F, 0, 4}}, 2);
  const double top = LinksLayout(figure, kSize, {}).arcs()->arcRoom().top();
  figure.title = QStringLiteral("it");
  figure.subtitle = QStringLiteral("1 link");
  const LinksLayout layout(figure, kSize, {});
  QVERIFY(layout.arcs()->arcRoom().top() > top);
  QVERIFY(layout.arcs()->arcRoom().top() > layout.titleLine().bottom());
  const FigureStyle style;
  QVERIFY(inked(painted(figure, layout, style), layout.titleLine(), style.theme.canvas) > 5);
}

HEADSCOPE_TEST(TestArcs)

}  // namespace headscope::test_arcs

#include "test_arcs.moc"
