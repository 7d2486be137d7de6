#include <QTest>

#include "source/checkpoint_error.h"
#include "test_class.h"
#include "window/model_row.h"

namespace headscope::test_model_row {

class TestModelRow : public QObject {
  Q_OBJECT
 private slots:
  void familySizesAndBytes();
  void whatIsToBeFetched();
  void whatIsMissing();
  void gigabytes();
  void images();
};

namespace {

ListedModel bert() {
  return {.name = "x",
          .peek = {.summary = {.family = "BERT", .layers = 6, .heads = 12}, .bytes = 90900000}};
}

}  // namespace

void TestModelRow::familySizesAndBytes() {
  QCOMPARE(modelDetail(bert()), QStringLiteral("BERT · 6 × 12 heads · 91 MB"));
}

void TestModelRow::whatIsToBeFetched() {
  ListedModel model = bert();
  model.fetched = false;
  QCOMPARE(modelDetail(model), QStringLiteral("BERT · 6 × 12 heads · 91 MB to fetch"));
}

void TestModelRow::whatIsMissing() {
  ListedModel model = bert();
  model.peek.problem = Error{.code = CheckpointError::noTokenizer, .problem = "…"};
  QCOMPARE(modelDetail(model), QStringLiteral("BERT · 6 × 12 heads · 91 MB · no tokenizer"));
  model.peek = {.problem = Error{.code = CheckpointError::noWeights, .problem = "…"}};
  QCOMPARE(modelDetail(model), QStringLiteral("no weights"));
}

void TestModelRow::gigabytes() {
  ListedModel model = bert();
  model.peek.bytes = 2'471'645'608;
  QCOMPARE(modelDetail(model), QStringLiteral("BERT · 6 × 12 heads · 2.5 GB"));
  model.peek.bytes = 4'600'000;
  QCOMPARE(modelDetail(model), QStringLiteral("BERT · 6 × 12 heads · 4.6 MB"));
}

void TestModelRow::images() {
  ListedModel model = bert();
  model.peek.summary.readsImages = true;
  QVERIFY(modelDetail(model).endsWith(QStringLiteral("images: command line only")));
}

HEADSCOPE_TEST(TestModelRow)

}  // namespace headscope::test_model_row

#include "test_model_row.moc"
