#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include "fake_source.h"
#include "test_class.h"
#include "views/links_view.h"

namespace headscope::test_links_view {

namespace {

using Part = LinksHit::Part;

// Of every head but two each query looks at itself with 0.9 and at the next with 0.1. L0·H1 looks
// at the first key with 0.6 and at the last with 0.4; L1·H0 is all for the middle one.
std::shared_ptr<const FakeSource> sourceOf(int queries, int keys) {
  return std::make_shared<FakeSource>(
      AttentionShape{2, 3, queries, keys}, [keys](HeadId head, int query, int key) {
        if (head == HeadId{0, 1}) {
          return key == 0 ? .6F : key == keys - 1 ? .4F : 0.0F;
        }
        if (head == HeadId{1, 0}) {
          return key == keys / 2 ? 1.0F : 0.0F;
        }
        return key == query ? .9F : key == (query + 1) % keys ? .1F : 0.0F;
      });
}

QStringList tokens(int count) {
  QStringList result;
  for (int i = 0; i < count; ++i) {
    result << QStringLiteral("t%1").arg(i);
  }
  return result;
}

struct Shown {
  explicit Shown(int queries, int keys = 0) {
    keys = keys > 0 ? keys : queries;
    view.resize(700, 500);
    view.show();
    show(sourceOf(queries, keys));
    view.setFocus();
  }
  void show(const std::shared_ptr<const AttentionSource>& source) {
    const AttentionShape shape = source->shape();
    selection.setBounds(shape);
    view.setSource(source, {tokens(shape.nQuery), tokens(shape.nKey)}, shape.layers);
  }
  void click(Part part, int token, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseClick(view.plot()->viewport(), Qt::LeftButton, modifiers,
                      view.plot()->figureLayout().label(part, token).center().toPoint());
  }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(view.plot(), key, modifiers);
  }
  std::vector<int> cell() const { return {selection.query(), selection.key()}; }
  QString name() {
    return QAccessible::queryAccessibleInterface(view.plot())->text(QAccessible::Name);
  }

  Selection selection;
  LinksView view{&selection};
};

std::vector<HeadId> headsOf(const LinksView& view) {
  std::vector<HeadId> heads;
  for (const LinksHead& head : view.figure().heads) {
    heads.push_back(head.id);
  }
  return heads;
}

}  // namespace

class TestLinksView : public QObject {
  Q_OBJECT
 private slots:
  void showsTheChosenHead();
  void saysHowManyAreDrawn();
  void theThresholdIsAField();
  void aClickChoosesAQueryOrAKey();
  void severalQueriesAreSummed();
  void thePointerPreviews();
  void keysMoveTheCell();
  void spaceKeepsAQuery();
  void allHeadsOfALayer();
  void aKeptHeadStaysBesideTheNext();
  void aChipTakesItsHeadAway();
  void longTextsScroll();
  void keysOfAnotherLength();
  void unknownLayersAreNotAskedFor();
  void hiddenItAsksForNothing();
  void aLargeMapIsSearchedAside();
  void anotherTextDropsWhatWasKept();
  void noTokens();
  void aFileSaysWhatIsShown();
};

void TestLinksView::showsTheChosenHead() {
  Shown s(4);
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{0, 0}}));
  QCOMPARE(s.view.figure().links->links.size(), std::size_t{8});
  QCOMPARE(s.view.figure().sums, (std::vector<std::vector<float>>{{.9F, .1F, 0, 0}}));
  QCOMPARE(s.view.header()->title(), QStringLiteral("t0"));
  s.selection.setHead({0, 1});
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{0, 1}}));
  QCOMPARE(s.view.figure().sums, (std::vector<std::vector<float>>{{.6F, 0, 0, .4F}}));
  s.selection.setCell(2, 3);
  QCOMPARE(s.view.figure().queries, (std::vector<int>{2}));
  QCOMPARE(s.view.figure().key, 3);
  QCOMPARE(s.view.header()->title(), QStringLiteral("t2"));
}

