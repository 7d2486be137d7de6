#include <limits>

#include <QTemporaryDir>
#include <QTest>

#include "io/safetensors_writer.h"
#include "near.h"
#include "source/attention_part.h"
#include "source/dump.h"
#include "source/head_deck.h"
#include "source/open_checkpoint.h"
#include "source/open_dump.h"
#include "source/open_model.h"
#include "source/peek_checkpoint.h"
#include "source/sandbox_source.h"
#include "test_class.h"

namespace headscope::test_open_dump {

// Attention that a file has, as a model that knows one text.
class TestOpenDump : public QObject {
  Q_OBJECT
 private slots:
  void whatWasDumpedIsOpened();
  void aDecoderHasThreeAttentions();
  void otherProgramsTokens();
  void withoutTokensTheyAreNumbers();
  void theSameTextIsTheSameToken();
  void aMaskIsRecognised();
  void rowsThatDoNotSumToOneAreSaid();
  void headsAreMeasuredOnItsTextAlone();
  void anImagesPatchesAreTokens();
  void itIsListedByItsHeader();
  void openingIsWatchedAndStopped();
  void itReadsNoOtherText();
  void itIsNotDumpedAgain();
  void badFiles_data();
  void badFiles();

 private:
  std::filesystem::path path(const char* name) const {
    return folder_.filePath(QLatin1String(name)).toStdString();
  }

