#include <QTest>

#include "fake_source.h"
#include "inspector/cell_panel.h"
#include "test_class.h"

namespace headscope::test_cell_panel {

namespace {

// Two words, d_k 4: the query (1, 2, 2, 3) and the keys (1, 1, 1, 1) and (0, 0, 0, 0) give the
// scores 8 / √4 = 4 and 0, so that the weights are e⁴ / (e⁴ + 1) = 0.982 and 0.018.
class TwoWords : public FakeSource {
 public:
  explicit TwoWords(float scale = 0.5F, float mask = 0)
      : FakeSource({1, 1, 2, 2}, [](HeadId, int, int key) { return key == 0 ? 0.982F : 0.018F; }),
        scale_(scale),
        mask_(mask) {}

  std::optional<CellArithmetic> arithmetic(HeadId, int, int key) const override {
    if (key == 1) {
      return CellArithmetic{.products = {0, 0, 0, 0}, .scale = scale_, .mask = mask_};
    }
    return CellArithmetic{
        .products = {1, 2, 2, 3}, .dot = 8, .scale = scale_, .score = 8 * scale_, .weight = 0.982F};
  }

 private:
  float scale_;
  float mask_;
};

struct Shown {
  explicit Shown(std::shared_ptr<const AttentionSource> source) {
    selection.setBounds(source->shape());
    panel.setSource(std::move(source), {{"sit", "mat"}, {"sit", "mat"}});
    panel.resize(268, 400);
    selection.setCell(0, 0);
  }
  // What the panel says, line by line.
  QStringList lines() const { return panel.accessibleDescription().split(QStringLiteral("; ")); }

  Selection selection;
  CellPanel panel{&selection};
};

}  // namespace

class TestCellPanel : public QObject {
  Q_OBJECT
 private slots:
  void theShownNumbersMultiplyUp();
  void withoutScalingItSaysSo();
  void aHiddenKeySaysSo();
  void aBiasAndACapSaySo();
  void aWholeRowIsItsStrongestKey();
  void withoutArithmeticTheWeightIsThere();
  void nothingChosenSaysSo();
  void itPaintsEveryState();
};

void TestCellPanel::theShownNumbersMultiplyUp() {
  const Shown shown(std::make_shared<TwoWords>());
  QCOMPARE(shown.panel.title(), QStringLiteral("sit → sit"));
  QCOMPARE(shown.panel.weight(), QStringLiteral("0.982"));
  QCOMPARE(shown.lines(),
           (QStringList{QStringLiteral("q · k 8.000"), QStringLiteral("÷ √4 4.000"),
                        QStringLiteral("mask 0"), QStringLiteral("e^score ÷ Σ of the row 0.982"),
                        QStringLiteral("largest: dim 3 +3.00, 1 +2.00, 2 +2.00")}));
}

void TestCellPanel::withoutScalingItSaysSo() {
  const Shown shown(std::make_shared<TwoWords>(1.0F));
  QCOMPARE(shown.lines()[1], QStringLiteral("score, not scaled 8.000"));
}

void TestCellPanel::aHiddenKeySaysSo() {
  Shown shown(std::make_shared<TwoWords>(0.5F, std::numeric_limits<float>::lowest()));
  shown.selection.setCell(0, 1);
  QCOMPARE(shown.lines()[2], QStringLiteral("mask −∞, hidden"));
}

void TestCellPanel::aBiasAndACapSaySo() {
  class Capped : public TwoWords {
   public:
    std::optional<CellArithmetic> arithmetic(HeadId, int, int) const override {
      return CellArithmetic{.products = {1, 2, 2, 3},
                            .dot = 8,
                            .scale = 0.25F,
                            .cap = 50,
                            .score = 1.997F,
                            .bias = -0.5F,
                            .weight = 0.982F};
    }
  };
  const Shown shown(std::make_shared<Capped>());
  const QStringList lines = shown.lines();
  QCOMPARE(lines[1], QStringLiteral("× 0.2500, capped at 50 1.997"));
  QCOMPARE(lines[2], QStringLiteral("for the distance −0.500"));
  // There is room for the additional line.
  QVERIFY(shown.panel.sizeHint().height() >
          Shown(std::make_shared<TwoWords>()).panel.sizeHint().height());
}

void TestCellPanel::aWholeRowIsItsStrongestKey() {
  Shown shown(std::make_shared<TwoWords>());
  shown.selection.setCell(1, -1);
  QCOMPARE(shown.panel.title(), QStringLiteral("mat → sit"));
  QCOMPARE(shown.panel.accessibleName(), QStringLiteral("query mat, key sit, weight 0.982, L0·H0"));
}

void TestCellPanel::withoutArithmeticTheWeightIsThere() {
  const Shown shown(std::make_shared<FakeSource>(AttentionShape{1, 1, 2, 2},
                                                 [](HeadId, int, int) { return 0.5F; }));
  QCOMPARE(shown.panel.weight(), QStringLiteral("0.500"));
  QCOMPARE(shown.panel.accessibleDescription(), QString());
}

void TestCellPanel::nothingChosenSaysSo() {
  Selection selection;
  CellPanel panel(&selection);
  QCOMPARE(panel.title(), QString());
  QCOMPARE(panel.accessibleName(), QStringLiteral("No cell selected"));
  QCOMPARE(panel.hint(), QStringLiteral("There is no map yet."));
  panel.setSource(std::make_shared<TwoWords>(), {{"sit", "mat"}, {"sit", "mat"}});
  QCOMPARE(panel.hint(), QStringLiteral("Choose a cell of the map."));
  selection.setBounds({1, 1, 2, 2});
  selection.setCell(0, 0);
  QCOMPARE(panel.hint(), QString());
}

void TestCellPanel::itPaintsEveryState() {
  Shown shown(std::make_shared<TwoWords>());
  const QImage positive = shown.panel.grab().toImage();
  shown.selection.setCell(0, 1);  // all products 0: no bars
  QVERIFY(shown.panel.grab().toImage() != positive);
  QVERIFY(shown.panel.sizeHint().height() <= 400);
}

HEADSCOPE_TEST(TestCellPanel)

}  // namespace headscope::test_cell_panel

#include "test_cell_panel.moc"
