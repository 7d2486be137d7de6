#include <QTest>

#include "analysis/cell_making.h"
#include "near.h"
#include "render/block_cards.h"
#include "render/block_painter.h"
#include "source/open_checkpoint.h"
#include "source/sandbox_source.h"
#include "test_class.h"

namespace headscope::test_block_figure {

namespace {

// Four tokens through a model; the picture of its first layer's second head.
std::shared_ptr<const BlockPicture> pictureOf(const ModelSource& model, const Input& input,
                                              Stack stack = Stack::first,
                                              BlockAttention attention = BlockAttention::own) {
  LayerRecorder recorder(0, 1);
  RunOptions options;
  (stack == Stack::decoder ? options.decoderObserver : options.observer) = &recorder;
  if (!model.run(input, options)) {
    throw std::runtime_error("the model did not run");
  }
  const QStringList tokens{QStringLiteral("the"), QStringLiteral("quick"), QStringLiteral("red"),
                           QStringLiteral("fox")};
  return std::make_shared<const BlockPicture>(
      blockPicture(blockSteps(model.block(stack, 0).value(), recorder, 1, attention),
                   {.layer = 0, .head = 1}, 2, {.queries = tokens, .keys = tokens}));
}

std::shared_ptr<const BlockPicture> sandboxPicture(
    SandboxConfig config = {.heads = 3, .dK = 8, .dModel = 24, .dFeedForward = 60}) {
  return pictureOf(**SandboxSource::create(config), std::string("the quick red fox"));
}

std::shared_ptr<const BlockPicture> familyPicture(const QString& family) {
  const auto model = openCheckpoint(HEADSCOPE_TEST_DATA "/models/" + family.toStdString()).value();
  const IdSequence ids{.ids = {3, 14, 15, 9}};
  if (family == QStringLiteral("bart")) {
    return pictureOf(*model, SourceAndTarget{.source = ids, .target = std::vector{2, 7, 8}},
                     Stack::decoder, BlockAttention::cross);
  }
  return pictureOf(*model, ids);
}

int stepOf(const BlockPicture& picture, StepKind kind) {
  for (int i = 0; i < picture.steps.count(); ++i) {
    if (picture.steps.at(i).kind == kind) {
      return i;
    }
  }
  return -1;
}

QPointF pointOn(const BlockArrow& arrow, double t) {
  const double s = 1 - t;
  return s * s * s * arrow.from + 3 * s * s * t * arrow.first + 3 * s * t * t * arrow.second +
         t * t * t * arrow.to;
}

QImage painted(const BlockFigure& figure, const BlockLayout& layout,
               const FigureStyle& style = {}) {
  QImage image(static_cast<int>(layout.width()), static_cast<int>(layout.height()),
               QImage::Format_RGB32);
  QPainter painter(&image);
  paintBlock(painter, figure, layout, style);
  return image;
}

}  // namespace

class TestBlockFigure : public QObject {
  Q_OBJECT
 private slots:
  void nothingOverlaps_data();
  void nothingOverlaps();
  void itGrowsHigherWhereItIsNarrow();
  void aPositionFindsItsCell();
  void tilesSayWhatTheyAre();
  void theCardsAddUpToTheValue();
  void fewProductsLeaveMoreToTheRest();
  void theRowIsFramedAndTheCellOutlined();
  void hiddenKeysHaveTheirOwnColour();
  void stepsOfOneWidthShareTheirColumn();
  void wordsTellTheRule_data();
  void wordsTellTheRule();
};

void TestBlockFigure::nothingOverlaps_data() {
  QTest::addColumn<QString>("family");
  QTest::addColumn<int>("width");
  for (const char* family : {"bert", "gpt2", "gemma2", "phi", "gpt_neox", "bart", "sandbox"}) {
    for (const int width : {416, 480, 838, 1200, 2400}) {
      QTest::addRow("%s %d", family, width) << QString::fromLatin1(family) << width;
    }
  }
}

void TestBlockFigure::nothingOverlaps() {
  QFETCH(QString, family);
  QFETCH(int, width);
  const auto picture =
      family == QStringLiteral("sandbox") ? sandboxPicture() : familyPicture(family);
  const BlockFigure figure =
      blockFigure(picture, {.step = 3, .query = 1, .key = 2, .headColumn = 1});
  const BlockLayout layout(figure, QSizeF(width, 700), {});
  QCOMPARE(layout.tiles().size(), figure.tiles.size());
  const QRectF room(0, 0, width, layout.chainHeight());
  for (std::size_t i = 0; i < layout.tiles().size(); ++i) {
    const BlockTilePlace& place = layout.tiles()[i];
    QVERIFY(room.contains(place.map));
    QVERIFY(place.map.width() >= 24 && place.map.height() >= 24);
    for (std::size_t k = 0; k < i; ++k) {
      QVERIFY(!place.whole().intersects(layout.tiles()[k].whole()));
    }
    for (const BlockArrow& arrow : layout.arrows()) {
      for (int t = 0; t <= 50; ++t) {
        QVERIFY(!place.map.contains(pointOn(arrow, t / 50.0)));
      }
    }
  }
  for (std::size_t i = 0; i < layout.cards().size(); ++i) {
    QVERIFY(layout.cards()[i].right() <= width);
    QVERIFY(layout.cards()[i].bottom() <= layout.explanationHeight());
    for (std::size_t k = 0; k < i; ++k) {
      QVERIFY(!layout.cards()[i].intersects(layout.cards()[k]));
    }
  }
}

void TestBlockFigure::itGrowsHigherWhereItIsNarrow() {
  const BlockFigure figure = blockFigure(sandboxPicture(), {});
  QCOMPARE(BlockLayout(figure, QSizeF(1200, 800), {}).height(), 800.0);
  const BlockLayout narrow(figure, QSizeF(420, 500), {});
  QVERIFY(narrow.height() > 700);
  QVERIFY(narrow.side() >= 60);
}

void TestBlockFigure::aPositionFindsItsCell() {
  const BlockFigure figure = blockFigure(sandboxPicture(), {});
  const BlockLayout layout(figure, QSizeF(1000, 700), {});
  for (int i = 0; i < static_cast<int>(figure.tiles.size()); ++i) {
    const auto index = static_cast<std::size_t>(i);
    const QRectF& map = layout.tiles()[index].map;
    const Matrix& values = figure.tiles[index].matrix->values;
    const QPointF third(map.left() + 2.5 / static_cast<double>(values.cols()) * map.width(),
                        map.top() + 1.5 / static_cast<double>(values.rows()) * map.height());
    QVERIFY((layout.hit(figure, third) == BlockHit{.tile = i, .row = 1, .col = 2}));
    const QPointF name = layout.tiles()[index].caption.topLeft() + QPointF(3, 3);
    QVERIFY((layout.hit(figure, name) == BlockHit{.tile = i}));
  }
  QVERIFY(layout.hit(figure, {2, 2}) == BlockHit());
}

void TestBlockFigure::tilesSayWhatTheyAre() {
  const BlockFigure figure = blockFigure(sandboxPicture(), {.query = 1, .key = 2});
  QStringList said;
  for (const BlockTile& tile : figure.tiles) {
    said << tile.name + QLatin1Char(' ') + tile.shape;
  }
  QCOMPARE(said, (QStringList{QStringLiteral("X 4 × 24"), QStringLiteral("Q 4 × 8"),
                              QStringLiteral("K 4 × 8"), QStringLiteral("V 4 × 8"),
                              QStringLiteral("Q Kᵀ ÷ √8 4 × 4"), QStringLiteral("softmax 4 × 4"),
                              QStringLiteral("Z₁ 4 × 8"), QStringLiteral("Z₀ … Z₂ 4 × 24"),
                              QStringLiteral("· W_O 4 × 24"), QStringLiteral("+ X 4 × 24"),
                              QStringLiteral("norm 4 × 24"), QStringLiteral("hidden 4 × 60"),
                              QStringLiteral("FFN 4 × 24"), QStringLiteral("+ residual 4 × 24"),
                              QStringLiteral("X of L1 4 × 24")}));
  QCOMPARE(figure.title, QStringLiteral("L0·H1, step by step"));
  QCOMPARE(figure.tags, (QStringList{QStringLiteral("query quick"), QStringLiteral("key red")}));
  QCOMPARE(figure.current, -1);
  QCOMPARE(figure.tiles[2].row, 2);  // K: the key's row
  QCOMPARE(figure.tiles[1].row, 1);
}

void TestBlockFigure::theCardsAddUpToTheValue() {
  const auto picture = sandboxPicture();
  const int step = stepOf(*picture, StepKind::scores);
  const BlockFigure figure = blockFigure(picture, {.step = step, .query = 1, .key = 2});
  const BlockExplanation& explanation = figure.explanation;
  QCOMPARE(explanation.place, QStringLiteral("quick → red"));
  QCOMPARE(explanation.sentence, QStringLiteral("Each query times each key, divided by √8."));
  QCOMPARE(explanation.cards.size(), std::size_t{8});  // 5 products, 3 more, their sum, ÷ √8
  const auto number = [](QString text) {
    return text.replace(QChar(0x2212), QLatin1Char('-')).remove(QStringLiteral("= ")).toDouble();
  };
  double sum = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    sum += number(explanation.cards[i].result);
  }
  QCOMPARE(explanation.cards[5].label, QStringLiteral("3 more"));
  QVERIFY(isNear(sum, number(explanation.cards[6].result), 6 * 0.00005));
  const QString last = explanation.cards.back().result;
  QCOMPARE(last, QStringLiteral("= ") + explanation.value);
  QVERIFY(explanation.cards.back().isTotal);
  QVERIFY(isNear(number(last), double{picture->steps.at(step).matrix(1, 2)}, 0.00006));
  QVERIFY(cardsInWords(explanation.cards).endsWith(last));
}

