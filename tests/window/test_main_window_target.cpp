#include <QLineEdit>

#include "analysis/value_weighting.h"
#include "render/tabular_text.h"
#include "source/copied_lengths.h"
#include "test_class.h"
#include "window/window_driver.h"

namespace headscope::test_main_window_target {

// A model that writes: a second text, and three attentions.
class TestMainWindowTarget : public QObject {
  Q_OBJECT
 private slots:
  void init() { home_.forgetPreferences(); }
  void aModelThatReadsHasNoTarget();
  void aTargetIsTyped();
  void eachAttentionHasItsTokensAndHeads();
  void linksAreThoseOfTheAttention();
  void headsAreThoseOfTheAttention();
  void eachAttentionIsWeighedByItsValues();
  void eachAttentionIsChangedByHand();
  void theCellIsOfTheAttention();
  void anotherModelTakesTheLineAway();
  void theTargetIsRemembered();

 private:
  // A copy of the tiny T5 with a tokenizer of a few words.
  QString writingModel() const;

  OwnHome home_;
};

namespace {

constexpr const char* kTokenizer = R"json({"version": "1.0", "added_tokens": [
  {"id": 1, "content": "</s>", "single_word": false, "lstrip": false, "rstrip": false,
   "normalized": false, "special": true}],
 "normalizer": null, "pre_tokenizer": {"type": "Whitespace"}, "decoder": null,
 "post_processor": {"type": "TemplateProcessing",
  "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
  "pair": [], "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}}},
 "model": {"type": "WordPiece", "unk_token": "?", "continuing_subword_prefix": "##",
  "max_input_chars_per_word": 100,
  "vocab": {"?": 2, "one": 5, "two": 6, "three": 7, "eins": 8, "zwei": 9}}})json";

const QStringList kSource{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three"),
                          QStringLiteral("</s>")};
const QStringList kTarget{QStringLiteral("<start>"), QStringLiteral("eins"),
                          QStringLiteral("zwei")};

void choose(DrivenWindow& driven, AttentionPart part) {
  QTest::mouseClick(driven.window.targetBar()->button(part), Qt::LeftButton);
  driven.settle();
}

void typeTarget(DrivenWindow& driven, const QString& text) {
  QTest::keyClicks(driven.window.targetBar()->target(), text);
  driven.settle();
}

}  // namespace

QString TestMainWindowTarget::writingModel() const {
  const QString folder = home_.path(QStringLiteral("t5"));
  if (!QFile::exists(folder)) {
    QDir().mkpath(folder);
    for (const char* name : {"/config.json", "/model.safetensors"}) {
      QFile::copy(QStringLiteral(HEADSCOPE_TEST_DATA "/models/t5") + QLatin1String(name),
                  folder + QLatin1String(name));
    }
    QFile tokenizer(folder + QStringLiteral("/tokenizer.json"));
    if (!tokenizer.open(QIODevice::WriteOnly) || tokenizer.write(kTokenizer) < 0) {
      qFatal("cannot write the tokenizer");
    }
  }
  return folder;
}

void TestMainWindowTarget::aModelThatReadsHasNoTarget() {
  DrivenWindow driven;
  QVERIFY(!driven.window.targetBar()->isVisible());
}

void TestMainWindowTarget::aTargetIsTyped() {
  DrivenWindow driven(writingModel());
  QVERIFY(driven.window.targetBar()->isVisible());
  choose(driven, AttentionPart::cross);
  QCOMPARE(driven.window.heatmap()->figure().labels.queries, kTarget.mid(0, 1));
  typeTarget(driven, QStringLiteral("eins zwei"));
  QCOMPARE(driven.window.heatmap()->figure().labels.queries, kTarget);
  QCOMPARE(driven.window.heatmap()->figure().labels.keys, kSource);
}

void TestMainWindowTarget::eachAttentionHasItsTokensAndHeads() {
  DrivenWindow driven(writingModel());
  typeTarget(driven, QStringLiteral("eins zwei"));
  const auto labels = [&] { return driven.window.heatmap()->figure().labels; };
  QCOMPARE(labels().queries, kSource);
  QCOMPARE(labels().keys, kSource);
  choose(driven, AttentionPart::decoder);
  QCOMPARE(labels().queries, kTarget);
  QCOMPARE(labels().keys, kTarget);
  QCOMPARE(driven.session().selection()->bounds().nQuery, 3);
  // The decoder sees nothing after a token.
  QCOMPARE(driven.session().attention()->map({0, 0})(0, 1), 0.0F);
  choose(driven, AttentionPart::cross);
  QCOMPARE(driven.window.heatmap()->figure().tags, QStringList{QStringLiteral("cross attention")});
  QCOMPARE(labels().queries, kTarget);
  QCOMPARE(labels().keys, kSource);
  QCOMPARE(driven.session().selection()->bounds().nKey, 4);
  QVERIFY(driven.session().selection()->key() < 4);
  choose(driven, AttentionPart::encoder);
  QCOMPARE(labels().queries, kSource);
}

