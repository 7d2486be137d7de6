#include <QAccessible>
#include <QPainter>
#include <QScrollBar>
#include <QTest>

#include "source/open_checkpoint.h"
#include "source/sandbox_source.h"
#include "test_class.h"
#include "views/block_view.h"

namespace headscope::test_block_view {

namespace {

QStringList wordsOf(int count) {
  QStringList words;
  for (int i = 0; i < count; ++i) {
    words << QStringLiteral("w%1").arg(i);
  }
  return words;
}

// A sandbox of two layers of three heads that reads so many words, in a view on the screen.
struct Shown {
  explicit Shown(int words = 5, QSize size = {900, 700}) {
    selection.setBounds({.layers = 2, .heads = 3, .nQuery = words, .nKey = words});
    selection.setHead({1, 2});
    selection.setCell(1, 3);
    view.resize(size);
    view.show();
    view.setRequest(request(words));
    static_cast<void>(wait());
  }
  BlockRequest request(int words) const {
    const QStringList tokens = wordsOf(words);
    return {.model = SandboxSource::create(
                         {.heads = 3, .dK = 4, .dModel = 12, .layers = 2, .dFeedForward = 20})
                         .value(),
            .input = tokens.join(QLatin1Char(' ')).toStdString(),
            .part = AttentionPart::encoder,
            .head = selection.head(),
            .layers = 2,
            .labels = {.queries = tokens, .keys = tokens}};
  }
  bool wait() {
    return QTest::qWaitFor([this] { return !view.isComputing(); }, 30000);
  }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(&view, key, modifiers);
  }
  QString step() const { return view.figure().explanation.name; }
  // Of a tile by its name.
  int tile(const QString& name) const {
    const auto& tiles = view.figure().tiles;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
      if (tiles[i].name == name) {
        return static_cast<int>(i);
      }
    }
    return -1;
  }
  float valueAt(int index, int row, int column) const {
    return view.figure().picture->steps.at(index).matrix(row, column);
  }

  Selection selection;
  BlockView view{&selection};
};

}  // namespace

class TestBlockView : public QObject {
  Q_OBJECT
 private slots:
  void beginsWithTheChosenScore();
  void leftAndRightWalk();
  void upAndDownMoveTheRow();
  void shiftMovesTheColumn();
  void escapeLetsGo();
  void aClickChoosesTheCellThatIsSeen();
  void theNamesAreClickedToo();
  void theSelectionIsFollowed();
  void anotherHeadKeepsTheStep();
  void nothingIsComputedWhileHidden();
  void theOldPictureStaysUntilTheNewOneIsThere();
  void withoutARunThereIsNothing();
  void screenReadersAreToldAll();
  void aNarrowViewScrollsToTheStep();
  void aBarThatScrollsMovesNothing();
  void ofEveryHeadsZThePlaceNamesTheHead();
  void manyTokensWork();
  void crossAttentionHasItsOwnSteps();
  void aFileHoldsAllOfIt();
};

void TestBlockView::beginsWithTheChosenScore() {
  const Shown s;
  QCOMPARE(s.view.figure().title, QStringLiteral("L1·H2, step by step"));
  QCOMPARE(s.step(), QStringLiteral("Q Kᵀ ÷ √4"));
  QCOMPARE(s.view.figure().explanation.place, QStringLiteral("w1 → w3"));
  QCOMPARE(s.view.figure().explanation.cards.size(), std::size_t{6});  // 4 products, sum, ÷ √4
}

void TestBlockView::leftAndRightWalk() {
  Shown s;
  s.press(Qt::Key_Right);
  QCOMPARE(s.step(), QStringLiteral("softmax"));
  s.press(Qt::Key_Left);
  s.press(Qt::Key_Left);
  QCOMPARE(s.step(), QStringLiteral("V"));
  s.press(Qt::Key_Home);
  QCOMPARE(s.step(), QStringLiteral("X"));
  s.press(Qt::Key_Left);
  QCOMPARE(s.step(), QStringLiteral("X"));
  s.press(Qt::Key_End);
  QCOMPARE(s.step(), QStringLiteral("output"));
  s.press(Qt::Key_Right);
  QCOMPARE(s.step(), QStringLiteral("output"));
  QCOMPARE(s.view.figure().current, static_cast<int>(s.view.figure().tiles.size()) - 1);
}

