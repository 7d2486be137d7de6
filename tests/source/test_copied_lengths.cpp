#include <QTest>

#include "analysis/value_weighting.h"
#include "model/layer_recorder.h"
#include "near.h"
#include "source/copied_lengths.h"
#include "source/open_model.h"
#include "test_class.h"

namespace headscope::test_copied_lengths {

namespace {

std::shared_ptr<const ModelSource> opened(const std::string& name) {
  auto model = openModel(name);
  if (!model) {
    qFatal("%s", describe(model.error()).c_str());
  }
  return *model;
}

const IdSequence kIds{.ids = {5, 6, 7, 1}, .attentionMask = {}};
const SourceAndTarget kBoth{.source = kIds, .target = std::vector<std::int32_t>{0, 8, 9}};

struct Part {
  std::string model;
  AttentionPart part = AttentionPart::encoder;
  Input input;
  int layer = 0;
};

}  // namespace

class TestCopiedLengths : public QObject {
  Q_OBJECT
 private slots:
  void cellsAddUpToTheHeadsOutput_data();
  void cellsAddUpToTheHeadsOutput();
  void theyAreThoseOfTheEditedPass();
  void aModelThatCannotReadItTellsNothing();
  void aStopIsObeyed();
};

void TestCopiedLengths::cellsAddUpToTheHeadsOutput_data() {
  QTest::addColumn<Part>("asked");
  const std::string t5 = std::string(HEADSCOPE_TEST_DATA) + "/models/t5";
  QTest::newRow("sandbox") << Part{
      .model = "sandbox:heads=3,layers=2", .input = "a b c", .layer = 1};
  QTest::newRow("playground") << Part{
      .model = "playground", .input = "the animal was tired", .layer = 1};
  QTest::newRow("encoder") << Part{t5, AttentionPart::encoder, kBoth, 1};
  QTest::newRow("decoder") << Part{t5, AttentionPart::decoder, kBoth, 1};
  QTest::newRow("cross") << Part{t5, AttentionPart::cross, kBoth, 0};
}

// Of one key that has all weight, the length of what the head adds is that of its value through
// W_O; here the vectors themselves are made again, from the stages of a pass.
void TestCopiedLengths::cellsAddUpToTheHeadsOutput() {
  QFETCH(Part, asked);
  const auto model = opened(asked.model);
  const auto lengths = copiedLengthsOf(*model, asked.input, asked.part, asked.layer, nullptr);
  QVERIFY(lengths);
  const bool isEncoder = asked.part == AttentionPart::encoder;
  const bool isCross = asked.part == AttentionPart::cross;
  LayerRecorder recorder(asked.layer);
  RunOptions options;
  (isEncoder ? options.observer : options.decoderObserver) = &recorder;
  const auto run = model->run(asked.input, options);
  QVERIFY2(run, run ? "" : describe(run.error()).c_str());
  const auto block = model->block(isEncoder ? Stack::first : Stack::decoder, asked.layer);
  const BlockConfig& config = block->config;
  const Matrix& value = *recorder.find(isCross ? Stage::crossValue : Stage::value);
  const Matrix whole =
      (isCross ? block->weights->cross->output : block->weights->output).weight.unpacked();
  const AttentionView view = viewOf(*run, asked.part);
  const AttentionShape shape = view.attention->shape();
  QCOMPARE(lengths->rows(), Index{config.heads});
  QCOMPARE(lengths->cols(), Index{shape.nKey});
  for (int head = 0; head < config.heads; ++head) {
    const Matrix copied = value.middleCols(Index{config.keyHeadOf(head)} * config.dK, config.dK) *
                          whole.middleRows(Index{head} * config.dK, config.dK);  // (n_key, d_model)
    const Matrix map = view.attention->map({asked.layer, head});
    const Matrix output =
        *recorder.find(isCross ? Stage::crossHeadOutput : Stage::headOutput, head) *
        whole.middleRows(Index{head} * config.dK, config.dK);
    for (int query = 0; query < shape.nQuery; ++query) {
      // The cells of a row add up to what the head adds.
      const Matrix sum = map.row(query) * copied;
      QVERIFY(isNear(sum, output.row(query), 1e-5 * (1 + output.row(query).norm())));
      double all = 0;
      for (int key = 0; key < shape.nKey; ++key) {
        const double length = (map(query, key) * copied.row(key)).norm();
        all += length;
        const CopiedPart part = copiedPart(rowSpan(map, query), rowSpan(*lengths, head), key);
        QVERIFY(isNear(part.length, length, 1e-6 * length + 1e-9));
      }
      const CopiedPart first = copiedPart(rowSpan(map, query), rowSpan(*lengths, head), 0);
      QVERIFY(isNear(first.sum, all, 1e-6 * all));
      QVERIFY(isNear(first.share, first.length / all, 1e-6));
    }
  }
}

void TestCopiedLengths::theyAreThoseOfTheEditedPass() {
  const auto model = opened("sandbox:heads=2,layers=2");
  const auto edits = std::make_shared<const RunEdits>(RunEdits{.encoder = {.headsOff = {{0, 1}}}});
  const Input text = std::string("a b c");
  const auto plain = copiedLengthsOf(*model, text, AttentionPart::encoder, 1, nullptr);
  const auto edited = copiedLengthsOf(*model, text, AttentionPart::encoder, 1, edits);
  QVERIFY(plain && edited);
  QVERIFY(!isNear(*plain, *edited, 1e-6));
  QVERIFY(isNear(*copiedLengthsOf(*model, text, AttentionPart::encoder, 0, edits),
                 *copiedLengthsOf(*model, text, AttentionPart::encoder, 0, nullptr), 0));
}

void TestCopiedLengths::aModelThatCannotReadItTellsNothing() {
  const auto model = opened("sandbox:heads=2");
  QVERIFY(!copiedLengthsOf(*model, std::string(), AttentionPart::encoder, 0, nullptr));
  QVERIFY(!copiedLengthsOf(*model, std::string("a b"), AttentionPart::cross, 0, nullptr));
  QVERIFY(!copiedLengthsOf(*model, std::string("a b"), AttentionPart::encoder, 5, nullptr));
}

void TestCopiedLengths::aStopIsObeyed() {
  const auto model = opened("sandbox:heads=2,layers=2");
  std::stop_source stop;
  stop.request_stop();
  QVERIFY(!copiedLengthsOf(*model, std::string("a b"), AttentionPart::encoder, 1, nullptr,
                           stop.get_token()));
}

HEADSCOPE_TEST(TestCopiedLengths)

}  // namespace headscope::test_copied_lengths

#include "test_copied_lengths.moc"