// The values of the cross attention are those of what the encoder has made.
void TestMainWindowTarget::theCellIsOfTheAttention() {
  DrivenWindow driven(writingModel());
  typeTarget(driven, QStringLiteral("eins zwei"));
  driven.selection().setHead({0, 1});
  driven.selection().setCell(1, 0);
  for (const AttentionPart part :
       {AttentionPart::encoder, AttentionPart::decoder, AttentionPart::cross}) {
    choose(driven, part);
    QTRY_VERIFY(!driven.window.copiedValues()->isBusy());
    const CellPanel& panel = *driven.window.cellPanel();
    const InspectedPart* output = panel.inspected().find(InspectorPart::output);
    QVERIFY(output != nullptr);
    const auto lengths =
        copiedLengthsOf(*driven.session().model(), driven.session().input(), part, 0, nullptr);
    QVERIFY(lengths);
    const CopiedPart copied =
        copiedPart(driven.session().attention()->row({0, 1}, 1), rowSpan(*lengths, 1), 0);
    QVERIFY2(output->summary.endsWith(QStringLiteral("%1 %").arg(
                 listNumber(100 * copied.share, copied.share < .0995 ? 1 : 0))),
             qPrintable(output->summary));
    // T5 adds a bias for the distance to a text's own tokens, and none to another's.
    const bool hasBias = panel.inspected().lines[2].name.startsWith(QStringLiteral("T5 bucket"));
    QCOMPARE(hasBias, part != AttentionPart::cross);
  }
}

void TestMainWindowTarget::headsAreThoseOfTheAttention() {
  DrivenWindow driven(writingModel());
  typeTarget(driven, QStringLiteral("eins zwei"));
  driven.press(Qt::Key_3, Qt::ControlModifier);
  HeadSheetView* sheet = driven.window.headSheet();
  QTRY_VERIFY(sheet->header()->sortField()->isEnabled());
  sheet->setOrder({.sort = HeadMeasure::entropy, .role = {}});
  QTRY_VERIFY(!sheet->isMakingPictures());
  const QImage encoder = sheet->figure().cards[0].picture;
  choose(driven, AttentionPart::cross);
  // Only the encoder's heads are measured.
  QVERIFY(sheet->figure().arrangement == HeadSheet::Arrangement::grid);
  QVERIFY(!sheet->header()->sortField()->isEnabled());
  QVERIFY(sheet->header()->sortField()->toolTip().contains(QStringLiteral("encoder")));
  QTRY_VERIFY(!sheet->isMakingPictures());
  QVERIFY(sheet->figure().cards[0].picture != encoder);
  choose(driven, AttentionPart::encoder);
  QVERIFY(sheet->header()->sortField()->isEnabled());
  QVERIFY(sheet->figure().arrangement == HeadSheet::Arrangement::flow);
}

void TestMainWindowTarget::linksAreThoseOfTheAttention() {
  DrivenWindow driven(writingModel());
  driven.press(Qt::Key_2, Qt::ControlModifier);
  typeTarget(driven, QStringLiteral("eins zwei"));
  const LinksFigure& figure = driven.window.links()->figure();
  QCOMPARE(figure.links->pairs, std::size_t{4 * 4});
  choose(driven, AttentionPart::decoder);
  QCOMPARE(figure.labels.queries, kTarget);
  QCOMPARE(figure.labels.keys, kTarget);
  QCOMPARE(figure.links->pairs, std::size_t{3 + 2 + 1});  // nothing after a token is a link
  QCOMPARE(driven.window.links()->header()->tag(), QStringLiteral("decoder"));
  // Arcs are of one text, and come again with it.
  driven.press(Qt::Key_M, Qt::ControlModifier);
  driven.press(Qt::Key_A);
  QVERIFY(driven.window.links()->plot()->figureLayout().arcs() != nullptr);
  choose(driven, AttentionPart::cross);
  QVERIFY(driven.window.links()->plot()->figureLayout().arcs() == nullptr);
  QCOMPARE(driven.window.links()->header()->tag(), QStringLiteral("cross attention"));
  QCOMPARE(figure.labels.queries, kTarget);
  QCOMPARE(figure.labels.keys, kSource);
  QCOMPARE(figure.links->pairs, std::size_t{3 * 4});
  // Every key of the source is to be reached, though there are fewer queries.
  driven.press(Qt::Key_M, Qt::ControlModifier);
  for (int i = 0; i < 6; ++i) {
    driven.press(Qt::Key_Right);
  }
  QCOMPARE(driven.selection().key(), 3);
  QVERIFY(driven.window.links()->plot()->accessibleName().contains(QStringLiteral("key </s>")));
}