void TestLinksView::saysHowManyAreDrawn() {
  Shown s(4);
  QCOMPARE(s.view.header()->caption(),
           QStringLiteral("weights of 0.08 and more, 8 of 8 links drawn, strongest first"));
  s.view.setThreshold(.5F);
  QCOMPARE(s.view.header()->caption(),
           QStringLiteral("weights of 0.50 and more, 4 of 8 links drawn, strongest first"));
  Shown many(300);  // of whose lines some twenty are in sight
  const std::size_t drawn = many.view.plot()->figureLayout().drawn();
  QVERIFY(drawn > 20 && drawn < 60);
  QCOMPARE(many.view.header()->caption(),
           QStringLiteral("weights of 0.08 and more, %1 of 600 links drawn, strongest first")
               .arg(drawn));
}

void TestLinksView::theThresholdIsAField() {
  Shown s(4);
  QSignalSpy changed(&s.view, &LinksView::thresholdChanged);
  WeightField* field = s.view.header()->thresholdField();
  field->setFocus();
  field->selectAll();
  QTest::keyClicks(field, QStringLiteral("0,25"));
  QTest::keyClick(field, Qt::Key_Return);
  QCOMPARE(s.view.threshold(), .25F);
  QCOMPARE(s.view.plot()->figureLayout().drawn(), std::size_t{4});
  QCOMPARE(changed.size(), 1);
  QTest::keyClick(field, Qt::Key_Up);
  QVERIFY(std::abs(s.view.threshold() - .26F) < 1e-6F);
  s.view.setThreshold(0);
  QCOMPARE(s.view.threshold(), .01F);  // a row has no more than a hundred of these
}

void TestLinksView::aClickChoosesAQueryOrAKey() {
  Shown s(4);
  s.click(Part::query, 2);
  QCOMPARE(s.cell(), (std::vector<int>{2, -1}));
  s.click(Part::key, 3);
  QCOMPARE(s.cell(), (std::vector<int>{2, 3}));
  s.click(Part::query, 1);
  QCOMPARE(s.cell(), (std::vector<int>{1, 3}));
  QTest::mouseClick(s.view.plot()->viewport(), Qt::LeftButton, {},
                    s.view.plot()->figureLayout().bandRoom().center().toPoint());
  QCOMPARE(s.cell(), (std::vector<int>{1, 3}));
}

void TestLinksView::severalQueriesAreSummed() {
  Shown s(4);
  s.click(Part::query, 0);
  s.click(Part::query, 2, Qt::ControlModifier);
  QCOMPARE(s.view.figure().queries, (std::vector<int>{0, 2}));
  QCOMPARE(s.selection.query(), 2);
  QCOMPARE(s.view.figure().sums, (std::vector<std::vector<float>>{{.9F, .1F, .9F, .1F}}));
  QCOMPARE(s.view.header()->title(), QStringLiteral("t0 + t2, summed"));
  s.click(Part::query, 2, Qt::ControlModifier);  // again: away with it
  QCOMPARE(s.view.figure().queries, (std::vector<int>{0}));
  QCOMPARE(s.selection.query(), 0);
  s.click(Part::query, 0, Qt::ControlModifier);  // the last one stays
  QCOMPARE(s.view.figure().queries, (std::vector<int>{0}));
  s.click(Part::query, 3, Qt::ShiftModifier);
  QCOMPARE(s.view.figure().queries, (std::vector<int>{0, 1, 2, 3}));
  QCOMPARE(s.view.header()->title(), QStringLiteral("t0 + t1 + t2 + 1 more, summed"));
  s.click(Part::query, 1);
  QCOMPARE(s.view.figure().queries, (std::vector<int>{1}));
}

void TestLinksView::thePointerPreviews() {
  Shown s(4);
  const auto moveTo = [&s](QPointF point) {
    QTest::mouseMove(s.view.plot()->viewport(), point.toPoint());
    QCoreApplication::processEvents();
  };
  const LinksLayout layout = s.view.plot()->figureLayout();
  moveTo(layout.label(Part::query, 2).center());
  QCOMPARE(s.view.figure().previewQuery, 2);
  QCOMPARE(s.view.figure().sums.front(), (std::vector<float>{0, 0, .9F, .1F}));
  QCOMPARE(s.cell(), (std::vector<int>{0, -1}));  // nothing is chosen by it
  QCOMPARE(s.view.header()->title(), QStringLiteral("t0"));
  moveTo(layout.label(Part::key, 1).center());
  QCOMPARE(s.view.figure().previewKey, 1);
  QCOMPARE(s.view.plot()->figureLayout().strong().size(), std::size_t{2});  // of t0 and of t1
  moveTo(layout.bandRoom().center());
  QCOMPARE(s.view.figure().previewKey, -1);
  QCOMPARE(s.view.figure().sums.front(), (std::vector<float>{.9F, .1F, 0, 0}));
}