void TestBlockView::upAndDownMoveTheRow() {
  Shown s;
  s.press(Qt::Key_Down);
  QCOMPARE(s.selection.query(), 2);
  QCOMPARE(s.selection.key(), 3);
  s.press(Qt::Key_Home);
  s.press(Qt::Key_Up);
  QCOMPARE(s.selection.query(), 1);
  s.press(Qt::Key_Right);
  s.press(Qt::Key_Right);  // K, whose rows are keys
  QCOMPARE(s.step(), QStringLiteral("K"));
  s.press(Qt::Key_Down);
  QCOMPARE(s.selection.query(), 1);
  QCOMPARE(s.selection.key(), 4);
  s.press(Qt::Key_Down);
  QCOMPARE(s.selection.key(), 4);
  s.press(Qt::Key_PageUp);
  QCOMPARE(s.selection.key(), 0);
}

void TestBlockView::shiftMovesTheColumn() {
  Shown s;
  s.press(Qt::Key_Left, Qt::ShiftModifier);
  QCOMPARE(s.selection.key(), 2);
  s.press(Qt::Key_Home);
  QVERIFY(s.view.figure().explanation.cards.empty());  // of X no column is chosen yet
  s.press(Qt::Key_Right, Qt::ShiftModifier);
  s.press(Qt::Key_Right, Qt::ShiftModifier);
  QCOMPARE(s.view.figure().explanation.place, QStringLiteral("w1, column 1"));
  QCOMPARE(s.selection.key(), 2);
  s.press(Qt::Key_Right);
  s.press(Qt::Key_Left, Qt::ShiftModifier);  // of Q the last one
  QCOMPARE(s.view.figure().explanation.place, QStringLiteral("w1, column 3"));
  QCOMPARE(s.view.figure().explanation.cards.front().label.left(4), QStringLiteral("dim "));
}

void TestBlockView::escapeLetsGo() {
  Shown s;
  s.press(Qt::Key_Escape);
  QCOMPARE(s.selection.key(), -1);
  QCOMPARE(s.selection.query(), 1);
  QCOMPARE(s.step(), QStringLiteral("Q Kᵀ ÷ √4"));
  s.press(Qt::Key_Escape);
  QCOMPARE(s.view.figure().current, -1);
  s.press(Qt::Key_Right);
  QCOMPARE(s.step(), QStringLiteral("X"));
}

void TestBlockView::aClickChoosesTheCellThatIsSeen() {
  Shown s;
  const auto click = [&s](int index, int row, int column) {
    const BlockLayout& layout = s.view.figureLayout();
    const QRectF& map = layout.tiles()[static_cast<std::size_t>(index)].map;
    const Matrix& shown = s.view.figure().tiles[static_cast<std::size_t>(index)].matrix->values;
    const QPointF at(map.left() + (column + 0.5) * map.width() / static_cast<double>(shown.cols()),
                     map.top() + (row + 0.5) * map.height() / static_cast<double>(shown.rows()));
    QTest::mouseClick(s.view.viewport(), Qt::LeftButton, {}, at.toPoint());
  };
  const int softmax = s.tile(QStringLiteral("softmax"));
  click(softmax, 4, 0);
  QCOMPARE(s.selection.query(), 4);
  QCOMPARE(s.selection.key(), 0);
  QCOMPARE(s.step(), QStringLiteral("softmax"));
  QCOMPARE(s.view.figure().explanation.value,
           QString::number(double{s.valueAt(softmax, 4, 0)}, 'f', 4));
  const int hidden = s.tile(QStringLiteral("hidden"));
  click(hidden, 2, 17);
  QCOMPARE(s.selection.query(), 2);
  QCOMPARE(s.selection.key(), 0);
  QCOMPARE(s.view.figure().explanation.place, QStringLiteral("w2, column 17"));
  QCOMPARE(s.view.figure().explanation.cards.back().label, QStringLiteral("activation"));
  const int value = s.tile(QStringLiteral("V"));
  click(value, 3, 1);
  QCOMPARE(s.selection.key(), 3);
  QCOMPARE(s.selection.query(), 2);
}

void TestBlockView::theNamesAreClickedToo() {
  Shown s;
  const int norm = s.tile(QStringLiteral("norm"));
  const QRectF caption = s.view.figureLayout().tiles()[static_cast<std::size_t>(norm)].caption;
  QTest::mouseClick(s.view.viewport(), Qt::LeftButton, {},
                    (caption.topLeft() + QPointF(4, 4)).toPoint());
  QCOMPARE(s.view.figure().current, norm);
  QCOMPARE(s.selection.key(), 3);
  QTest::mouseClick(s.view.viewport(), Qt::LeftButton, {}, {2, 2});
  QCOMPARE(s.view.figure().current, norm);
}

void TestBlockView::theSelectionIsFollowed() {
  Shown s;
  s.selection.setCell(4, 2);
  QCOMPARE(s.view.figure().explanation.place, QStringLiteral("w4 → w2"));
  QCOMPARE(s.view.figure().tiles[static_cast<std::size_t>(s.tile(QStringLiteral("Q")))].row, 4);
  QCOMPARE(s.view.figure().tiles[static_cast<std::size_t>(s.tile(QStringLiteral("K")))].row, 2);
}