void TestBlockFigure::fewProductsLeaveMoreToTheRest() {
  const auto picture = sandboxPicture();
  const BlockChoice choice{.step = stepOf(*picture, StepKind::scores), .query = 1, .key = 2};
  QCOMPARE(blockFigure(picture, choice, 3).explanation.cards[3].label, QStringLiteral("5 more"));
  // The rest is never one alone.
  QCOMPARE(blockFigure(picture, choice, 7).explanation.cards[8].label, QStringLiteral("sum"));
}

void TestBlockFigure::theRowIsFramedAndTheCellOutlined() {
  const auto picture = sandboxPicture();
  const int step = stepOf(*picture, StepKind::query);
  const auto draw = [&](const BlockChoice& choice) {
    const BlockFigure figure = blockFigure(picture, choice);
    return painted(figure, BlockLayout(figure, QSizeF(1000, 700), {}));
  };
  const BlockFigure figure = blockFigure(picture, {});
  const BlockLayout layout(figure, QSizeF(1000, 700), {});
  const QImage none = draw({});
  const QImage row = draw({.query = 1});
  const QImage cell = draw({.step = step, .query = 1, .headColumn = 3});
  const QRectF& map = layout.tiles()[static_cast<std::size_t>(step)].map;
  const double line = map.top() + map.height() / 4;  // the second of four rows begins
  const FigureStyle style;
  const QPoint onFrame(static_cast<int>(map.left() + 2), static_cast<int>(std::round(line)) - 1);
  QVERIFY(none.pixelColor(onFrame) != style.theme.accent);
  QCOMPARE(row.pixelColor(onFrame), style.theme.accent);
  const QPoint onCell(static_cast<int>(std::round(map.left() + 3 * map.width() / 8)),
                      static_cast<int>(line + map.height() / 8));
  QVERIFY(row.pixelColor(onCell) != style.theme.warm);
  QCOMPARE(cell.pixelColor(onCell), style.theme.warm);
  // K has the key's row, and none is chosen.
  const QRect key =
      layout.tiles()[static_cast<std::size_t>(stepOf(*picture, StepKind::key))].map.toAlignedRect();
  QCOMPARE(none.copy(key), row.copy(key));
}