void TestLinksView::keysMoveTheCell() {
  Shown s(4);
  s.press(Qt::Key_Down);
  QCOMPARE(s.cell(), (std::vector<int>{1, -1}));
  s.press(Qt::Key_Return);  // its strongest key
  QCOMPARE(s.cell(), (std::vector<int>{1, 1}));
  s.press(Qt::Key_Right);
  s.press(Qt::Key_Down, Qt::ShiftModifier);
  QCOMPARE(s.cell(), (std::vector<int>{1, 3}));
  s.press(Qt::Key_Left);
  s.press(Qt::Key_Up, Qt::ShiftModifier);
  QCOMPARE(s.cell(), (std::vector<int>{1, 1}));
  s.press(Qt::Key_End);
  QCOMPARE(s.cell(), (std::vector<int>{3, 1}));
  s.press(Qt::Key_Down);
  QCOMPARE(s.cell(), (std::vector<int>{3, 1}));
  s.press(Qt::Key_Home);
  QCOMPARE(s.cell(), (std::vector<int>{0, 1}));
  s.press(Qt::Key_PageDown);
  QCOMPARE(s.cell(), (std::vector<int>{3, 1}));
  s.press(Qt::Key_Escape);
  QCOMPARE(s.cell(), (std::vector<int>{3, -1}));
  s.press(Qt::Key_Left);  // into the row from its end
  QCOMPARE(s.cell(), (std::vector<int>{3, 3}));

  QAccessible::setActive(true);
  QCOMPARE(s.name(), QStringLiteral("query t3, key t3, weight 0.900, L0·H0"));
  s.press(Qt::Key_Escape);
  QCOMPARE(s.name(), QStringLiteral("query t3, strongest key t3, weight 0.900, L0·H0"));
  QCOMPARE(QAccessible::queryAccessibleInterface(s.view.plot())->role(), QAccessible::Chart);
}

void TestLinksView::spaceKeepsAQuery() {
  Shown s(4);
  s.press(Qt::Key_Space);
  s.press(Qt::Key_Down);
  s.press(Qt::Key_Down);
  QCOMPARE(s.view.figure().queries, (std::vector<int>{0, 2}));
  QCOMPARE(s.view.header()->title(), QStringLiteral("t0 + t2, summed"));
  QAccessible::setActive(true);
  s.press(Qt::Key_Right);
  QCOMPARE(s.name(), QStringLiteral("query t0 + t2, summed, key t0, weight 0.900, L0·H0"));
  s.press(Qt::Key_Escape);
  QCOMPARE(s.view.figure().queries, (std::vector<int>{2}));
  QCOMPARE(s.cell(), (std::vector<int>{2, -1}));
}

void TestLinksView::allHeadsOfALayer() {
  Shown s(4);
  s.selection.setHead({0, 1});
  s.view.header()->layerAction()->trigger();
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{0, 1}, {0, 0}, {0, 2}}));
  const std::vector<LinksHead>& heads = s.view.figure().heads;
  QCOMPARE(heads[0].color, 0);  // the accent
  QVERIFY(heads[1].color != heads[2].color && heads[1].color > 0 && heads[2].color > 0);
  QCOMPARE(s.view.figure().links->links.size(), std::size_t{3 * 8});
  QCOMPARE(s.view.figure().sums.size(), std::size_t{3});
  // Each with a chip; what was the accent's becomes another's, and the others keep theirs.
  QCOMPARE(s.view.header()->chips().size(), std::size_t{3});
  s.selection.setHead({0, 2});
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{0, 2}, {0, 0}, {0, 1}}));
  QCOMPARE(s.view.figure().heads[1], (LinksHead{{0, 0}, heads[1].color}));
  s.view.header()->chosenOnlyAction()->trigger();
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{0, 2}}));
}