void TestBlockView::anotherHeadKeepsTheStep() {
  Shown s;
  s.press(Qt::Key_Left);
  QCOMPARE(s.step(), QStringLiteral("V"));
  const float before = s.valueAt(s.tile(QStringLiteral("V")), 0, 0);
  s.selection.setHead({0, 1});
  QVERIFY(s.wait());
  QCOMPARE(s.view.figure().title, QStringLiteral("L0·H1, step by step"));
  QCOMPARE(s.step(), QStringLiteral("V"));
  QVERIFY(s.valueAt(s.tile(QStringLiteral("V")), 0, 0) != before);
  QVERIFY(s.tile(QStringLiteral("X of L1")) > 0);
}

void TestBlockView::nothingIsComputedWhileHidden() {
  Shown s;
  s.view.hide();
  s.selection.setHead({0, 0});
  QVERIFY(!s.view.isComputing());
  QCOMPARE(s.view.figure().title, QStringLiteral("L1·H2, step by step"));
  s.view.show();
  QVERIFY(s.view.isComputing());
  QVERIFY(s.wait());
  QCOMPARE(s.view.figure().title, QStringLiteral("L0·H0, step by step"));
}

void TestBlockView::theOldPictureStaysUntilTheNewOneIsThere() {
  Shown s;
  s.view.setRequest(s.request(4));
  QCOMPARE(s.view.figure().tiles.front().shape, QStringLiteral("5 × 12"));
  s.view.setRequest(s.request(3));  // overtakes it
  QVERIFY(s.wait());
  QCOMPARE(s.view.figure().tiles.front().shape, QStringLiteral("3 × 12"));
  // The key that was chosen is not there any more, until the session says so.
  QCOMPARE(s.view.figure().explanation.place, QStringLiteral("w1"));
  s.view.grab();
}

void TestBlockView::withoutARunThereIsNothing() {
  Shown s;
  s.view.setEmptyText(QStringLiteral("nothing yet"));
  s.view.setRequest({});
  QVERIFY(s.view.figure().tiles.empty());
  QCOMPARE(s.view.accessibleName(), QStringLiteral("nothing yet"));
  s.press(Qt::Key_Right);
  QTest::mouseClick(s.view.viewport(), Qt::LeftButton, {}, {200, 200});
  s.view.grab();
  BlockRequest mute = s.request(3);
  mute.input = IdSequence{.ids = {1}};  // which a sandbox refuses
  s.view.setRequest(mute);
  QVERIFY(s.wait());
  QVERIFY(s.view.figure().tiles.empty());
  s.view.setRequest(s.request(3));
  QVERIFY(s.wait());
  QCOMPARE(s.step(), QStringLiteral("Q Kᵀ ÷ √4"));
}

void TestBlockView::screenReadersAreToldAll() {
  Shown s;
  QAccessible::setActive(true);
  QAccessibleInterface* read = QAccessible::queryAccessibleInterface(&s.view);
  QCOMPARE(read->role(), QAccessible::Chart);
  const QString value = s.view.figure().explanation.value;
  QCOMPARE(read->text(QAccessible::Name),
           QStringLiteral("L1·H2, Q Kᵀ ÷ √4, 5 × 5, w1 → w3, ") + value);
  const QString told = read->text(QAccessible::Description);
  QVERIFY(told.startsWith(QStringLiteral("Each query times each key, divided by √4. dim ")));
  QVERIFY(told.contains(QStringLiteral("= ") + value));
  QVERIFY(told.contains(QStringLiteral("Left and Right walk")));
}

void TestBlockView::aNarrowViewScrollsToTheStep() {
  Shown s(5, {460, 420});
  QVERIFY(s.view.verticalScrollBar()->maximum() > 0);
  s.press(Qt::Key_Home);
  s.press(Qt::Key_End);
  const BlockLayout& layout = s.view.figureLayout();
  const double top = s.view.verticalScrollBar()->value();
  const double room = s.view.viewport()->height() - layout.explanationHeight();
  QVERIFY(layout.tiles().back().map.bottom() <= top + room);
  QVERIFY(layout.tiles().back().map.top() >= top);
  // A click finds what has been scrolled into sight.
  const QPointF centre = layout.tiles().back().map.center() - QPointF(0, top);
  QTest::mouseClick(s.view.viewport(), Qt::LeftButton, {}, centre.toPoint());
  QCOMPARE(s.step(), QStringLiteral("output"));
  QVERIFY(!s.view.figure().explanation.cards.empty());
  s.press(Qt::Key_Home);
  QVERIFY(layout.tiles().front().map.top() >= s.view.verticalScrollBar()->value());
}

