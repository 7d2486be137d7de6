#include <cmath>
#include <memory>

#include <QTest>

#include "test_class.h"
#include "views/cell_words.h"

namespace headscope::test_cell_words {

class TestCellWords : public QObject {
  Q_OBJECT

  const TokenLabels labels_ = {{QStringLiteral("it"), QStringLiteral("%2")},
                               {QStringLiteral("animal"), QStringLiteral("\n")}};

 private slots:
  void saysTheCell() {
    QCOMPARE(cellInWords({3, 1}, labels_, 0, 0, 0.6771),
             QStringLiteral("query it, key animal, weight 0.677, L3·H1"));
    QCOMPARE(cellInWords({0, 0}, labels_, 0, 1, std::nan("")),
             QStringLiteral("query it, key ↵, no value, L0·H0"));
  }

  void saysTheRow() {
    QCOMPARE(rowInWords({3, 1}, labels_, 0, 0, 0.6771),
             QStringLiteral("query it, strongest key animal, weight 0.677, L3·H1"));
  }

  void saysWhatWordsAreMadeOf() {
    TokenLabels words{{QStringLiteral("unable"), QStringLiteral("it")},
                      {QStringLiteral("it"), QStringLiteral("unable")}};
    TokenFolding folding{.queries = {{1, 3}, {4, 4}}, .keys = {{1, 1}, {2, 3}}};
    words.folding = std::make_shared<const TokenFolding>(folding);
    QCOMPARE(cellInWords({3, 1}, words, 0, 1, 0.5),
             QStringLiteral("query unable (mean of 3 tokens), key unable (sum of 2 tokens), "
                            "weight 0.500, L3·H1"));
    QCOMPARE(cellInWords({3, 1}, words, 1, 0, 0.5),
             QStringLiteral("query it, key it, weight 0.500, L3·H1"));
    folding.rescalesRows = true;
    folding.hidden = {"[CLS]", "[SEP]"};
    words.folding = std::make_shared<const TokenFolding>(folding);
    QCOMPARE(rowInWords({3, 1}, words, 1, 0, 0.5),
             QStringLiteral("query it, strongest key it, weight 0.500 of what is left without "
                            "[CLS], [SEP], L3·H1"));
  }

  void saysPadding() {
    TokenLabels padded = labels_;
    padded.paddedKeys = {1};
    QCOMPARE(cellInWords({0, 0}, padded, 0, 1, 0),
             QStringLiteral("query it, key ↵, weight 0.000, padding, masked, L0·H0"));
  }

  void saysAMapThatIsNoHeads() {
    const QString map = QStringLiteral("L5·H11 − L3·H1");
    QCOMPARE(mapCellInWords(map, labels_, 0, 0, -.25, MapValues::differences),
             QStringLiteral("query it, key animal, change −0.250, L5·H11 − L3·H1"));
    QCOMPARE(mapRowInWords(map, labels_, 0, 0, -.25, MapValues::differences),
             QStringLiteral("query it, most changed key animal, change −0.250, L5·H11 − L3·H1"));
    QCOMPARE(mapRowInWords(map, labels_, 0, 0, .25),
             QStringLiteral("query it, strongest key animal, weight 0.250, L5·H11 − L3·H1"));
  }

  void tokensAreNotPlaceholders() {
    QCOMPARE(cellInWords({3, 1}, labels_, 1, 0, 0.5),
             QStringLiteral("query %2, key animal, weight 0.500, L3·H1"));
  }
};

HEADSCOPE_TEST(TestCellWords)

}  // namespace headscope::test_cell_words

#include "test_cell_words.moc"
