#include <atomic>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "test_class.h"
#include "views/head_sheet_driver.h"

namespace headscope::test_head_sheet_pictures {

// The pictures of a sheet of heads: when they are made, their size, and where they are scrolled to.
class TestHeadSheetPictures : public QObject {
  Q_OBJECT
 private slots:
  void picturesAreOfTheMaps();
  void keysChangeTheSize();
  void theWheelChangesTheSize();
  void itScrollsToTheChosen();
  void otherCardsDoNotScrollIt();
  void shownItStartsAtTheLeft();
  void thePointerIsShown();
  void theOldPicturesStay();
  void hiddenItMakesNone();
  void meansOverLayersAndOfAll();
  void whatIsInSightComesFirst();
  void aFileHasAllHeads();
};

void TestHeadSheetPictures::picturesAreOfTheMaps() {
  ShownSheet s;
  QVERIFY(s.settle());
  const HeadSheet& sheet = s.view.figure();
  const ColorMap& colors = FigureStyle().colors();
  const int side = s.view.plot()->figureLayout().side();
  const auto cell = [&](std::size_t card, int query, int key) {
    const QImage& picture = sheet.cards[card].picture;
    return picture.pixel(side * (2 * key + 1) / 8, side * (2 * query + 1) / 8);
  };
  QCOMPARE(sheet.cards[0].picture.width(), side);
  QCOMPARE(cell(1, 2, 1), colors.at(1));  // L0·H1 looks at key 1 from everywhere
  QCOMPARE(cell(1, 2, 2), colors.at(0));
  QCOMPARE(cell(5, 2, 2), colors.at(1));  // L1·H1 at itself
  QCOMPARE(cell(5, 2, 1), colors.at(0));
  QCOMPARE(cell(3, 0, 2), colors.at(std::sqrt(1 / 3.)));  // a third of L0's heads look there
  QCOMPARE(cell(3, 0, 3), colors.at(0));
  QCOMPARE(cell(7, 1, 1), colors.at(1));
}

void TestHeadSheetPictures::keysChangeTheSize() {
  ShownSheet s(2, 12);
  const auto side = [&s] { return s.view.plot()->figureLayout().side(); };
  const int fitted = side();
  s.press(Qt::Key_Plus);
  const int larger = side();
  QVERIFY(larger > fitted);
  s.press(Qt::Key_Equal);
  QVERIFY(side() > larger);
  QVERIFY(s.settle());
  QCOMPARE(s.view.figure().cards[0].picture.width(), side());  // made anew
  s.press(Qt::Key_Minus);
  QCOMPARE(side(), larger);
  s.press(Qt::Key_0);
  QCOMPARE(side(), fitted);
  for (int i = 0; i < 20; ++i) {
    s.press(Qt::Key_Minus);
  }
  QCOMPARE(side(), HeadSheetLayout::kLeastSide);
}

void TestHeadSheetPictures::theWheelChangesTheSize() {
  ShownSheet s(2, 12);
  const auto side = [&s] { return s.view.plot()->figureLayout().side(); };
  const auto turn = [&s](int by, Qt::KeyboardModifiers modifiers) {
    const QPointF at(100, 100);
    QWheelEvent event(at, s.view.plot()->viewport()->mapToGlobal(at), {}, {0, by}, Qt::NoButton,
                      modifiers, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(s.view.plot()->viewport(), &event);
  };
  const int fitted = side();
  turn(60, Qt::ControlModifier);  // half a notch
  QCOMPARE(side(), fitted);
  turn(60, Qt::ControlModifier);
  QVERIFY(side() > fitted);
  turn(-120, Qt::ControlModifier);
  QVERIFY(side() <= fitted);
  const int before = side();
  turn(-120, Qt::NoModifier);  // scrolls
  QCOMPARE(side(), before);
}

void TestHeadSheetPictures::itScrollsToTheChosen() {
  ShownSheet s(48, 32);
  const auto sight = [&s] {
    const HeadSheetLayout& layout = s.view.plot()->figureLayout();
    return layout.body().contains(layout.card(s.view.figure().chosen));
  };
  s.press(Qt::Key_End, Qt::ControlModifier);
  QCOMPARE(s.selection.head(), (HeadId{47, 31}));
  QVERIFY(sight());
  QVERIFY(s.view.plot()->verticalScrollBar()->value() > 0);
  s.selection.setHead({5, 2});
  QVERIFY(sight());
  s.press(Qt::Key_Home, Qt::ControlModifier);
  QCOMPARE(s.view.plot()->verticalScrollBar()->value(), 0);
  QCOMPARE(s.view.plot()->horizontalScrollBar()->value(), 0);
}

void TestHeadSheetPictures::otherCardsDoNotScrollIt() {
  ShownSheet s(48, 32);
  QScrollBar* bar = s.view.plot()->verticalScrollBar();
  bar->setValue(700);
  s.view.setCards(stripeCards(48, 32));
  QCOMPARE(bar->value(), 700);
  s.view.setSource(stripesOf(48, 32, 5));
  QVERIFY(s.settle());
  QCOMPARE(bar->value(), 700);
  // Another order starts with its highest.
  s.view.setOrder({.sort = HeadMeasure::previous, .role = {}});
  QCOMPARE(bar->value(), 0);
}

// What was chosen before it had its size does not leave it scrolled.
void TestHeadSheetPictures::shownItStartsAtTheLeft() {
  Selection selection;
  HeadSheetView view(&selection);
  const auto source = stripesOf(6, 12);
  selection.setBounds(source->shape());
  view.setSource(source);
  selection.setHead({3, 1});
  view.resize(480, 400);
  view.show();
  QVERIFY(view.plot()->horizontalScrollBar()->maximum() > 0);
  QCOMPARE(view.plot()->horizontalScrollBar()->value(), 0);
  view.hide();
  selection.setHead({5, 11});
  view.show();
  const HeadSheetLayout& layout = view.plot()->figureLayout();
  QVERIFY(layout.body().contains(layout.card(view.figure().chosen)));
}

void TestHeadSheetPictures::thePointerIsShown() {
  ShownSheet s;
  const QPoint at = s.centreOf({1, 1});
  QMouseEvent move(QEvent::MouseMove, at, s.view.plot()->viewport()->mapToGlobal(at), Qt::NoButton,
                   Qt::NoButton, Qt::NoModifier);
  QCoreApplication::sendEvent(s.view.plot()->viewport(), &move);
  QCOMPARE(s.view.figure().hovered, 5);
  const QImage image = s.view.plot()->viewport()->grab().toImage();
  const QPoint frame = s.view.plot()->figureLayout().picture(5).topLeft().toPoint() + QPoint(5, -1);
  QCOMPARE(image.pixelColor(frame), s.view.plot()->figureStyle().theme.textQuiet);
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(s.view.plot()->viewport(), &leave);
  QCOMPARE(s.view.figure().hovered, -1);
}

void TestHeadSheetPictures::theOldPicturesStay() {
  ShownSheet s;
  QVERIFY(s.settle());
  const QImage before = s.view.figure().cards[1].picture;
  QVERIFY(!before.isNull());
  s.view.setSource(stripesOf(2, 3, 5));  // another text
  QCOMPARE(s.view.figure().cards[1].picture, before);
  QVERIFY(s.settle());
  QVERIFY(s.view.figure().cards[1].picture != before);
}

void TestHeadSheetPictures::hiddenItMakesNone() {
  Selection selection;
  HeadSheetView view(&selection);
  view.resize(600, 400);
  std::atomic<int> asked = 0;
  const auto source =
      std::make_shared<FakeSource>(AttentionShape{2, 2, 3, 3}, [&asked](HeadId, int, int) {
        ++asked;
        return .3F;
      });
  selection.setBounds(source->shape());
  view.setSource(source);
  view.setCards(stripeCards(2, 3));
  QTest::qWait(80);
  QCOMPARE(asked.load(), 0);
  view.show();
  QVERIFY(QTest::qWaitFor([&view] { return !view.isMakingPictures(); }));
  QCOMPARE(asked.load(), 2 * 2 * 9);  // each map once, though there are means
  for (const HeadSheetCard& card : view.figure().cards) {
    QVERIFY(!card.picture.isNull());
  }
}

// The colours of the mean maps, by hand: of two layers of two heads over two tokens every query
// looks at its first key with 0, 0.4, 0.8 and 1.
void TestHeadSheetPictures::meansOverLayersAndOfAll() {
  const auto source =
      std::make_shared<FakeSource>(AttentionShape{2, 2, 2, 2}, [](HeadId head, int, int key) {
        const float weights[] = {0, .4F, .8F, 1};
        const float first = weights[2 * head.layer + head.head];
        return key == 0 ? first : 1 - first;
      });
  const HeadPicturesWanted wanted{.source = source, .urgent = {}, .later = {}, .pixels = {2, 2}};
  const auto pictures = makeHeadPictures(wanted, {{1, 2}, {2, 0}, {2, 1}, {2, 2}});
  QCOMPARE(pictures.size(), std::size_t{4});
  const FigureStyle style;
  const float expected[] = {.9F, .4F, .7F, .55F};
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const QRgb wantedColor = style.colors().at(std::sqrt(expected[i]));
    const QRgb made = pictures[i].image.pixel(0, 1);
    QVERIFY2(std::abs(qRed(made) - qRed(wantedColor)) <= 2 &&
                 std::abs(qBlue(made) - qBlue(wantedColor)) <= 2,
             qPrintable(QString::number(i)));
  }
}

void TestHeadSheetPictures::whatIsInSightComesFirst() {
  ShownSheet s(48, 32, {500, 300});
  QVERIFY(s.settle());
  s.view.plot()->verticalScrollBar()->setValue(900);
  const std::vector<int> inSight = s.view.plot()->figureLayout().cardsInSight();
  QVERIFY(inSight.size() < 200);
  s.view.setSource(stripesOf(48, 32, 6));
  // The first that is told of is all that is in sight.
  QSignalSpy ready(s.view.findChild<HeadSheetLoader*>() != nullptr
                       ? s.view.findChild<HeadSheetLoader*>()
                       : nullptr,
                   &HeadSheetLoader::picturesReady);
  QVERIFY(ready.isValid());
  QVERIFY(ready.wait());
  std::vector<HeadId> first;
  for (const HeadPicture& made : ready.front().front().value<std::vector<HeadPicture>>()) {
    first.push_back(made.head);
  }
  QCOMPARE(first.size(), inSight.size());
  for (const int card : inSight) {
    const HeadId id = s.view.figure().cards[static_cast<std::size_t>(card)].id;
    QVERIFY(std::find(first.begin(), first.end(), id) != first.end());
  }
  QVERIFY(s.settle());
  for (const HeadSheetCard& card : s.view.figure().cards) {
    QVERIFY(!card.picture.isNull());
  }
}

void TestHeadSheetPictures::aFileHasAllHeads() {
  ShownSheet s(48, 32);  // of which few are in sight
  const auto paint = s.view.figurePaint(QStringLiteral("Heads of all"));
  const QSize size = s.view.figureSize();
  QVERIFY(size.width() > s.view.width());
  QVERIFY(size.height() > s.view.height());
  QImage image(size, QImage::Format_RGB32);
  QPainter painter(&image);
  paint(painter, size);
  painter.end();
  // The last layer's mean of these heads: a quarter looks at each key.
  const FigureStyle style;
  const int side = s.view.plot()->figureLayout().side();
  // A line higher, and the gap before the means.
  const int line = static_cast<int>(s.view.plot()->figureLayout().line()) + 8;
  const QPoint corner(size.width() - 24, size.height() - 24 - line);
  const QColor mean = QColor::fromRgb(style.colors().at(.5));
  QCOMPARE(image.pixelColor(corner - QPoint(side / 2, side / 2)), mean);
  QCOMPARE(image.pixelColor(corner - QPoint(2, 2)), mean);
  QCOMPARE(image.pixelColor(corner + QPoint(4, line + 4)), style.theme.canvas);
}

HEADSCOPE_TEST(TestHeadSheetPictures)

}  // namespace headscope::test_head_sheet_pictures

#include "test_head_sheet_pictures.moc"
