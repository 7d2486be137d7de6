#include <filesystem>

#include <QTest>

#include "model/layer_recorder.h"
#include "source/open_checkpoint.h"
#include "source/run_blocks.h"
#include "test_class.h"

namespace headscope::test_continuation {

namespace fs = std::filesystem;

// A run that takes over from the one before it what both texts begin with.
class TestContinuation : public QObject {
  Q_OBJECT
 private slots:
  void theSameMapsAsAWholePass_data();
  void theSameMapsAsAWholePass();
  void aRunOfARunOfARun();
  void takesOverWhatIsAlike_data();
  void takesOverWhatIsAlike();
  void nothingOfAnotherModel();
  void nothingOfAnUnfinishedPass();
  void nothingUnderAMaskOfPadding();
  void nothingWhereAnObserverListens();
  void nothingWithoutACausalMask();
};

namespace {

std::shared_ptr<const CheckpointSource> openTiny(const char* name) {
  const auto model = openCheckpoint(fs::path(HEADSCOPE_TEST_DATA "/models") / name);
  if (!model) {
    qFatal("%s", describe(model.error()).c_str());
  }
  return *model;
}

std::shared_ptr<const Run> runIds(const ModelSource& model, std::vector<std::int32_t> ids,
                                  const RunOptions& options = {}) {
  auto run = model.run(IdSequence{.ids = std::move(ids)}, options);
  if (!run) {
    qFatal("%s", describe(run.error()).c_str());
  }
  return std::make_shared<const Run>(std::move(*run));
}

bool sameMaps(const Run& a, const Run& b) {
  const AttentionShape shape = a.attention->shape();
  if (shape != b.attention->shape() || a.tokens != b.tokens) {
    return false;
  }
  for (int layer = 0; layer < shape.layers; ++layer) {
    for (int head = 0; head < shape.heads; ++head) {
      if (a.attention->map({layer, head}) != b.attention->map({layer, head})) {
        return false;
      }
    }
  }
  return true;
}

std::vector<Token> tokensOf(const std::vector<std::int32_t>& ids) {
  std::vector<Token> tokens;
  for (const std::int32_t id : ids) {
    tokens.push_back({.id = id});
  }
  return tokens;
}

const std::vector<std::int32_t> kText{5, 9, 30, 7, 7, 61, 12, 40, 3};

}  // namespace

void TestContinuation::theSameMapsAsAWholePass_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"bloom", "gemma2", "gpt2", "gpt_neox", "llama", "llama3_rope",
                           "mistral_window", "opt", "phi", "qwen2", "qwen3"}) {
    QTest::newRow(name) << QString::fromLatin1(name);
  }
}

// To the last bit: a row's arithmetic does not depend on the rows beside it.
void TestContinuation::theSameMapsAsAWholePass() {
  QFETCH(QString, name);
  const auto model = openTiny(name.toLatin1().constData());
  const auto beginning = runIds(*model, {kText.begin(), kText.begin() + 5});
  const auto continued = runIds(*model, kText, {.before = beginning});
  QVERIFY(sameMaps(*continued, *runIds(*model, kText)));
}

// Letters typed, one taken back, another put in the middle.
void TestContinuation::aRunOfARunOfARun() {
  const auto model = openTiny("llama");
  std::shared_ptr<const Run> run;
  for (const std::vector<std::int32_t>& ids :
       {std::vector<std::int32_t>{5}, {5, 9}, {5, 9, 30, 7}, {5, 9, 30}, {5, 8, 30}, {5, 8, 30}}) {
    run = runIds(*model, ids, {.before = run});
    QVERIFY(sameMaps(*run, *runIds(*model, ids)));
  }
}

void TestContinuation::takesOverWhatIsAlike_data() {
  QTest::addColumn<QList<int>>("ids");
  QTest::addColumn<int>("length");
  QTest::newRow("one more") << QList<int>{5, 9, 30, 7} << 3;
  QTest::newRow("another at the end") << QList<int>{5, 9, 31} << 2;
  QTest::newRow("the same: all but the last") << QList<int>{5, 9, 30} << 2;
  QTest::newRow("one less: all but the last") << QList<int>{5, 9} << 1;
  QTest::newRow("another at the beginning") << QList<int>{6, 9, 30} << 0;
  QTest::newRow("a single one") << QList<int>{5} << 0;
}

void TestContinuation::takesOverWhatIsAlike() {
  QFETCH(QList<int>, ids);
  QFETCH(int, length);
  const auto model = openTiny("llama");
  const auto before = runIds(*model, {5, 9, 30});
  const Beginning beginning =
      reusableBeginning(model->transformer(), {.causal = true}, tokensOf({ids.begin(), ids.end()}),
                        {.before = before});
  QCOMPARE(beginning.length, Index{length});
  QCOMPARE(beginning.trace, before->attention);
}

void TestContinuation::nothingOfAnotherModel() {
  const auto before = runIds(*openTiny("llama"), kText);
  const auto other = openTiny("llama");  // the same file, loaded again
  QCOMPARE(
      reusableBeginning(other->transformer(), {.causal = true}, tokensOf(kText), {.before = before})
          .length,
      Index{0});
}

void TestContinuation::nothingOfAnUnfinishedPass() {
  const auto model = openTiny("llama");
  Index length = -1;
  const RunOptions options{
      .early = {.layer = 0, .take = [&](Run early) {
                  length =
                      reusableBeginning(model->transformer(), {.causal = true}, tokensOf(kText),
                                        {.before = std::make_shared<const Run>(std::move(early))})
                          .length;
                }}};
  runIds(*model, kText, options);
  QCOMPARE(length, Index{0});
}

void TestContinuation::nothingUnderAMaskOfPadding() {
  const auto model = openTiny("llama");
  const auto before = runIds(*model, kText);
  const Mask padded{.causal = true, .keyVisible = std::vector<std::uint8_t>(kText.size(), 1)};
  QCOMPARE(
      reusableBeginning(model->transformer(), padded, tokensOf(kText), {.before = before}).length,
      Index{0});
}

void TestContinuation::nothingWhereAnObserverListens() {
  const auto model = openTiny("llama");
  const auto before = runIds(*model, kText);
  HiddenRecorder hidden;
  runIds(*model, kText, {.observer = &hidden, .before = before});
  QCOMPARE(hidden.hidden().front().rows(), static_cast<Index>(kText.size()));
}

void TestContinuation::nothingWithoutACausalMask() {
  const auto model = openTiny("bert");
  const auto before = runIds(*model, {5, 9, 30});
  QVERIFY(!std::dynamic_pointer_cast<const Trace>(before->attention)->keepsValues());
  QVERIFY(sameMaps(*runIds(*model, {5, 9, 31}, {.before = before}), *runIds(*model, {5, 9, 31})));
}

HEADSCOPE_TEST(TestContinuation)

}  // namespace headscope::test_continuation

#include "test_continuation.moc"