void TestLinksView::aKeptHeadStaysBesideTheNext() {
  Shown s(4);
  QVERIFY(!s.view.header()->keepAction()->isChecked());
  s.view.header()->keepAction()->trigger();
  QVERIFY(s.view.header()->keepAction()->isChecked());
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{0, 0}}));
  s.selection.setHead({1, 0});
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{1, 0}, {0, 0}}));
  QVERIFY(!s.view.header()->keepAction()->isChecked());
  s.selection.setHead({0, 0});
  QVERIFY(s.view.header()->keepAction()->isChecked());
  s.view.header()->keepAction()->trigger();
  s.selection.setHead({1, 0});
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{1, 0}}));
}

void TestLinksView::aChipTakesItsHeadAway() {
  Shown s(4);
  s.view.header()->layerAction()->trigger();
  QCoreApplication::processEvents();
  QVERIFY(s.view.header()->chips()[0] == nullptr);  // the chosen one stays
  QToolButton* chip = s.view.header()->chips()[1];
  QCOMPARE(chip->text(), QStringLiteral("L0·H1"));
  QTest::mouseClick(chip, Qt::LeftButton);
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{0, 0}, {0, 2}}));
  chip = s.view.header()->chips()[1];
  QCOMPARE(chip->accessibleName(), QStringLiteral("Take L0·H2 away"));
  chip->setFocus();
  QTest::keyClick(chip, Qt::Key_Space);
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{0, 0}}));
}

void TestLinksView::longTextsScroll() {
  Shown s(200);
  QScrollBar* bar = s.view.plot()->verticalScrollBar();
  QVERIFY(bar->maximum() > 3000);
  QCOMPARE(s.view.plot()->figureLayout().queriesInSight().first, 0);
  const QPoint middle = s.view.plot()->viewport()->rect().center();
  QWheelEvent wheel(middle, s.view.plot()->viewport()->mapToGlobal(middle), {}, {0, -240},
                    Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(s.view.plot()->viewport(), &wheel);
  const TokenRange moved = s.view.plot()->figureLayout().queriesInSight();
  QVERIFY(moved.first > 0);
  QCOMPARE(s.cell(), (std::vector<int>{0, -1}));
  // Another choice comes in sight.
  s.press(Qt::Key_End);
  QCOMPARE(bar->value(), bar->maximum());
  QVERIFY(s.view.plot()->figureLayout().queriesInSight().contains(199));
  s.press(Qt::Key_PageUp);
  QVERIFY(s.selection.query() < 199 && s.selection.query() > 150);
  s.selection.setCell(100, 3);
  QVERIFY(s.view.plot()->figureLayout().queriesInSight().contains(100));
  // A click is on the token that is seen there.
  const int first = s.view.plot()->figureLayout().queriesInSight().first + 2;
  s.click(Part::query, first);
  QCOMPARE(s.selection.query(), first);
}

void TestLinksView::keysOfAnotherLength() {
  Shown s(3, 60);  // as in cross attention
  QVERIFY(s.view.plot()->verticalScrollBar()->maximum() > 0);
  s.selection.setHead({0, 1});
  s.press(Qt::Key_Return);
  QCOMPARE(s.cell(), (std::vector<int>{0, 0}));
  s.press(Qt::Key_Down);
  s.press(Qt::Key_Down);
  s.press(Qt::Key_Down);
  QCOMPARE(s.cell(), (std::vector<int>{2, 0}));
  s.selection.setCell(2, 59);
  QVERIFY(s.view.plot()->figureLayout().keysInSight().contains(59));
  QCOMPARE(s.view.plot()->figureLayout().queriesInSight(), (TokenRange{0, 2}));
  s.click(Part::key, 58);
  QCOMPARE(s.cell(), (std::vector<int>{2, 58}));
}

void TestLinksView::unknownLayersAreNotAskedFor() {
  Shown s(4);
  s.selection.setHead({1, 2});
  s.view.keepChosenHead(true);
  s.selection.setHead({0, 0});
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{0, 0}, {1, 2}}));
  int asked = 0;
  const auto next = std::make_shared<FakeSource>(AttentionShape{2, 3, 5, 5},
                                                 [&asked](HeadId head, int query, int key) {
                                                   asked += head.layer;
                                                   return query == key ? 1.0F : 0.0F;
                                                 });
  s.selection.setBounds(next->shape(), 1);
  s.view.setSource(next, {tokens(5), tokens(5)}, 1);
  QCOMPARE(asked, 0);
  QCOMPARE(s.view.figure().queryCount(), 4);  // the old picture stays
  s.view.setKnownLayers(2);
  QVERIFY(asked > 0);
  QCOMPARE(s.view.figure().queryCount(), 5);
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{0, 0}, {1, 2}}));
}