void TestBlockFigure::hiddenKeysHaveTheirOwnColour() {
  const auto picture =
      sandboxPicture({.heads = 2, .dK = 8, .dModel = 16, .mask = SandboxMask::causal});
  const int step = stepOf(*picture, StepKind::mask);
  QVERIFY(step > 0);
  const BlockFigure figure = blockFigure(picture, {.step = step, .query = 1, .key = 3});
  QCOMPARE(figure.explanation.value, QStringLiteral("−∞"));
  const BlockLayout layout(figure, QSizeF(1000, 700), {});
  const QRectF& map = layout.tiles()[static_cast<std::size_t>(step)].map;
  const QImage image = painted(figure, layout);
  const QPoint right(static_cast<int>(map.right() - 4), static_cast<int>(map.top() + 4));
  const QPoint left(static_cast<int>(map.left() + 4), static_cast<int>(map.bottom() - 4));
  QVERIFY(image.pixelColor(right) != image.pixelColor(left));
  QCOMPARE(image.pixelColor(right),
           image.pixelColor(right - QPoint(static_cast<int>(map.width() / 4), 0)));
}

void TestBlockFigure::stepsOfOneWidthShareTheirColumn() {
  const auto picture = sandboxPicture();
  const BlockSteps& steps = picture->steps;
  const BlockStep& query = steps.at(stepOf(*picture, StepKind::query));
  BlockChoice choice;
  chooseColumn(steps, query, 5, choice);
  QCOMPARE(chosenColumn(steps.at(stepOf(*picture, StepKind::value)), choice), 5);
  // Dimension 5 of head 1 is dimension 13 of all heads' Z.
  const BlockStep& all = steps.at(stepOf(*picture, StepKind::concatenation));
  QCOMPARE(chosenColumn(all, choice), 13);
  chooseColumn(steps, all, 15, choice);
  QCOMPARE(chosenColumn(query, choice), 7);
  chooseColumn(steps, all, 2, choice);  // of another head
  QCOMPARE(chosenColumn(query, choice), 7);
  QCOMPARE(chosenColumn(steps.at(0), choice), -1);
  chooseColumn(steps, steps.at(0), 20, choice);
  QCOMPARE(chosenColumn(steps.at(steps.count() - 1), choice), 20);
  chooseRow(steps.at(stepOf(*picture, StepKind::key)), 3, choice);
  QCOMPARE(choice.key, 3);
  QCOMPARE(chosenColumn(steps.at(stepOf(*picture, StepKind::softmax)), choice), 3);
}