void TestBlockView::aBarThatScrollsMovesNothing() {
  Shown s(5, {460, 300});
  const QRectF place = s.view.figureLayout().tiles().back().map;
  bool scrolls = true;
  for (int height = 300; height < 1400; height += 7) {
    s.view.resize(460, height);
    QCoreApplication::processEvents();
    const bool still = s.view.verticalScrollBar()->maximum() > 0;
    QVERIFY(scrolls || !still);
    scrolls = still;
    QCOMPARE(s.view.figureLayout().tiles().back().map.left(), place.left());
  }
  QVERIFY(!scrolls);
}

void TestBlockView::ofEveryHeadsZThePlaceNamesTheHead() {
  Shown s;
  s.press(Qt::Key_Right);
  s.press(Qt::Key_Right);
  s.press(Qt::Key_Right, Qt::ShiftModifier);  // column 0 of the head's Z
  QCOMPARE(s.step(), QStringLiteral("Z₂"));
  s.press(Qt::Key_Right);
  QCOMPARE(s.view.figure().explanation.place, QStringLiteral("w1, H2 column 0"));
  s.press(Qt::Key_Left, Qt::ShiftModifier);
  QCOMPARE(s.view.figure().explanation.place, QStringLiteral("w1, H1 column 3"));
}

void TestBlockView::manyTokensWork() {
  Shown s(512);
  QCOMPARE(s.view.figure().tiles[static_cast<std::size_t>(s.tile(QStringLiteral("softmax")))].shape,
           QStringLiteral("512 × 512"));
  s.selection.setCell(400, 300);
  QCOMPARE(s.view.figure().explanation.place, QStringLiteral("w400 → w300"));
  const int softmax = s.tile(QStringLiteral("softmax"));
  const QRectF map = s.view.figureLayout().tiles()[static_cast<std::size_t>(softmax)].map;
  QTest::mouseClick(s.view.viewport(), Qt::LeftButton, {}, map.center().toPoint());
  // Of the cells that share the pixel the one with the greatest weight.
  const float chosen = s.valueAt(softmax, s.selection.query(), s.selection.key());
  QVERIFY(std::abs(s.selection.query() - 256) <= 24 && std::abs(s.selection.key() - 256) <= 24);
  QVERIFY(chosen >= s.valueAt(softmax, 256, 256));
  s.view.grab();
}

void TestBlockView::crossAttentionHasItsOwnSteps() {
  const auto model = openCheckpoint(HEADSCOPE_TEST_DATA "/models/bart").value();
  const QStringList source = wordsOf(6);
  const QStringList target{QStringLiteral("<start>"), QStringLiteral("a"), QStringLiteral("b")};
  Selection selection;
  selection.setBounds({.layers = 2, .heads = 2, .nQuery = 3, .nKey = 6});
  selection.setCell(2, 5);
  BlockView view(&selection);
  view.resize(900, 700);
  view.show();
  view.setRequest({.model = model,
                   .input = SourceAndTarget{.source = IdSequence{.ids = {3, 4, 5, 6, 7, 8}},
                                            .target = std::vector{2, 7, 8}},
                   .part = AttentionPart::cross,
                   .head = {},
                   .layers = 2,
                   .labels = {.queries = target, .keys = source}});
  QVERIFY(QTest::qWaitFor([&view] { return !view.isComputing(); }));
  QCOMPARE(view.figure().tiles[1].name, QStringLiteral("encoder"));
  QCOMPARE(view.figure().tiles[1].row, 5);
  QCOMPARE(view.figure().explanation.place, QStringLiteral("b → w5"));
  QCOMPARE(view.figure().tiles[static_cast<std::size_t>(view.figure().current)].shape,
           QStringLiteral("3 × 6"));
}

void TestBlockView::aFileHoldsAllOfIt() {
  const Shown s(5, {460, 420});
  const QSizeF size = s.view.figureSize();
  QVERIFY(size.height() > 600);
  QImage image(size.toSize(), QImage::Format_RGB32);
  image.fill(Qt::magenta);
  QPainter painter(&image);
  s.view.figurePaint()(painter, size);
  painter.end();
  QCOMPARE(image.pixelColor(2, image.height() - 2), FigureStyle().theme.canvas);
  const QRectF last = s.view.figureLayout().tiles().back().map;
  QVERIFY(image.pixelColor(last.center().toPoint()) != FigureStyle().theme.canvas);
}

HEADSCOPE_TEST(TestBlockView)

}  // namespace headscope::test_block_view

#include "test_block_view.moc"
