#include <QTest>

#include "model/layer_recorder.h"
#include "near.h"
#include "source/attention_part.h"
#include "source/open_checkpoint.h"
#include "test_class.h"

namespace headscope::test_attention_part {

class TestAttentionPart : public QObject {
  Q_OBJECT
 private slots:
  void anEncoderDecoderHasThree();
  void aModelOfOneStackHasOne();
  void withoutATargetTheDecoderHasItsStart();
  void paddingOfTheSourceIsHiddenFromBoth();
  void eachPartIsChangedByHand();
};

namespace {

Run runOf(const char* name, const Input& input, const RunOptions& options = {}) {
  const auto model = openCheckpoint(std::filesystem::path(HEADSCOPE_TEST_DATA "/models") / name);
  if (!model) {
    qFatal("%s", describe(model.error()).c_str());
  }
  auto run = (*model)->run(input, options);
  if (!run) {
    qFatal("%s", describe(run.error()).c_str());
  }
  return std::move(*run);
}

}  // namespace

void TestAttentionPart::anEncoderDecoderHasThree() {
  const Run run = runOf("bart", SourceAndTarget{.source = IdSequence{.ids = {5, 6, 7}},
                                                .target = std::vector<std::int32_t>{2, 8}});
  const AttentionView encoder = viewOf(run, AttentionPart::encoder);
  const AttentionView decoder = viewOf(run, AttentionPart::decoder);
  const AttentionView cross = viewOf(run, AttentionPart::cross);
  const auto sizes = [](const AttentionView& view) {
    const AttentionShape shape = view.attention->shape();
    return std::pair(shape.nQuery, shape.nKey);
  };
  QCOMPARE(sizes(encoder), std::pair(3, 3));
  QCOMPARE(sizes(decoder), std::pair(2, 2));
  QCOMPARE(sizes(cross), std::pair(2, 3));
  QCOMPARE(encoder.queries->size(), std::size_t{3});
  QCOMPARE(cross.queries->size(), std::size_t{2});
  QCOMPARE(cross.keys->at(2).id, 7);
  QCOMPARE(decoder.queries->at(1).id, 8);
  // Rows sum to 1; the decoder sees nothing after a token.
  QVERIFY(std::abs(cross.attention->map({1, 3}).row(0).sum() - 1) < 1e-6F);
  QCOMPARE(decoder.attention->map({0, 0})(0, 1), 0.0F);
  // How a cell came about.
  const auto cell = cross.attention->arithmetic({1, 3}, 1, 2);
  QVERIFY(cell);
  QVERIFY(std::abs(cell->weight - cross.attention->map({1, 3})(1, 2)) < 1e-6F);
}

void TestAttentionPart::aModelOfOneStackHasOne() {
  const Run run = runOf("llama", IdSequence{.ids = {5, 6, 7}});
  for (const AttentionPart part :
       {AttentionPart::encoder, AttentionPart::decoder, AttentionPart::cross}) {
    QCOMPARE(viewOf(run, part).attention, run.attention);
  }
}

void TestAttentionPart::withoutATargetTheDecoderHasItsStart() {
  const Run run = runOf("t5", IdSequence{.ids = {5, 6, 7}});
  QVERIFY(run.decoder);
  QCOMPARE(run.decoder->tokens.size(), std::size_t{1});
  QCOMPARE(run.decoder->tokens[0].id, 0);
  QCOMPARE(run.decoder->tokens[0].text, std::string("<start>"));
  QVERIFY(run.decoder->tokens[0].special);
}

void TestAttentionPart::paddingOfTheSourceIsHiddenFromBoth() {
  const Run run = runOf(
      "marian", SourceAndTarget{.source = IdSequence{.ids = {5, 6, 98}, .attentionMask = {1, 1, 0}},
                                .target = std::vector<std::int32_t>{98, 8}});
  QCOMPARE(run.attention->map({0, 0})(0, 2), 0.0F);
  QCOMPARE(run.decoder->cross->map({1, 2})(1, 2), 0.0F);
}

void TestAttentionPart::eachPartIsChangedByHand() {
  const Input input = SourceAndTarget{.source = IdSequence{.ids = {5, 6, 7}},
                                      .target = std::vector<std::int32_t>{2, 8}};
  const auto last = [&input](const RunEdits& edits, const Run** run = nullptr) {
    static Run made;
    HiddenRecorder recorder;
    made = runOf("bart", input,
                 {.edits = std::make_shared<const RunEdits>(edits), .decoderObserver = &recorder});
    if (run != nullptr) {
      *run = &made;
    }
    return recorder.hidden().back();
  };
  const Matrix plain = last({});
  const Run* run = nullptr;
  QVERIFY(!isNear(last({.encoder = {.keysOff = {1}}}, &run), plain, 1e-4));
  QCOMPARE(run->attention->map({0, 0})(0, 1), 0.0F);
  QVERIFY(run->decoder->cross->map({0, 0})(0, 1) > 0);
  QVERIFY(!isNear(last({.decoder = {.masksOff = {{0, 1}}}}, &run), plain, 1e-5));
  QVERIFY(run->decoder->attention->map({0, 1})(0, 1) > 0);
  QCOMPARE(run->decoder->attention->map({0, 0})(0, 1), 0.0F);
  QVERIFY(!isNear(last({.cross = {.weights = {{{1, 3}, 1, 2, 1}}}}, &run), plain, 1e-4));
  QCOMPARE(run->decoder->cross->map({1, 3})(1, 2), 1.0F);
  QCOMPARE(run->decoder->cross->map({1, 3})(1, 0), 0.0F);
  QVERIFY(run->decoder->cross->map({1, 3})(0, 2) < 1);
  QVERIFY(run->decoder->cross->arithmetic({1, 3}, 1, 2)->unedited);
}

HEADSCOPE_TEST(TestAttentionPart)

}  // namespace headscope::test_attention_part

#include "test_attention_part.moc"
