#include <QTemporaryDir>
#include <QTest>

#include "golden.h"
#include "near.h"
#include "source/dump.h"
#include "source/open_checkpoint.h"
#include "source/sandbox_source.h"
#include "test_class.h"

namespace headscope::test_dump {

class TestDump : public QObject {
  Q_OBJECT
 private slots:
  void holdsWhatTheGoldensHold();
  void anImageHasNoIds();
  void cannotWriteIsSaid();
  void tooLargeIsSaidBeforeItIsMade();
};

void TestDump::holdsWhatTheGoldensHold() {
  const std::string folder = HEADSCOPE_TEST_DATA "/models/bert";
  const auto model = openCheckpoint(folder);
  const auto golden = SafetensorsFile::open(folder + "/expected.safetensors");
  QVERIFY(model && golden);
  const QTemporaryDir dir;
  const std::string file = dir.filePath(QStringLiteral("out.safetensors")).toStdString();
  QVERIFY(dumpRun(**model, IdSequence{.ids = goldenIds(*golden, "input_ids")}, file));
  const auto dump = SafetensorsFile::open(file);
  QVERIFY2(dump, dump ? "" : describe(dump.error()).c_str());
  QCOMPARE(dump->tensors().size(), std::size_t{1 + 3 + 4});
  QCOMPARE(goldenIds(*dump, "input_ids"), goldenIds(*golden, "input_ids"));
  for (const char* name : {"attention.0", "attention.2", "hidden.0", "hidden.3"}) {
    QCOMPARE(dump->find(name)->shape, golden->find(name)->shape);
    QVERIFY(isNear(goldenMatrix(*dump, name), goldenMatrix(*golden, name), 2e-5F));
  }
}

void TestDump::anImageHasNoIds() {
  const auto model = openCheckpoint(HEADSCOPE_TEST_DATA "/models/vit");
  QVERIFY(model);
  const QTemporaryDir dir;
  const std::string file = dir.filePath(QStringLiteral("out.safetensors")).toStdString();
  QVERIFY(dumpRun(**model, blankImage({5, 9}), file));
  const auto dump = SafetensorsFile::open(file);
  QVERIFY2(dump, dump ? "" : describe(dump.error()).c_str());
  QCOMPARE(dump->tensors().size(), std::size_t{2 + 3});
  QVERIFY(dump->find("input_ids") == nullptr);
  QCOMPARE(goldenMatrix(*dump, "attention.1").rows(), Index{4 * 10});
}

void TestDump::cannotWriteIsSaid() {
  const auto model = SandboxSource::create({.heads = 1, .dK = 2, .dModel = 2}).value();
  const auto run = dumpRun(*model, std::string("a"), "/no/such/folder/out.safetensors");
  QVERIFY(!run);
  QVERIFY(run.error().kind == ErrorKind::couldNotDo);
}

void TestDump::tooLargeIsSaidBeforeItIsMade() {
  const auto model =
      SandboxSource::create({.heads = 64, .dK = 1, .dModel = 1, .layers = 24}).value();
  const auto run =
      dumpRun(*model, VectorSequence{.values = Matrix::Ones(900, 1)}, "/tmp/never.safetensors");
  QVERIFY(!run && run.error().code == DumpError::tooLarge);
}

HEADSCOPE_TEST(TestDump)

}  // namespace headscope::test_dump

#include "test_dump.moc"