void TestLinksView::hiddenItAsksForNothing() {
  Shown s(4);
  s.view.hide();
  int asked = 0;
  const auto next =
      std::make_shared<FakeSource>(AttentionShape{2, 3, 5, 5}, [&asked](HeadId, int, int) {
        ++asked;
        return .2F;
      });
  s.show(next);
  QCOMPARE(asked, 0);
  s.view.show();
  QVERIFY(asked > 0);
  QCOMPARE(s.view.figure().queryCount(), 5);
}

void TestLinksView::aLargeMapIsSearchedAside() {
  Shown s(4);
  s.show(sourceOf(600, 600));  // more than 512 x 512
  QVERIFY(s.view.isComputing());
  QCOMPARE(s.view.figure().queryCount(), 4);
  s.selection.setHead({0, 1});  // the newest wins
  QTRY_VERIFY(!s.view.isComputing());
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{0, 1}}));
  QCOMPARE(s.view.figure().queryCount(), 600);
  QCOMPARE(s.view.figure().links->links.size(), std::size_t{1200});
  // Of all of its rows the sum is made aside too.
  QTRY_COMPARE(s.view.figure().sums.size(), std::size_t{1});
  s.press(Qt::Key_Home);
  s.view.plot()->verticalScrollBar()->setValue(s.view.plot()->verticalScrollBar()->maximum());
  s.click(Part::query, 599, Qt::ShiftModifier);
  QTRY_COMPARE(s.view.figure().sums.size(), std::size_t{1});
  QVERIFY(std::abs(s.view.figure().sums.front().front() - 360) < .1F);
}

void TestLinksView::anotherTextDropsWhatWasKept() {
  Shown s(4);
  s.click(Part::query, 1);
  s.click(Part::query, 3, Qt::ControlModifier);
  QCOMPARE(s.view.figure().queries, (std::vector<int>{1, 3}));
  const auto source = sourceOf(4, 4);
  QStringList other = tokens(4);
  other[1] = QStringLiteral("another");
  s.view.setSource(source, {other, other}, 2);
  QCOMPARE(s.view.figure().queries, (std::vector<int>{3}));
}

void TestLinksView::noTokens() {
  Shown s(4);
  s.view.header()->layerAction()->trigger();
  s.view.setSource(nullptr, {}, 0);
  QVERIFY(s.view.figure().isEmpty());
  QCOMPARE(s.view.header()->title(), QString());
  QCOMPARE(s.view.header()->caption(), QString());
  s.press(Qt::Key_Down);
  s.press(Qt::Key_Return);
  s.view.grab();
  s.show(sourceOf(4, 4));
  QCOMPARE(headsOf(s.view), (std::vector<HeadId>{{0, 0}, {0, 1}, {0, 2}}));
}

void TestLinksView::aFileSaysWhatIsShown() {
  Shown s(4);
  s.click(Part::query, 2);
  QImage image(700, 500, QImage::Format_RGB32);
  QPainter painter(&image);
  s.view.figurePaint()(painter, QSizeF(image.size()));
  painter.end();
  const Theme& light = theme(ThemeKind::light);
  QCOMPARE(image.pixelColor(2, 2), light.canvas);
  const auto hasInk = [&](const QRect& where) {
    for (int y = where.top(); y < where.bottom(); ++y) {
      for (int x = where.left(); x < where.right(); ++x) {
        if (image.pixelColor(x, y) != light.canvas) {
          return true;
        }
      }
    }
    return false;
  };
  QVERIFY(hasInk({24, 16, 40, 32}));    // the title
  QVERIFY(hasInk({400, 16, 276, 32}));  // how many links
}

HEADSCOPE_TEST(TestLinksView)

}  // namespace headscope::test_links_view

#include "test_links_view.moc"
