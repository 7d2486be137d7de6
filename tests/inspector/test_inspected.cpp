#include <limits>

#include <QTest>

#include "inspector/inspected.h"
#include "inspector/two_words.h"
#include "test_class.h"

namespace headscope::test_inspected {

namespace {

const TokenLabels kLabels{{"sit", "mat"}, {"sit", "mat"}};

QStringList words(const std::vector<NumberLine>& lines) {
  QStringList words;
  for (const NumberLine& line : lines) {
    words.append(line.name + QLatin1Char(' ') + line.value);
  }
  return words;
}

QStringList wordsOf(const Inspected& inspected, InspectorPart part) {
  const InspectedPart* told = inspected.find(part);
  return told == nullptr ? QStringList() : words(told->lines);
}

// Its arithmetic, changed by a test.
class Changed : public TwoWords {
 public:
  explicit Changed(std::function<void(CellArithmetic&)> change, std::vector<float> scores = {4, 0})
      : change_(std::move(change)), scores_(std::move(scores)) {}

  std::optional<CellArithmetic> arithmetic(HeadId head, int query, int key) const override {
    CellArithmetic cell = *TwoWords::arithmetic(head, query, key);
    change_(cell);
    return cell;
  }
  std::vector<float> scores(HeadId, int) const override { return scores_; }

