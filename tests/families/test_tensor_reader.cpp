#include <array>

#include <QTest>

#include "families/sample_file.h"
#include "families/tensor_reader.h"
#include "io/gguf_samples.h"
#include "io/io_error.h"
#include "test_class.h"

namespace headscope::test_tensor_reader {

using namespace std::string_literals;

class TestTensorReader : public QObject {
  Q_OBJECT
 private slots:
  void readsEveryDtype_data();
  void readsEveryDtype();
  void rowsOfEveryDtype_data();
  void rowsOfEveryDtype();
  void rowsKeepTheFileOpen();
  void readsVectors();
  void tensorsOfMoreAxesAreFolded();
  void linearLayersAreTurned();
  void convolutionsAreLinearLayersOfTheirPatches();
  void linearLayersStandSideBySide();
  void layersMayLieTurned();
  void rowsThatAlternateGetTheirHalvesBack();
  void rowsOfSeveralHeadsAlternateWithinEach();
  void headsAreSortedIntoQueriesKeysAndValues();
  void normsMayHaveNoBias();
  void readsNorms();
  void readsNormsOfOldNames();
  void newNamesOfNormsComeFirst();
  void triesEveryPrefix();
  void missingTensor();
  void missingTensorIsNamedWithItsPrefix();
  void missingBias();
  void missingHalfOfANorm();
  void wrongShape();
  void turnedShape();
  void wrongNumberOfAxes();
  void wrongAxesOfAConvolution();
  void wrongLength();
  void rowsOfAWrongShape();
  void rowsOfAMissingTensor();
  void unsupportedDtype();
  void unsupportedDtypeOfRows();
  void shrunkFile();
  void shapesAreCheckedBeforeMemoryIsTaken();
};

namespace {

// F32: 1 = 0000803F, 2 = 00000040, 3 = 00004040, 4 = 00008040, 5 = 0000A040, 6 = 0000C040.
constexpr const char* kOneToSix = "0000803F 00000040 00004040 00008040 0000A040 0000C040";
constexpr const char* kOneTwo = "0000803F 00000040";

const char* const kCheck = " Check that config.json and the weights belong together.";

void dtypes() {
  QTest::addColumn<QString>("dtype");
  QTest::addColumn<QString>("bytes");
  QTest::addColumn<QList<float>>("values");  // of a matrix of 2 rows and 2 columns
  QTest::newRow("float32") << "F32"
                           << "0000803F 000020C0 0000003F 00000080"
                           << QList<float>{1, -2.5F, 0.5F, -0.0F};
  // The largest of float16, and the smallest of both.
  QTest::newRow("float16") << "F16"
                           << "003C 00C0 FF7B 0100" << QList<float>{1, -2, 65504, 0x1p-24F};
  QTest::newRow("bfloat16") << "BF16"
                            << "803F 40C0 AB3E 0100"
                            << QList<float>{1, -3, 0.333984375F, 0x1p-133F};
}

SampleFile twoByTwo(const QString& dtype, const QString& bytes) {
  return SampleFile({{"x", dtype.toStdString(), "[2,2]", bytes.toLatin1().constData()}});
}

}  // namespace

void TestTensorReader::readsEveryDtype_data() {
  dtypes();
}

void TestTensorReader::readsEveryDtype() {
  QFETCH(QString, dtype);
  QFETCH(QString, bytes);
  QFETCH(QList<float>, values);
  const SampleFile file = twoByTwo(dtype, bytes);
  const auto matrix = TensorReader(file.open(), {""}).matrix("x", 2, 2);
  QVERIFY(matrix);
  QVERIFY(*matrix == (Matrix{{values[0], values[1]}, {values[2], values[3]}}));
}

void TestTensorReader::rowsOfEveryDtype_data() {
  dtypes();
}

void TestTensorReader::rowsOfEveryDtype() {
  QFETCH(QString, dtype);
  QFETCH(QString, bytes);
  QFETCH(QList<float>, values);
  const SampleFile file = twoByTwo(dtype, bytes);
  const auto readRow = TensorReader(file.open(), {""}).rows("x", 2, 2);
  QVERIFY(readRow);
  std::array<float, 2> row{};
  (*readRow)(1, row);
  QCOMPARE(row[0], values[2]);
  QCOMPARE(row[1], values[3]);
  (*readRow)(0, row);
  QCOMPARE(row[0], values[0]);
  QCOMPARE(row[1], values[1]);
}

void TestTensorReader::rowsKeepTheFileOpen() {
  const SampleFile sample({{"x", "F32", "[1,2]", kOneTwo}});
  std::shared_ptr<const SafetensorsStore> file = sample.open();
  const std::weak_ptr<const SafetensorsStore> watched = file;
  {
    const auto readRow = TensorReader(std::move(file), {""}).rows("x", 1, 2);
    QVERIFY(!watched.expired());
    std::array<float, 2> row{};
    (*readRow)(0, row);
    QCOMPARE(row[1], 2.0F);
  }
  QVERIFY(watched.expired());
}

void TestTensorReader::readsVectors() {
  const SampleFile file({{"x", "F32", "[6]", kOneToSix}});
  const auto vector = TensorReader(file.open(), {""}).vector("x", 6);
  QVERIFY(vector);
  QVERIFY(*vector == (Eigen::RowVectorXf{{1, 2, 3, 4, 5, 6}}));
}

void TestTensorReader::tensorsOfMoreAxesAreFolded() {
  const SampleFile file({{"x", "F32", "[1,2,3]", kOneToSix}});
  const std::array<std::uint64_t, 3> shape = {1, 2, 3};
  const auto matrix = TensorReader(file.open(), {""}).folded("x", shape);
  QVERIFY(matrix);
  QVERIFY(*matrix == (Matrix{{1, 2, 3}, {4, 5, 6}}));
}

// Two outputs of three channels of 1 x 1.
void TestTensorReader::convolutionsAreLinearLayersOfTheirPatches() {
  const SampleFile file(
      {{"a.weight", "F32", "[2,3,1,1]", kOneToSix}, {"a.bias", "F32", "[2]", kOneTwo}});
  const std::array parts = {LinearPart{.name = "a", .out = 2, .inputAxes = {3, 1, 1}}};
  const auto affine = TensorReader(file.open(), {""}).linear(parts, 3, {});
  QVERIFY(affine);
  QVERIFY(affine->weight.unpacked() == (Matrix{{1, 4}, {2, 5}, {3, 6}}));
}

// Files have (out, in), as PyTorch's Linear; the reader gives (in, out).
void TestTensorReader::linearLayersAreTurned() {
  const SampleFile file(
      {{"a.weight", "F32", "[2,3]", kOneToSix}, {"a.bias", "F32", "[2]", kOneTwo}});
  const auto affine = TensorReader(file.open(), {""}).linear(std::array{LinearPart{"a", 2}}, 3, {});
  QVERIFY(affine);
  QVERIFY(affine->weight.unpacked() == (Matrix{{1, 4}, {2, 5}, {3, 6}}));
  QVERIFY(affine->bias == (Eigen::RowVectorXf{{1, 2}}));
}

void TestTensorReader::linearLayersStandSideBySide() {
  const SampleFile file({{"a.weight", "F32", "[2,3]", kOneToSix},
                         {"a.bias", "F32", "[2]", kOneTwo},
                         {"b.weight", "F16", "[2,3]", "0038 0038 0038 00C0 00C0 00C0"},
                         {"b.bias", "BF16", "[2]", "803F 40C0"}});
  const auto affine = TensorReader(file.open(), {""})
                          .linear(std::array{LinearPart{"b", 2}, LinearPart{"a", 2}}, 3, {});
  QVERIFY(affine);
  QVERIFY(affine->weight.unpacked() ==
          (Matrix{{0.5F, -2, 1, 4}, {0.5F, -2, 2, 5}, {0.5F, -2, 3, 6}}));
  QVERIFY(affine->bias == (Eigen::RowVectorXf{{1, -3, 1, 2}}));
}

// As GPT-2's Conv1D, which lies as we have it.
void TestTensorReader::layersMayLieTurned() {
  const SampleFile file(
      {{"a.weight", "F32", "[2,3]", kOneToSix}, {"a.bias", "F32", "[2]", kOneTwo}});
  const auto affine = TensorReader(file.open(), {""})
                          .linear(std::array{LinearPart{"a", 3}}, 2,
                                  {.weight = LinearForm::Weight::inOut, .bias = Bias::none});
  QVERIFY(affine);
  QVERIFY(affine->weight.unpacked() == (Matrix{{1, 2, 3}, {4, 5, 6}}));
  QCOMPARE(affine->bias.size(), Index{0});
}

// A head of 8 dimensions: as llama.cpp's converter sorts them, the file's rows are the layer's rows
// 0, 4, 1, 5, 2, 6, 3, 7. Each row holds its number in the layer.
void TestTensorReader::rowsThatAlternateGetTheirHalvesBack() {
  // 0, 4, 1, 5, 2, 6, 3, 7
  constexpr const char* kSorted =
      "00000000 00008040 0000803F 0000A040 00000040 0000C040 00004040 0000E040";
  const SampleFile file({{"a.weight", "F32", "[8,1]", kSorted}, {"a.bias", "F32", "[8]", kSorted}});
  const LinearPart part{.name = "a", .out = 8, .alternating = 8};
  const auto affine = TensorReader(file.open(), {""}).linear(std::array{part}, 1, {});
  QVERIFY(affine);
  QVERIFY(affine->weight.unpacked() == (Matrix{{0, 1, 2, 3, 4, 5, 6, 7}}));
  QVERIFY(affine->bias == (Eigen::RowVectorXf{{0, 1, 2, 3, 4, 5, 6, 7}}));
}

// More heads than a panel of packed weights has columns, of 4 dimensions each: 5 of them. What
// stands beside them does not alternate.
void TestTensorReader::rowsOfSeveralHeadsAlternateWithinEach() {
  std::string bytes;
  Matrix expected(1, 22);
  for (int head = 0; head < 5; ++head) {
    for (const int row : {0, 2, 1, 3}) {
      bytes += ggufNumber(static_cast<float>(4 * head + row));
    }
    for (int row = 0; row < 4; ++row) {
      expected(0, 4 * head + row) = static_cast<float>(4 * head + row);
    }
  }
  expected(0, 20) = 1;
  expected(0, 21) = 2;
  const QByteArray hex = QByteArray::fromStdString(bytes).toHex();
  const SampleFile file(
      {{"a.weight", "F32", "[20,1]", hex.constData()}, {"b.weight", "F32", "[2,1]", kOneTwo}});
  const std::array parts = {LinearPart{.name = "a", .out = 20, .alternating = 4},
                            LinearPart{.name = "b", .out = 2}};
  const auto affine = TensorReader(file.open(), {""}).linear(parts, 1, {.bias = Bias::none});
  QVERIFY(affine);
  QVERIFY(affine->weight.unpacked() == expected);
}

// Two heads of d_k 1: the file has q0 k0 v0 q1 k1 v1.
void TestTensorReader::headsAreSortedIntoQueriesKeysAndValues() {
  const SampleFile file(
      {{"a.weight", "F32", "[6,1]", kOneToSix}, {"a.bias", "F32", "[6]", kOneToSix}});
  const auto affine = TensorReader(file.open(), {""}).linearByHead("a", 1, 2, 1, {});
  QVERIFY(affine);
  QVERIFY(affine->weight.unpacked() == (Matrix{{1, 4, 2, 5, 3, 6}}));
  QVERIFY(affine->bias == (Eigen::RowVectorXf{{1, 4, 2, 5, 3, 6}}));
}

void TestTensorReader::normsMayHaveNoBias() {
  const SampleFile file({{"n.weight", "F32", "[2]", kOneTwo}});
  const auto norm = TensorReader(file.open(), {""}).norm("n", 2, Bias::none);
  QVERIFY(norm);
  QVERIFY(norm->weight == (Eigen::RowVectorXf{{1, 2}}));
  QCOMPARE(norm->bias.size(), Index{0});
}

void TestTensorReader::readsNorms() {
  const SampleFile file(
      {{"n.weight", "F32", "[2]", kOneTwo}, {"n.bias", "F32", "[2]", "00004040 00008040"}});
  const auto norm = TensorReader(file.open(), {""}).norm("n", 2);
  QVERIFY(norm);
  QVERIFY(norm->weight == (Eigen::RowVectorXf{{1, 2}}));
  QVERIFY(norm->bias == (Eigen::RowVectorXf{{3, 4}}));
}

// As TensorFlow and the first checkpoints for PyTorch have them.
void TestTensorReader::readsNormsOfOldNames() {
  const SampleFile file(
      {{"n.gamma", "F32", "[2]", kOneTwo}, {"n.beta", "F32", "[2]", "00004040 00008040"}});
  const auto norm = TensorReader(file.open(), {""}).norm("n", 2);
  QVERIFY(norm);
  QVERIFY(norm->weight == (Eigen::RowVectorXf{{1, 2}}));
  QVERIFY(norm->bias == (Eigen::RowVectorXf{{3, 4}}));
}

void TestTensorReader::newNamesOfNormsComeFirst() {
  const SampleFile file({{"n.gamma", "F32", "[2]", "00000000 00000000"},
                         {"n.beta", "F32", "[2]", "00000000 00000000"},
                         {"n.weight", "F32", "[2]", kOneTwo},
                         {"n.bias", "F32", "[2]", "00004040 00008040"}});
  const auto norm = TensorReader(file.open(), {""}).norm("n", 2);
  QVERIFY(norm);
  QVERIFY(norm->weight == (Eigen::RowVectorXf{{1, 2}}));
  QVERIFY(norm->bias == (Eigen::RowVectorXf{{3, 4}}));
}

void TestTensorReader::triesEveryPrefix() {
  const SampleFile file({{"x", "F32", "[2]", kOneTwo},
                         {"bert.x", "F32", "[2]", "00004040 00008040"},
                         {"bert.y", "F32", "[2]", "0000A040 0000C040"}});
  const TensorReader tensors(file.open(), {"", "bert."});
  QVERIFY(*tensors.vector("x", 2) == (Eigen::RowVectorXf{{1, 2}}));  // the first prefix wins
  QVERIFY(*tensors.vector("y", 2) == (Eigen::RowVectorXf{{5, 6}}));
  QVERIFY(tensors.has("x"));
  QVERIFY(tensors.has("y"));
  QVERIFY(!tensors.has("z"));
  QVERIFY(!TensorReader(file.open(), {""}).has("y"));
}

void TestTensorReader::missingTensor() {
  const SampleFile file({{"x", "F32", "[2]", kOneTwo}});
  const auto matrix = TensorReader(file.open(), {""}).matrix("y", 1, 2);
  QVERIFY(!matrix);
  QVERIFY(matrix.error().code == FamilyError::missingTensor);
  QCOMPARE(matrix.error().file, file.path().string());
  QCOMPARE(file.shownWithoutPath(matrix.error()),
           QStringLiteral("tensor 'y': the file does not have it.") + QLatin1String(kCheck));
}

void TestTensorReader::missingTensorIsNamedWithItsPrefix() {
  const SampleFile file({{"x", "F32", "[2]", kOneTwo}});
  const auto vector = TensorReader(file.open(), {"model.", ""}).vector("y", 2);
  QVERIFY(!vector);
  QCOMPARE(vector.error().place, "tensor 'model.y'"s);
}

void TestTensorReader::missingBias() {
  const SampleFile file({{"a.weight", "F32", "[1,2]", kOneTwo}});
  const auto affine = TensorReader(file.open(), {""}).linear(std::array{LinearPart{"a", 1}}, 2, {});
  QVERIFY(!affine);
  QVERIFY(affine.error().code == FamilyError::missingTensor);
  QCOMPARE(affine.error().place, "tensor 'a.bias'"s);
}

void TestTensorReader::missingHalfOfANorm() {
  const SampleFile file({{"n.gamma", "F32", "[2]", kOneTwo}});
  const auto norm = TensorReader(file.open(), {""}).norm("n", 2);
  QVERIFY(!norm);
  QVERIFY(norm.error().code == FamilyError::missingTensor);
  QCOMPARE(norm.error().place, "tensor 'n.beta'"s);
}

void TestTensorReader::wrongShape() {
  const SampleFile file({{"bert.x", "F32", "[2,3]", kOneToSix}});
  const auto matrix = TensorReader(file.open(), {"", "bert."}).matrix("x", 2, 4);
  QVERIFY(!matrix);
  QVERIFY(matrix.error().code == FamilyError::tensorShape);
  QCOMPARE(matrix.error().file, file.path().string());
  QCOMPARE(
      file.shownWithoutPath(matrix.error()),
      QStringLiteral(
          "tensor 'bert.x': the configuration asks for the shape [2, 4], the file has [2, 3].") +
          QLatin1String(kCheck));
}

// As many elements the other way round are not what was asked for.
void TestTensorReader::turnedShape() {
  const SampleFile file({{"x", "F32", "[2,3]", kOneToSix}});
  const auto matrix = TensorReader(file.open(), {""}).matrix("x", 3, 2);
  QVERIFY(!matrix);
  QVERIFY(matrix.error().code == FamilyError::tensorShape);
}

void TestTensorReader::wrongNumberOfAxes() {
  const SampleFile file({{"x", "F32", "[1,6]", kOneToSix}});
  const auto vector = TensorReader(file.open(), {""}).vector("x", 6);
  QVERIFY(!vector);
  QVERIFY(vector.error().code == FamilyError::tensorShape);
  QCOMPARE(vector.error().problem,
           "the configuration asks for the shape [6], the file has [1, 6]"s);
}

void TestTensorReader::wrongAxesOfAConvolution() {
  const SampleFile file(
      {{"a.weight", "F32", "[2,3]", kOneToSix}, {"a.bias", "F32", "[2]", kOneTwo}});
  const std::array parts = {LinearPart{.name = "a", .out = 2, .inputAxes = {3, 1, 1}}};
  const auto affine = TensorReader(file.open(), {""}).linear(parts, 3, {});
  QVERIFY(!affine);
  QVERIFY(affine.error().code == FamilyError::tensorShape);
  QCOMPARE(affine.error().problem,
           "the configuration asks for the shape [2, 3, 1, 1], the file has [2, 3]"s);
}

void TestTensorReader::wrongLength() {
  const SampleFile file(
      {{"n.weight", "F32", "[2]", kOneTwo}, {"n.bias", "F32", "[1]", "0000803F"}});
  const auto norm = TensorReader(file.open(), {""}).norm("n", 2);
  QVERIFY(!norm);
  QVERIFY(norm.error().code == FamilyError::tensorShape);
  QCOMPARE(norm.error().place, "tensor 'n.bias'"s);
  QCOMPARE(norm.error().problem, "the configuration asks for the shape [2], the file has [1]"s);
}

void TestTensorReader::rowsOfAWrongShape() {
  const SampleFile file({{"x", "F32", "[2,3]", kOneToSix}});
  const auto readRow = TensorReader(file.open(), {""}).rows("x", 3, 3);
  QVERIFY(!readRow);
  QVERIFY(readRow.error().code == FamilyError::tensorShape);
}

void TestTensorReader::rowsOfAMissingTensor() {
  const SampleFile file({{"x", "F32", "[2,3]", kOneToSix}});
  const auto readRow = TensorReader(file.open(), {""}).rows("y", 2, 3);
  QVERIFY(!readRow);
  QVERIFY(readRow.error().code == FamilyError::missingTensor);
}

void TestTensorReader::unsupportedDtype() {
  const SampleFile file({{"x", "I32", "[1,2]", "01000000 02000000"}});
  const auto matrix = TensorReader(file.open(), {""}).matrix("x", 1, 2);
  QVERIFY(!matrix);
  QVERIFY(matrix.error().code == SafetensorsError::unsupportedDtype);
  QCOMPARE(matrix.error().file, file.path().string());
  QCOMPARE(file.shownWithoutPath(matrix.error()),
           QStringLiteral("tensor 'x': its dtype is I32; expected one of F32, F16, BF16. "
                          "Get the model in float32, float16 or bfloat16."));
}

// When the model is opened, not when the first row is asked for.
void TestTensorReader::unsupportedDtypeOfRows() {
  const SampleFile file({{"x", "F64", "[1,1]", "00000000 0000F03F"}});
  const auto readRow = TensorReader(file.open(), {""}).rows("x", 1, 1);
  QVERIFY(!readRow);
  QVERIFY(readRow.error().code == SafetensorsError::unsupportedDtype);
  QCOMPARE(readRow.error().place, "tensor 'x'"s);
  QCOMPARE(readRow.error().problem, "its dtype is F64; expected one of F32, F16, BF16"s);
}

void TestTensorReader::shrunkFile() {
  const SampleFile file({{"x", "F32", "[2,3]", kOneToSix}});
  const TensorReader tensors(file.open(), {""});
  std::filesystem::resize_file(file.path(), 20);
  const auto matrix = tensors.matrix("x", 2, 3);
  QVERIFY(!matrix);
  QVERIFY(matrix.error().code == IoError::shrunk);
}

// A small file must not make the program ask for more memory than there is.
void TestTensorReader::shapesAreCheckedBeforeMemoryIsTaken() {
  const SampleFile file(
      {{"a.weight", "F32", "[2,3]", kOneToSix}, {"a.bias", "F32", "[2]", kOneTwo}});
  constexpr Index kHuge = Index{1} << 28;
  const auto affine =
      TensorReader(file.open(), {""}).linear(std::array{LinearPart{"a", kHuge}}, kHuge, {});
  QVERIFY(!affine);
  QVERIFY(affine.error().code == FamilyError::tensorShape);
  QCOMPARE(affine.error().place, "tensor 'a.weight'"s);
}

HEADSCOPE_TEST(TestTensorReader)

}  // namespace headscope::test_tensor_reader

#include "test_tensor_reader.moc"