void TestMainWindowTarget::eachAttentionIsWeighedByItsValues() {
  DrivenWindow driven(writingModel());
  typeTarget(driven, QStringLiteral("eins zwei"));
  choose(driven, AttentionPart::cross);
  MapReading* reading = driven.window.mapReading();
  reading->setKind(MapKind::valueWeighted);
  QTRY_COMPARE(driven.window.heatmap()->figure().tags,
               (QStringList{QStringLiteral("cross attention"), QStringLiteral("value-weighted")}));
  QCOMPARE(reading->source()->shape().nKey, 4);
  const Matrix cross = reading->source()->map({0, 0});
  choose(driven, AttentionPart::decoder);
  QTRY_COMPARE(driven.window.heatmap()->figure().tags,
               (QStringList{QStringLiteral("decoder"), QStringLiteral("value-weighted")}));
  QCOMPARE(reading->source()->shape().nKey, 3);
  QVERIFY(reading->source()->map({0, 0}) != driven.session().attention()->map({0, 0}));
  // A rollout is of a text to itself: it says so, and what is shown is attention again.
  choose(driven, AttentionPart::cross);
  reading->setKind(MapKind::rollout);
  QTRY_VERIFY(driven.window.notice()->isVisible());
  QVERIFY(reading->isAttention());
  QVERIFY(cross.rows() == 3);
}

void TestMainWindowTarget::eachAttentionIsChangedByHand() {
  DrivenWindow driven(writingModel());
  typeTarget(driven, QStringLiteral("eins zwei"));
  choose(driven, AttentionPart::cross);
  driven.selection().setHead({0, 1});
  driven.selection().setCell(1, 2);
  driven.window.heatmap()->setFocus();
  driven.press(Qt::Key_Delete);
  QCOMPARE(driven.session().attention()->map({0, 1})(1, 2), 0.0F);
  QCOMPARE(driven.window.editBar()->edits(),
           QStringList{QStringLiteral("cross: L0·H1 eins → three 0.00")});
  QTRY_VERIFY(driven.window.editBar()->effects().contains(QStringLiteral("output of “eins”")));
  choose(driven, AttentionPart::encoder);
  driven.window.heatmap()->setFocus();
  driven.press(Qt::Key_Delete);
  QCOMPARE(driven.window.editBar()->edits().at(0),
           QStringLiteral("encoder: L0·H1 two → three 0.00"));
  // Changes of the same cell are two steps where the target was another between them.
  choose(driven, AttentionPart::cross);
  typeTarget(driven, QStringLiteral(" zwei"));
  driven.selection().setCell(1, 2);
  driven.window.heatmap()->setFocus();
  driven.press(Qt::Key_Delete);
  driven.press(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(driven.window.editBar()->edits(),
           QStringList{QStringLiteral("encoder: L0·H1 two → three 0.00")});
  // Another target has other tokens to attend; the encoder's stay.
  typeTarget(driven, QStringLiteral(" eins"));
  QCOMPARE(driven.window.editBar()->edits(),
           QStringList{QStringLiteral("encoder: L0·H1 two → three 0.00")});
}

void TestMainWindowTarget::anotherModelTakesTheLineAway() {
  DrivenWindow driven(writingModel());
  choose(driven, AttentionPart::cross);
  driven.session().openModel(kSmallSandbox);
  driven.settle();
  QVERIFY(!driven.window.targetBar()->isVisible());
  QVERIFY(driven.window.heatmap()->figure().tags.isEmpty());
  QCOMPARE(driven.window.heatmap()->figure().labels.queries, kSource.mid(0, 3));
}

void TestMainWindowTarget::theTargetIsRemembered() {
  {
    DrivenWindow driven(writingModel());
    typeTarget(driven, QStringLiteral("zwei"));
    driven.window.close();
  }
  DrivenWindow again(writingModel());
  QCOMPARE(again.window.targetBar()->target()->text(), QStringLiteral("zwei"));
  QCOMPARE(again.session().run()->decoder->tokens.size(), std::size_t{2});
}

HEADSCOPE_TEST(TestMainWindowTarget)

}  // namespace headscope::test_main_window_target

#include "test_main_window_target.moc"
