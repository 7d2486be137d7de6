#include <QTest>

#include "analysis/folded_source.h"
#include "fake_source.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_folded_source {

class TestFoldedSource : public QObject {
  Q_OBJECT
 private slots:
  void keysAreSummedAndQueriesAveraged();
  void wholeRowsKeepTheirSum();
  void hiddenTokensAreLeftOut();
  void rowsAreRescaled();
  void aRowWithNothingLeftStays0();
  void queriesAndKeysOfTwoTexts();
  void someRows();
  void aMapInBandsIsTheSame();
  void arithmeticIsTheTokens();

 private:
  static FoldedSource folded(std::shared_ptr<const AttentionSource> source, TokenFolding folding) {
    return {std::move(source), std::make_shared<const TokenFolding>(std::move(folding))};
  }
};

namespace {

// Each cell tells which it is: the products are its query and its key.
class NamingSource : public FakeSource {
 public:
  using FakeSource::FakeSource;
  std::optional<CellArithmetic> arithmetic(HeadId, int query, int key) const override {
    return CellArithmetic{.products = {static_cast<float>(query), static_cast<float>(key)}};
  }
};

std::shared_ptr<const AttentionSource> mapOf(int nQuery, int nKey, std::vector<float> values) {
  return std::make_shared<NamingSource>(
      AttentionShape{.layers = 1, .heads = 1, .nQuery = nQuery, .nKey = nKey},
      [nKey, values = std::move(values)](HeadId, int query, int key) {
        return values[static_cast<std::size_t>(query * nKey + key)];
      });
}

// Token 0 is special, 1 and 2 are one word.
std::shared_ptr<const AttentionSource> fourTokens() {
  return mapOf(4, 4,
               {.5F, .125F, .125F, .25F,  //
                .25F, .5F, .25F, 0,       //
                .5F, 0, .25F, .25F,       //
                1, 0, 0, 0});
}

}  // namespace

void TestFoldedSource::keysAreSummedAndQueriesAveraged() {
  const FoldedSource words =
      folded(fourTokens(), {.queries = {{0, 0}, {1, 2}, {3, 3}}, .keys = {{0, 0}, {1, 2}, {3, 3}}});
  QCOMPARE(words.shape(), (AttentionShape{1, 1, 3, 3}));
  // The word's row: (.25 + .5) / 2, (.5 + .25 + 0 + .25) / 2, (0 + .25) / 2.
  Matrix expected(3, 3);
  expected << .5F, .25F, .25F, .375F, .5F, .125F, 1, 0, 0;
  QVERIFY(isNear(words.map({0, 0}), expected, 0));
}

void TestFoldedSource::wholeRowsKeepTheirSum() {
  const FoldedSource words =
      folded(fourTokens(), {.queries = {{0, 1}, {2, 3}}, .keys = {{0, 2}, {3, 3}}});
  QVERIFY(isNear(words.map({0, 0}).rowwise().sum(), Matrix::Ones(2, 1), 1e-7));
}

void TestFoldedSource::hiddenTokensAreLeftOut() {
  const FoldedSource tokens =
      folded(fourTokens(), {.queries = {{1, 1}, {2, 2}, {3, 3}}, .keys = {{1, 1}, {2, 2}, {3, 3}}});
  Matrix expected(3, 3);
  expected << .5F, .25F, 0, 0, .25F, .25F, 0, 0, 0;
  QVERIFY(isNear(tokens.map({0, 0}), expected, 0));
}

// The word's mean row is .5 and .125 without the first token: .8 and .2 of what is left.
void TestFoldedSource::rowsAreRescaled() {
  const FoldedSource words = folded(
      fourTokens(), {.queries = {{0, 0}, {1, 2}}, .keys = {{1, 2}, {3, 3}}, .rescalesRows = true});
  Matrix expected(2, 2);
  expected << .5F, .5F, .8F, .2F;
  QVERIFY(isNear(words.map({0, 0}), expected, 1e-7));
}

void TestFoldedSource::aRowWithNothingLeftStays0() {
  const FoldedSource words =
      folded(fourTokens(), {.queries = {{3, 3}}, .keys = {{1, 2}, {3, 3}}, .rescalesRows = true});
  QCOMPARE(words.row({0, 0}, 0), (std::vector<float>{0, 0}));
}

void TestFoldedSource::queriesAndKeysOfTwoTexts() {
  const FoldedSource cross = folded(mapOf(3, 2, {.25F, .75F, .5F, .5F, 1, 0}),
                                    {.queries = {{0, 0}, {1, 2}}, .keys = {{0, 1}}});
  QCOMPARE(cross.shape(), (AttentionShape{1, 1, 2, 1}));
  QVERIFY(isNear(cross.map({0, 0}), Matrix::Ones(2, 1), 0));
}

void TestFoldedSource::someRows() {
  const FoldedSource words =
      folded(fourTokens(), {.queries = {{0, 0}, {1, 2}, {3, 3}}, .keys = {{0, 0}, {1, 3}}});
  QCOMPARE(words.row({0, 0}, 1), (std::vector<float>{.375F, .625F}));
  QCOMPARE(words.row({0, 0}, 2), (std::vector<float>{1, 0}));
}

// 300 tokens are asked for in two bands, and a word of two lies at every third place.
void TestFoldedSource::aMapInBandsIsTheSame() {
  constexpr int n = 300;
  const auto source = std::make_shared<FakeSource>(
      AttentionShape{.layers = 1, .heads = 1, .nQuery = n, .nKey = n},
      [](HeadId, int query, int key) { return static_cast<float>((query * 7 + key) % 5) / 600; });
  TokenFolding folding;
  for (int token = 0; token < n; token += 3) {
    folding.queries.push_back({token, token});
    folding.queries.push_back({token + 1, token + 2});
  }
  folding.keys = folding.queries;
  const FoldedSource words = folded(source, folding);
  const Matrix all = source->map({0, 0});
  const Matrix map = words.map({0, 0});
  for (Index row = 0; row < map.rows(); ++row) {
    const TokenGroup& queries = folding.queries[static_cast<std::size_t>(row)];
    for (Index column = 0; column < map.cols(); ++column) {
      const TokenGroup& keys = folding.keys[static_cast<std::size_t>(column)];
      const float expected =
          all.block(queries.first, keys.first, queries.count(), keys.count()).sum() /
          static_cast<float>(queries.count());
      QVERIFY(std::abs(map(row, column) - expected) < 1e-7F);
    }
  }
}

void TestFoldedSource::arithmeticIsTheTokens() {
  TokenFolding folding{.queries = {{1, 2}, {3, 3}}, .keys = {{0, 0}, {1, 2}}};
  const FoldedSource words = folded(fourTokens(), folding);
  const auto cell = words.arithmetic({0, 0}, 1, 0);
  QVERIFY(cell.has_value());
  QCOMPARE(cell->products, (std::vector<float>{3, 0}));
  QVERIFY(!words.arithmetic({0, 0}, 0, 0));
  QVERIFY(!words.arithmetic({0, 0}, 1, 1));
  folding.rescalesRows = true;  // afterwards: it is the softmax's weight that is told
  QCOMPARE(folded(fourTokens(), folding).arithmetic({0, 0}, 1, 0)->products,
           (std::vector<float>{3, 0}));
}

HEADSCOPE_TEST(TestFoldedSource)

}  // namespace headscope::test_folded_source

#include "test_folded_source.moc"