  QTemporaryDir folder_;
};

namespace {

using Metadata = std::map<std::string, std::string>;

struct Made {
  std::string name;
  std::vector<std::uint64_t> shape;
  std::vector<float> values;
};

// One layer of one head over two tokens.
const Made kTwoTokens{"attention.0", {1, 2, 2}, {.25F, .75F, .5F, .5F}};

void write(const std::filesystem::path& file, const std::vector<Made>& tensors,
           const Metadata& metadata = {}) {
  std::vector<OutgoingTensor> outgoing;
  for (const Made& made : tensors) {
    outgoing.push_back({.name = made.name, .shape = made.shape, .values = std::span(made.values)});
  }
  if (const auto written = writeSafetensors(file, outgoing, metadata); !written) {
    qFatal("%s", describe(written.error()).c_str());
  }
}

std::vector<std::string> textsOf(const std::vector<Token>& tokens) {
  std::vector<std::string> texts;
  for (const Token& token : tokens) {
    texts.push_back(token.text);
  }
  return texts;
}

}  // namespace

void TestOpenDump::whatWasDumpedIsOpened() {
  const auto model = *SandboxSource::create({.heads = 3, .dK = 4, .dModel = 8, .layers = 2});
  const auto file = path("sandbox.safetensors");
  const auto run = dumpRun(*model, std::string("one two three"), file);
  QVERIFY(run && isDump(file));
  const auto opened = openModel(file.string());
  QVERIFY2(opened, opened ? "" : describe(opened.error()).c_str());
  const ModelDescription& description = (*opened)->description();
  QVERIFY(description.isRecorded);
  QCOMPARE(description.name, model->description().name);
  QCOMPARE(description.layers, 2);
  QCOMPARE(description.heads, 3);
  QCOMPARE(description.mask, std::string("none"));
  QVERIFY(description.notice.empty());
  const auto again = (*opened)->run(std::string());
  QCOMPARE(textsOf(again->tokens), (std::vector<std::string>{"one", "two", "three"}));
  QVERIFY(again->attention->shape() == run->attention->shape());
  for (const HeadId head : {HeadId{0, 0}, HeadId{1, 2}}) {
    QVERIFY(isNear(again->attention->map(head), run->attention->map(head), 0));
    QCOMPARE(again->attention->row(head, 2), run->attention->row(head, 2));
  }
  QVERIFY(!again->attention->arithmetic({0, 0}, 0, 0));
  QCOMPARE(again->attention->knownLayers(), 2);
  QVERIFY(!(*opened)->block(Stack::first, 0));
}

void TestOpenDump::aDecoderHasThreeAttentions() {
  const auto model = *openCheckpoint(HEADSCOPE_TEST_DATA "/models/bart");
  const auto file = path("bart.safetensors");
  const auto run = dumpRun(*model,
                           SourceAndTarget{.source = IdSequence{.ids = {5, 6, 7}},
                                           .target = std::vector<std::int32_t>{2, 8}},
                           file);
  const auto opened = openDump(file);
  QVERIFY2(opened, opened ? "" : describe(opened.error()).c_str());
  QCOMPARE((*opened)->description().decoderLayers, model->description().decoderLayers);
  const auto again = (*opened)->run(std::string());
  for (const AttentionPart part :
       {AttentionPart::encoder, AttentionPart::decoder, AttentionPart::cross}) {
    const AttentionView before = viewOf(*run, part);
    const AttentionView after = viewOf(*again, part);
    QVERIFY(isNear(after.attention->map({1, 1}), before.attention->map({1, 1}), 0));
    QCOMPARE(after.queries->size(), before.queries->size());
    QCOMPARE(after.keys->size(), before.keys->size());
  }
}

void TestOpenDump::otherProgramsTokens() {
  const auto file = path("tokens.safetensors");
  write(file, {kTwoTokens},
        {{"tokens", R"(["[CLS]", "Grüße"])"}, {"special_tokens", "[0]"}, {"model", "My model"}});
  const auto opened = openDump(file);
  QVERIFY2(opened, opened ? "" : describe(opened.error()).c_str());
  QCOMPARE((*opened)->description().name, std::string("My model"));
  const auto run = (*opened)->run(std::string());
  QCOMPARE(textsOf(run->tokens), (std::vector<std::string>{"[CLS]", "Grüße"}));
  QVERIFY(run->tokens[0].special && !run->tokens[1].special);
  QCOMPARE(run->attention->map({0, 0})(0, 1), .75F);
}

void TestOpenDump::withoutTokensTheyAreNumbers() {
  const auto file = path("bare.safetensors");
  write(file, {kTwoTokens});
  const auto opened = openDump(file);
  QCOMPARE((*opened)->description().name, std::string("bare.safetensors"));
  QCOMPARE(textsOf((*opened)->run(std::string())->tokens), (std::vector<std::string>{"0", "1"}));
}

// What a measure of "the same token" goes by.
void TestOpenDump::theSameTextIsTheSameToken() {
  const auto file = path("ids.safetensors");
  write(file, {{"attention.0", {1, 3, 3}, {1, 0, 0, 1, 0, 0, 1, 0, 0}}},
        {{"tokens", R"(["the", "cat", "the"])"}});
  const auto tokens = (*openDump(file))->run(std::string())->tokens;
  QCOMPARE(tokens[0].id, tokens[2].id);
  QVERIFY(tokens[0].id != tokens[1].id);
}

void TestOpenDump::aMaskIsRecognised() {
  const auto file = path("causal.safetensors");
  write(file, {{"attention.0", {1, 2, 2}, {1, 0, .5F, .5F}}});
  QCOMPARE((*openDump(file))->description().mask, std::string("causal"));
}

void TestOpenDump::rowsThatDoNotSumToOneAreSaid() {
  const auto file = path("sums.safetensors");
  write(file, {{"attention.0", {1, 2, 2}, {1, 0, .25F, .5F}}});
  const auto model = *openDump(file);
  QVERIFY(model->description().notice.find("sum to 1") != std::string::npos);
  QVERIFY(model->run(std::string())->attention->values() == MapValues::anyWeights);
}

// No other text can be asked, so nothing is said of random sequences or of shuffled ones.
void TestOpenDump::headsAreMeasuredOnItsTextAlone() {
  const auto file = path("cards.safetensors");
  write(file, {kTwoTokens});
  const auto model = *openDump(file);
  const auto deck = dealHeads(*model, *model->run(std::string()), {});
  QCOMPARE(deck.size(), std::size_t{1});
  QVERIFY(!deck[0].card.positional && !deck[0].card.repetition);
  QVERIFY(std::abs(deck[0].card.text.next - .75) < 1e-6);
}

void TestOpenDump::anImagesPatchesAreTokens() {
  const auto model = *openCheckpoint(HEADSCOPE_TEST_DATA "/models/vit");
  const auto file = path("vit.safetensors");
  const auto run = dumpRun(*model, blankImage({5, 9}), file);
  const auto again = (*openDump(file))->run(std::string());
  QCOMPARE(again->tokens.size(), run->tokens.size());
  QCOMPARE(again->tokens.back().text, shownText(run->tokens.back()));
}

void TestOpenDump::itIsListedByItsHeader() {
  const auto file = path("listed.safetensors");
  write(file, {kTwoTokens});
  const CheckpointPeek peek = peekCheckpoint(file);
  QVERIFY(!peek.problem);
  QCOMPARE(peek.summary.family, std::string("recorded attention"));
  QCOMPARE(peek.summary.heads, 1);
  QVERIFY(peek.bytes > 16);
}

void TestOpenDump::openingIsWatchedAndStopped() {
  const auto file = path("watched.safetensors");
  Made second = kTwoTokens;
  second.name = "attention.1";
  write(file, {kTwoTokens, second});
  std::vector<std::pair<int, int>> told;
  QVERIFY(openDump(file, {.progress = [&](int done, int all) { told.emplace_back(done, all); }}));
  QCOMPARE(told, (std::vector<std::pair<int, int>>{{1, 2}, {2, 2}}));
  std::stop_source stop;
  stop.request_stop();
  const auto stopped = openDump(file, {.stop = stop.get_token()});
  QVERIFY(!stopped && stopped.error().code == SourceError::stopped);
}

void TestOpenDump::itReadsNoOtherText() {
  const auto file = path("asked.safetensors");
  write(file, {kTwoTokens});
  const auto model = *openDump(file);
  for (const Input& input : {Input(std::string("something else")), Input(IdSequence{.ids = {1}})}) {
    const auto run = model->run(input);
    QVERIFY(!run && run.error().code == SourceError::recorded);
  }
}

void TestOpenDump::itIsNotDumpedAgain() {
  const auto file = path("again.safetensors");
  write(file, {kTwoTokens});
  const auto dumped = dumpRun(**openDump(file), std::string(), path("twice.safetensors"));
  QVERIFY(!dumped && dumped.error().code == DumpError::isOne);
}

void TestOpenDump::badFiles_data() {
  QTest::addColumn<std::vector<Made>>("tensors");
  QTest::addColumn<Metadata>("metadata");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("place");
  const auto row = [](const char* name, std::vector<Made> tensors, const Metadata& metadata,
                      OpenDumpError code, const char* place) {
    QTest::newRow(name) << std::move(tensors) << metadata << static_cast<int>(code)
                        << QString::fromLatin1(place);
  };
  const float nan = std::numeric_limits<float>::quiet_NaN();
  row("no attention", {{"weights", {1}, {1}}}, {}, OpenDumpError::notADump, "");
  row("a layer is missing", {kTwoTokens, {"attention.2", {1, 2, 2}, {1, 0, 0, 1}}}, {},
      OpenDumpError::layerMissing, "attention.1");
  row("a map without heads", {{"attention.0", {2, 2}, {1, 0, 0, 1}}}, {}, OpenDumpError::wrongShape,
      "attention.0");
  row("layers of two sizes", {kTwoTokens, {"attention.1", {1, 1, 2}, {1, 0}}}, {},
      OpenDumpError::wrongShape, "attention.1");
  row("not square", {{"attention.0", {1, 1, 2}, {1, 0}}}, {}, OpenDumpError::wrongShape, "");
  row("a decoder without cross attention", {kTwoTokens, {"decoder_attention.0", {1, 1, 1}, {1}}},
      {}, OpenDumpError::wrongShape, "");
  row("cross attention to another text",
      {kTwoTokens, {"decoder_attention.0", {1, 1, 1}, {1}}, {"cross.0", {1, 1, 3}, {1, 0, 0}}}, {},
      OpenDumpError::wrongShape, "");
  row("cross attention of other layers",
      {kTwoTokens,
       {"decoder_attention.0", {1, 1, 1}, {1}},
       {"cross.0", {1, 1, 2}, {1, 0}},
       {"cross.1", {1, 1, 2}, {1, 0}}},
      {}, OpenDumpError::wrongShape, "");
  row("no tokens at all", {{"attention.0", {1, 0, 0}, {}}}, {}, OpenDumpError::tooManyTokens,
      "attention.0");
  row("not a number", {{"attention.0", {1, 2, 2}, {1, 0, nan, 1}}}, {}, OpenDumpError::notWeights,
      "attention.0");
  row("logits", {{"attention.0", {1, 2, 2}, {1, 0, -3, 4}}}, {}, OpenDumpError::notWeights,
      "attention.0");
  row("too few tokens", {kTwoTokens}, {{"tokens", R"(["a"])"}}, OpenDumpError::wrongTokens,
      "tokens");
  row("tokens that are numbers", {kTwoTokens}, {{"tokens", "[1, 2]"}}, OpenDumpError::wrongTokens,
      "tokens");
  row("tokens that are a text", {kTwoTokens}, {{"tokens", R"("a b")"}}, OpenDumpError::wrongTokens,
      "tokens");
  row("a special token beyond the text", {kTwoTokens}, {{"special_tokens", "[2]"}},
      OpenDumpError::wrongTokens, "special_tokens");
}

void TestOpenDump::badFiles() {
  QFETCH(std::vector<Made>, tensors);
  QFETCH(Metadata, metadata);
  QFETCH(int, code);
  QFETCH(QString, place);
  const auto file = path("bad.safetensors");
  write(file, tensors, metadata);
  const auto opened = openDump(file);
  QVERIFY(!opened);
  QVERIFY2(opened.error().code == static_cast<OpenDumpError>(code),
           describe(opened.error()).c_str());
  QCOMPARE(QString::fromStdString(opened.error().place), place);
  QCOMPARE(opened.error().file, file.string());
  QVERIFY(!opened.error().remedy.empty());
}

HEADSCOPE_TEST(TestOpenDump)

}  // namespace headscope::test_open_dump

#include "test_open_dump.moc"