 private:
  std::function<void(CellArithmetic&)> change_;
  std::vector<float> scores_;
};

Inspected cellOf(const AttentionSource& source, int key = 0, const CopiedFrom& copied = {}) {
  return inspectedCell(source, kLabels, {0, 0}, 0, key, copied);
}

}  // namespace

class TestInspected : public QObject {
  Q_OBJECT
 private slots:
  void theShownNumbersMultiplyUp();
  void whatBecomesOfTheProductIsSaid_data();
  void whatBecomesOfTheProductIsSaid();
  void theBiasHasItsName_data();
  void theBiasHasItsName();
  void aHiddenKeySaysSo();
  void theSoftmaxIsToldWhole();
  void whatWasChangedByHandIsSaid();
  void theOutputIsToldAsFarAsItIsKnown();
  void aSourceOfWeightsAloneTellsNoMore();
  void aRowTellsHowWidelyItLooks();
  void aRowThatIsNoDistributionTellsNothing();
  void everythingIsInTheText();
};

void TestInspected::theShownNumbersMultiplyUp() {
  const Inspected cell = cellOf(TwoWords());
  QCOMPARE(cell.title, QStringLiteral("sit → sit"));
  QCOMPARE(cell.number, QStringLiteral("0.982"));
  QCOMPARE(words(cell.lines),
           (QStringList{QStringLiteral("q · k 8.000"), QStringLiteral("÷ √4 4.000"),
                        QStringLiteral("mask 0")}));
  // Largest first, of equal ones the first.
  QCOMPARE(wordsOf(cell, InspectorPart::products),
           (QStringList{QStringLiteral("dim 3: 3.000 × 1.000 +3.000"),
                        QStringLiteral("dim 1: 2.000 × 1.000 +2.000"),
                        QStringLiteral("dim 2: 1.000 × 2.000 +2.000"),
                        QStringLiteral("dim 0: 1.000 × 1.000 +1.000")}));
  QCOMPARE(cell.find(InspectorPart::products)->summary,
           QStringLiteral("largest: dim 3 +3.00, 1 +2.00, 2 +2.00"));
}

void TestInspected::whatBecomesOfTheProductIsSaid_data() {
  QTest::addColumn<CellArithmetic>("cell");
  QTest::addColumn<int>("line");
  QTest::addColumn<QString>("said");
  const auto cell = [](auto&& change) {
    CellArithmetic made;
    made.products = {1, 2, 2, 3};
    made.dot = 8;
    made.scale = 1;
    made.score = 8;
    change(made);
    return made;
  };
  QTest::newRow("not scaled") << cell([](CellArithmetic&) {}) << 1
                              << QStringLiteral("score, not scaled 8.000");
  QTest::newRow("capped") << cell([](CellArithmetic& c) {
    c.scale = .25F;
    c.cap = 50;
    c.score = 1.997F;
  }) << 1 << QStringLiteral("× 0.2500, capped at 50 1.997");
  QTest::newRow("turned") << cell([](CellArithmetic& c) { c.isTurned = true; }) << 0
                          << QStringLiteral("q · k, turned by position 8.000");
  QTest::newRow("cosine") << cell([](CellArithmetic& c) {
    c.kind = ScoreKind::cosine;
    c.dot = c.score = .5F;
  }) << 0 << QStringLiteral("q · k, both of length 1 0.500");
}

void TestInspected::whatBecomesOfTheProductIsSaid() {
  QFETCH(CellArithmetic, cell);
  QFETCH(int, line);
  QFETCH(QString, said);
  const Changed source([&cell](CellArithmetic& c) { c = cell; });
  QCOMPARE(words(cellOf(source).lines)[line], said);
}

void TestInspected::theBiasHasItsName_data() {
  QTest::addColumn<BiasOrigin>("origin");
  QTest::addColumn<QString>("said");
  QTest::newRow("ALiBi") << BiasOrigin{.distance = -3, .slope = .0625F, .bucket = {}}
                         << QStringLiteral("ALiBi, 0.0625 × −3 −0.188");
  QTest::newRow("T5") << BiasOrigin{.distance = 4, .slope = {}, .bucket = 20}
                      << QStringLiteral("T5 bucket 20, distance 4 −0.188");
}

void TestInspected::theBiasHasItsName() {
  QFETCH(BiasOrigin, origin);
  QFETCH(QString, said);
  const Changed source([&origin](CellArithmetic& c) {
    c.bias = -.1875F;
    c.biasOrigin = origin;
  });
  QCOMPARE(words(cellOf(source).lines)[2], said);
}

void TestInspected::aHiddenKeySaysSo() {
  constexpr float kHidden = std::numeric_limits<float>::lowest();
  const Changed source([](CellArithmetic& c) { c.mask = kHidden; }, {4, kHidden});
  const Inspected cell = cellOf(source, 1);
  QCOMPARE(words(cell.lines).last(), QStringLiteral("mask −∞, hidden"));
  QCOMPARE(wordsOf(cell, InspectorPart::softmax),
           (QStringList{QStringLiteral("e^−∞ 0"), QStringLiteral("+ sit 1.000"),
                        QStringLiteral("= Σ of 1 key 1.000"), QStringLiteral("0 ÷ 1.000 0")}));
}

// e^-4 = 0.0183: 1 + 0.018 = 1.018, and 0.0183 ÷ 1.018 = 0.0180.
void TestInspected::theSoftmaxIsToldWhole() {
  QCOMPARE(
      wordsOf(cellOf(TwoWords()), InspectorPart::softmax),
      (QStringList{QStringLiteral("e^(4.000 − 4.000) 1.000"), QStringLiteral("+ mat 0.018"),
                   QStringLiteral("= Σ of 2 keys 1.018"), QStringLiteral("1.000 ÷ 1.018 0.982")}));
  const Inspected weak = cellOf(TwoWords(), 1);
  QCOMPARE(wordsOf(weak, InspectorPart::softmax),
           (QStringList{QStringLiteral("e^(0.000 − 4.000) 0.0183"), QStringLiteral("+ sit 1.000"),
                        QStringLiteral("= Σ of 2 keys 1.018"),
                        QStringLiteral("0.0183 ÷ 1.018 0.0180")}));
  QCOMPARE(weak.find(InspectorPart::softmax)->summary, QStringLiteral("0.0183 ÷ 1.018"));

  // Of many keys the three strongest are named; all add up to the sum.
  class Seven : public FakeSource {
   public:
    Seven() : FakeSource({1, 1, 1, 7}, [](HeadId, int, int) { return 1 / 7.0F; }) {}
    std::optional<CellArithmetic> arithmetic(HeadId, int, int) const override {
      return CellArithmetic{};
    }
    std::vector<float> scores(HeadId, int) const override { return {-1, -2, -1, -9, -1, -1, -16}; }
  };
  const TokenLabels labels{{"q"}, {"a", "b", "c", "d", "e", "f", "g"}};
  const Inspected cell = inspectedCell(Seven(), labels, {0, 0}, 0, 3, {});
  QCOMPARE(
      wordsOf(cell, InspectorPart::softmax),
      (QStringList{QStringLiteral("e^(−9.000 + 1.000) 3.35e−4"), QStringLiteral("+ a 1.000"),
                   QStringLiteral("+ c 1.000"), QStringLiteral("+ e 1.000"),
                   QStringLiteral("+ 3 other keys 1.368"), QStringLiteral("= Σ of 7 keys 4.368"),
                   QStringLiteral("3.35e−4 ÷ 4.368 7.68e−5")}));
  QCOMPARE(cell.find(InspectorPart::softmax)->room, std::size_t{7});
}

void TestInspected::whatWasChangedByHandIsSaid() {
  const Changed source([](CellArithmetic& c) {
    c.unedited = .25F;
    c.weight = .982F;
  });
  const QStringList lines = words(cellOf(source).lines);
  QCOMPARE(lines[3], QStringLiteral("the softmax gives 0.250"));
  QCOMPARE(lines[4], QStringLiteral("changed by hand 0.982"));
}

// 0.982 · 2 = 1.964 and 0.018 · 6 = 0.108: 1.964 of 2.072 are 95 %.
void TestInspected::theOutputIsToldAsFarAsItIsKnown() {
  QVERIFY(cellOf(TwoWords()).find(InspectorPart::output) == nullptr);
  const Inspected pending = cellOf(TwoWords(), 0, {.state = CopiedFrom::State::pending});
  QCOMPARE(wordsOf(pending, InspectorPart::output),
           (QStringList{QStringLiteral("length of v · W_O …"), QStringLiteral("× α = 0.982 …"),
                        QStringLiteral("÷ Σ of the row …")}));
  QCOMPARE(pending.find(InspectorPart::output)->summary, QStringLiteral("…"));
  const std::vector<float> lengths{2, 6};
  const CopiedFrom copied{.state = CopiedFrom::State::known, .lengths = lengths};
  const Inspected known = cellOf(TwoWords(), 0, copied);
  QCOMPARE(
      wordsOf(known, InspectorPart::output),
      (QStringList{QStringLiteral("length of v · W_O 2.000"), QStringLiteral("× α = 0.982 1.964"),
                   QStringLiteral("÷ Σ of the row, 2.072 95 %")}));
  QCOMPARE(known.find(InspectorPart::output)->summary, QStringLiteral("1.964 · 95 %"));
  QCOMPARE(known.find(InspectorPart::output)->room, pending.find(InspectorPart::output)->room);
  CopiedFrom off = copied;
  off.isOff = true;
  const Inspected isOff = cellOf(TwoWords(), 0, off);
  QCOMPARE(wordsOf(isOff, InspectorPart::output),
           (QStringList{QStringLiteral("length of v · W_O 2.000"),
                        QStringLiteral("× 0, the head is off 0")}));
}

void TestInspected::aSourceOfWeightsAloneTellsNoMore() {
  const FakeSource recorded({1, 1, 2, 2}, [](HeadId, int, int) { return .5F; });
  const std::vector<float> lengths{2, 6};
  const Inspected cell =
      cellOf(recorded, 0, {.state = CopiedFrom::State::known, .lengths = lengths});
  QCOMPARE(cell.number, QStringLiteral("0.500"));
  QVERIFY(cell.lines.empty() && cell.parts.empty() && cell.products.terms.empty());
  const FakeSource broken({1, 1, 2, 2}, [](HeadId, int, int) { return std::nanf(""); });
  QCOMPARE(cellOf(broken).number, QString(QChar(0x2013)));
}

void TestInspected::aRowTellsHowWidelyItLooks() {
  // 1/2, 1/4, 1/8 and 1/8 of four keys, and four that are not looked at.
  const FakeSource source({1, 1, 1, 8}, [](HeadId, int, int key) {
    return key == 0 ? .5F : key == 1 ? .25F : key < 4 ? .125F : 0.0F;
  });
  const TokenLabels labels{{"q"}, {"a", "b", "c", "d", "e", "f", "g", "h"}};
  const Inspected row = inspectedRow(source, labels, {0, 0}, 0);
  QCOMPARE(row.title, QStringLiteral("q → all keys"));
  QCOMPARE(row.number, QStringLiteral("1.75"));
  QCOMPARE(row.unit, QStringLiteral("bits of entropy"));
  // Of a recording of weights those keys are seen that have one.
  QCOMPARE(words(row.lines), (QStringList{QStringLiteral("of log₂ 4 = 2.00 88 %"),
                                          QStringLiteral("effective keys, 2^1.75 3.4")}));
  QCOMPARE(wordsOf(row, InspectorPart::strongest),
           (QStringList{QStringLiteral("a 0.500"), QStringLiteral("b 0.250"),
                        QStringLiteral("c 0.125"), QStringLiteral("d 0.125")}));
  QVERIFY(row.find(InspectorPart::softmax) == nullptr);
  // Where there are scores, all keys that the mask leaves.
  class Seeing : public FakeSource {
   public:
    Seeing() : FakeSource({1, 1, 1, 8}, [](HeadId, int, int) { return .125F; }) {}
    std::vector<float> scores(HeadId, int) const override { return std::vector<float>(8, 1); }
  };
  const Inspected wide = inspectedRow(Seeing(), labels, {0, 0}, 0);
  QCOMPARE(wide.number, QStringLiteral("3.00"));
  QCOMPARE(words(wide.lines).first(), QStringLiteral("of log₂ 8 = 3.00 100 %"));
  QCOMPARE(wordsOf(wide, InspectorPart::strongest).last(), QStringLiteral("3 other keys 0.375"));
}

void TestInspected::aRowThatIsNoDistributionTellsNothing() {
  const FakeSource source({1, 1, 1, 2}, [](HeadId, int, int) { return .2F; });
  const Inspected row = inspectedRow(source, {{"q"}, {"a", "b"}}, {0, 0}, 0);
  QCOMPARE(row.number, QString(QChar(0x2013)));
  QVERIFY(row.lines.empty() && row.parts.empty());
}

void TestInspected::everythingIsInTheText() {
  const std::vector<float> lengths{2, 6};
  const Inspected cell =
      cellOf(TwoWords(), 0, {.state = CopiedFrom::State::known, .lengths = lengths});
  const QStringList text = inspectedAsText(cell).split(QLatin1Char('\n'));
  QCOMPARE(text.first(), QStringLiteral("sit → sit\t0.982"));
  QVERIFY(text.contains(QStringLiteral("÷ √4\t4.000")));
  QVERIFY(text.contains(QStringLiteral("Softmax")));
  QVERIFY(text.contains(QStringLiteral("1.000 ÷ 1.018\t0.982")));
  QVERIFY(text.contains(QStringLiteral("÷ Σ of the row, 2.072\t95 %")));
  QCOMPARE(text.last(), QStringLiteral("dim 0: 1.000 × 1.000\t+1.000"));
  const QString said = inspectedInWords(cell);
  QVERIFY(said.contains(QStringLiteral("÷ √4 4.000; mask 0; e^(4.000 − 4.000) 1.000")));
  QVERIFY(said.endsWith(QStringLiteral("95 %; largest: dim 3 +3.00, 1 +2.00, 2 +2.00")));
  QVERIFY(inspectedInWords(inspectedRow(TwoWords(), kLabels, {0, 0}, 0))
              .startsWith(QStringLiteral("0.13 bits of entropy; of log₂ 2 = 1.00 13 %")));
}

HEADSCOPE_TEST(TestInspected)

}  // namespace headscope::test_inspected

#include "test_inspected.moc"
