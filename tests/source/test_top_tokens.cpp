#include <QTest>

#include "model/layer_recorder.h"
#include "source/open_checkpoint.h"
#include "source/top_tokens.h"
#include "test_class.h"

namespace headscope::test_top_tokens {

class TestTopTokens : public QObject {
  Q_OBJECT
 private slots:
  void areThoseOfTheLogits();
  void withoutAHeadThereAreNone();
  void smolLmNamesWhatComesNext();
};

namespace {

std::shared_ptr<const CheckpointSource> opened(const std::string& path) {
  const auto model = openCheckpoint(path);
  if (!model) {
    qFatal("%s", describe(model.error()).c_str());
  }
  return std::dynamic_pointer_cast<const CheckpointSource>(*model);
}

Matrix lastHidden(const CheckpointSource& model, const Input& input) {
  HiddenRecorder recorder;
  if (const auto run = model.run(input, {.observer = &recorder}); !run) {
    qFatal("%s", describe(run.error()).c_str());
  }
  return recorder.hidden().back();
}

}  // namespace

void TestTopTokens::areThoseOfTheLogits() {
  const auto model = opened(HEADSCOPE_TEST_DATA "/models/gpt2");
  const Matrix hidden = lastHidden(*model, IdSequence{.ids = {5, 9, 2, 11}});
  const Matrix logits = *model->logits(hidden.row(3));
  const auto top = topTokens(*model, hidden.row(3), 4);
  QCOMPARE(top.size(), std::size_t{4});
  Index best = 0;
  logits.row(0).maxCoeff(&best);
  QCOMPARE(top[0].id, static_cast<std::int32_t>(best));
  const double sum = (logits.row(0).array().cast<double>() - double{logits(0, best)}).exp().sum();
  QVERIFY(std::abs(top[0].probability - 1 / sum) < 1e-9);
  for (std::size_t i = 1; i < top.size(); ++i) {
    QVERIFY(top[i].probability <= top[i - 1].probability);
    const double ratio = std::exp(double{logits(0, top[i].id)} - double{logits(0, top[0].id)});
    QVERIFY(std::abs(top[i].probability / top[0].probability - ratio) < 1e-6);
  }
  QCOMPARE(topTokens(*model, hidden.row(0), 100'000).size(),
           static_cast<std::size_t>(logits.cols()));
}

void TestTopTokens::withoutAHeadThereAreNone() {
  const QByteArray folder = qgetenv("HEADSCOPE_MINILM_DIR");
  if (folder.isEmpty()) {
    QSKIP("HEADSCOPE_MINILM_DIR is not set");
  }
  const auto model = opened(folder.toStdString());
  QVERIFY(!model->namesTokens());
  QVERIFY(topTokens(*model, Matrix::Zero(1, 384), 3).empty());
  QCOMPARE(model->tokenText(101), std::string("[CLS]"));
}

void TestTopTokens::smolLmNamesWhatComesNext() {
  const QByteArray file = qgetenv("HEADSCOPE_SMOLLM2_GGUF");
  if (file.isEmpty()) {
    QSKIP("HEADSCOPE_SMOLLM2_GGUF is not set");
  }
  const auto model = opened(file.toStdString());
  const Matrix hidden = lastHidden(*model, std::string("The capital of France is"));
  const auto top = topTokens(*model, hidden.bottomRows(1), 5);
  QCOMPARE(top[0].text, std::string(" Paris"));
  QVERIFY(top[0].probability > .2 && top[0].probability < 1);
}

HEADSCOPE_TEST(TestTopTokens)

}  // namespace headscope::test_top_tokens

#include "test_top_tokens.moc"
