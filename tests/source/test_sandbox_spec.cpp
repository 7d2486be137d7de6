#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "source/sandbox_spec.h"
#include "test_class.h"

namespace headscope::test_sandbox_spec {

class TestSandboxSpec : public QObject {
  Q_OBJECT
 private slots:
  void plainSandboxIsTheBase();
  void readsEveryOption();
  void presetComesFirst();
  void filesAreRead();
  void goesRoundTrip_data();
  void goesRoundTrip();
  void mistakesAreNamed_data();
  void mistakesAreNamed();
  void knowsItsOwn();
};

void TestSandboxSpec::plainSandboxIsTheBase() {
  const auto config = parseSandboxSpec("sandbox");
  QVERIFY(config);
  QCOMPARE(config->heads, 8);
  QCOMPARE(config->dK, 64);
  QCOMPARE(config->dModel, 512);
  QCOMPARE(config->layers, 1);
}

void TestSandboxSpec::readsEveryOption() {
  const auto config = parseSandboxSpec(
      "sandbox:heads=4,d_k=5,d_model=6,layers=7,d_ff=8,seed=9,positions=sinusoid,mask=padding-3,"
      "score=cosine,norm=pre,embeddings=one-hot,wq=identity,wk=seed");
  QVERIFY2(config, config ? "" : describe(config.error()).c_str());
  QCOMPARE(config->heads, 4);
  QCOMPARE(config->dK, 5);
  QCOMPARE(config->dModel, 6);
  QCOMPARE(config->layers, 7);
  QCOMPARE(config->dFeedForward, 8);
  QCOMPARE(config->seed, std::uint64_t{9});
  QVERIFY(config->positions == PositionKind::sinusoidInterleaved);
  QVERIFY(config->mask == SandboxMask::padding);
  QCOMPARE(config->padding, 3);
  QVERIFY(config->score == ScoreKind::cosine);
  QVERIFY(config->norm == NormPlacement::pre);
  QVERIFY(config->embedding == EmbeddingKind::oneHot);
  QVERIFY(config->query.kind == MatrixKind::identity);
  QVERIFY(config->key.kind == MatrixKind::seeded);
}

void TestSandboxSpec::presetComesFirst() {
  const auto config = parseSandboxSpec("sandbox:preset=two-words,heads=2");
  QVERIFY(config);
  QCOMPARE(config->dModel, 4);
  QCOMPARE(config->dK, 3);
  QCOMPARE(config->heads, 2);
}

void TestSandboxSpec::filesAreRead() {
  const QTemporaryDir dir;
  const std::string file = dir.filePath(QStringLiteral("w.csv")).toStdString();
  std::ofstream(file) << "1,2\n3,4\n";
  const auto config = parseSandboxSpec("sandbox:heads=1,d_k=2,d_model=2,wq=" + file);
  QVERIFY2(config, config ? "" : describe(config.error()).c_str());
  QCOMPARE(config->query.imported->values, (Matrix{{1, 2}, {3, 4}}));
  const auto missing = parseSandboxSpec("sandbox:wq=./no-such.csv");
  QVERIFY(!missing);
  QVERIFY(describe(missing.error()).find("no-such.csv") != std::string::npos);
}

void TestSandboxSpec::goesRoundTrip_data() {
  QTest::addColumn<QString>("spec");
  for (const char* spec : {"sandbox", "sandbox:heads=4,d_k=16", "sandbox:seed=7,positions=learned",
                           "sandbox:mask=causal,score=dot", "sandbox:mask=padding-2,norm=none",
                           "sandbox:embeddings=one-hot,wq=identity,wo=identity"}) {
    QTest::newRow(spec) << spec;
  }
}

void TestSandboxSpec::goesRoundTrip() {
  QFETCH(QString, spec);
  const auto config = parseSandboxSpec(spec.toStdString());
  QVERIFY(config);
  QCOMPARE(QString::fromStdString(sandboxSpec(*config)), spec);
}

void TestSandboxSpec::mistakesAreNamed_data() {
  QTest::addColumn<QString>("spec");
  QTest::addColumn<QString>("says");
  const auto row = [](const char* spec, const char* says) { QTest::newRow(spec) << spec << says; };
  row("sandbox:haeds=4", "haeds");
  row("sandbox:heads", "no value");
  row("sandbox:heads=many", "'many' is not a whole number");
  row("sandbox:heads=4x", "'4x'");
  row("sandbox:heads=65", "heads is 65; it can be 1 to 64");
  row("sandbox:score=euclid", "none of scaled-dot, dot, cosine");
  row("sandbox:norm=batch", "none of none, post, pre");
  row("sandbox:positions=rotary", "rotary");
  row("sandbox:mask=future", "none, causal, padding-N");
  row("sandbox:mask=padding3", "padding-2");
  row("sandbox:preset=huge", "none of base, similarity, two-words, ten");
  row("sandbox:heads=2,preset=ten", "first option");
  row("sandbox:wq=zeros", "neither seed, identity");
}

void TestSandboxSpec::mistakesAreNamed() {
  QFETCH(QString, spec);
  QFETCH(QString, says);
  const auto config = parseSandboxSpec(spec.toStdString());
  QVERIFY(!config);
  QVERIFY2(describe(config.error()).find(says.toStdString()) != std::string::npos,
           describe(config.error()).c_str());
  QVERIFY(config.error().kind == ErrorKind::badInput);
}

void TestSandboxSpec::knowsItsOwn() {
  QVERIFY(isSandboxSpec("sandbox"));
  QVERIFY(isSandboxSpec("sandbox:heads=1"));
  QVERIFY(!isSandboxSpec("sandboxes"));
  QVERIFY(!isSandboxSpec("./sandbox"));
}

HEADSCOPE_TEST(TestSandboxSpec)

}  // namespace headscope::test_sandbox_spec

#include "test_sandbox_spec.moc"