void TestBlockFigure::wordsTellTheRule_data() {
  QTest::addColumn<QString>("family");
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("said");
  const auto row = [](const char* family, StepKind kind, const QString& said) {
    QTest::newRow(family) << QString::fromLatin1(family) << static_cast<int>(kind) << said;
  };
  row("bloom", StepKind::scores, QStringLiteral("plus a bias for the distance"));
  row("gemma2", StepKind::scores, QStringLiteral("capped at"));
  row("llama", StepKind::query, QStringLiteral("turned by its position"));
  row("qwen3", StepKind::key, QStringLiteral("normed, turned by its position"));
  row("phi", StepKind::sum, QStringLiteral("attention and the feed-forward network"));
  row("mistral_window", StepKind::hidden, QStringLiteral("SiLU of each row times W_gate"));
  row("bart", StepKind::scores, QStringLiteral("Each query times each key, divided by"));
}

void TestBlockFigure::wordsTellTheRule() {
  QFETCH(QString, family);
  QFETCH(int, kind);
  QFETCH(QString, said);
  const auto picture = familyPicture(family);
  const BlockChoice choice{.step = stepOf(*picture, static_cast<StepKind>(kind))};
  const QString sentence = blockFigure(picture, choice).explanation.sentence;
  QVERIFY2(sentence.contains(said), qPrintable(sentence));
}

HEADSCOPE_TEST(TestBlockFigure)

}  // namespace headscope::test_block_figure

#include "test_block_figure.moc"
