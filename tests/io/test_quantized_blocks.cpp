#include <cstring>
#include <string>
#include <vector>

#include <QTest>

#include "golden.h"
#include "io/gguf_file.h"
#include "io/quantized_blocks.h"
#include "test_class.h"

namespace headscope::test_quantized_blocks {

// Blocks that can be reckoned by hand; vectors for which the reference's C functions give the same
// bits; and random blocks as the Python package gguf reads them (make_gguf_blocks.py).
class TestQuantizedBlocks : public QObject {
  Q_OBJECT
 private slots:
  void nibblesOfQ4_0();
  void nibblesOfQ4_1();
  void fifthBitsOfQ5_0();
  void fifthBitsOfQ5_1();
  void bytesOfQ8_0();
  void packedScalesOfQ4K();
  void fifthBitsOfQ5K();
  void upperBitsOfQ6K();
  void equalTheReference_data();
  void equalTheReference();
  void randomBlocksEqualThePackage_data();
  void randomBlocksEqualThePackage();
};

namespace {

// Scales of float16.
const std::string kOne("\x00\x3C", 2);
const std::string kTwo("\x00\x40", 2);
const std::string kTenth("\x66\x2E", 2);       // 0.0999755859
const std::string kMinusFifth("\x66\xB2", 2);  // -0.199951172

using ReadBlock = void (*)(const std::byte* block, float* out);

std::vector<float> read(ReadBlock readBlock, const std::string& block, std::size_t elements) {
  std::vector<float> values(elements, -1);
  readBlock(reinterpret_cast<const std::byte*>(block.data()), values.data());
  return values;
}

std::string zeros(std::size_t count) {
  return std::string(count, '\0');
}

// Bytes that differ from each other: ((i + from) · 37 + 11) mod 256.
std::string pattern(std::size_t count, std::size_t from) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) {
    bytes += static_cast<char>(((i + from) * 37 + 11) & 255U);
  }
  return bytes;
}

struct Vector {
  const char* name;
  ReadBlock readBlock;
  std::string block;
  std::vector<float> first;   // y[0], …
  std::vector<float> middle;  // y[half], …
  std::vector<float> last;
  double sum;
};

const std::vector<Vector>& vectors() {
  static const std::vector<Vector> all = {
      {"Q4_0",
       readQ4_0,
       kTenth + pattern(16, 0),
       {0.2999268F, -0.7998047F, -0.2999268F, 0.1999512F},
       {-0.7998047F, -0.4998779F},
       {-0.6998291F, -0.4998779F},
       -3.099243},
      {"Q4_1",
       readQ4_1,
       kTenth + kMinusFifth + pattern(16, 0),
       {0.8997803F, -0.1999512F, 0.2999268F, 0.7998047F},
       {-0.1999512F, 0.09997559F},
       {-0.09997559F, 0.09997559F},
       16.09607},
      {"Q8_0",
       readQ8_0,
       kTenth + pattern(32, 0),
       {1.099731F, 4.798828F, 8.497925F, 12.19702F},
       {9.097778F, -12.79688F},
       {9.697632F, -12.19702F},
       1.599609},
      {"Q4_K",
       readQ4K,
       kTenth + kMinusFifth + pattern(12, 0) + pattern(128, 3),
       {17.1958F, 22.69446F, 10.59741F, 16.09607F},
       {9.997559F, 11.49719F},
       {21.79468F, 25.3938F},
       6350.449},
      {"Q6_K",
       readQ6K,
       pattern(128, 0) + pattern(64, 5) + pattern(16, 9) + kTenth,
       {-184.7549F, -140.7656F, 43.98926F, 228.7441F},
       {268.7344F, 204.75F},
       {-49.98779F, -274.9329F},
       393.104},
  };
  return all;
}

const std::filesystem::path kData = HEADSCOPE_TEST_DATA "/gguf";

// Whether numbers are those that were written with seven digits.
bool sameAsWritten(std::span<const float> actual, const std::vector<float>& expected) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (std::abs(actual[i] - expected[i]) > 6e-7F * std::abs(expected[i])) {
      qWarning("%.9g where %.9g was expected", static_cast<double>(actual[i]),
               static_cast<double>(expected[i]));
      return false;
    }
  }
  return true;
}

}  // namespace

// Byte 0 is 0x21: low half 1, high half 2; the others are 0x88, which is nought.
void TestQuantizedBlocks::nibblesOfQ4_0() {
  const auto values = read(readQ4_0, kTwo + "\x21" + std::string(15, '\x88'), 32);
  QCOMPARE(values[0], -14.0F);   // (1 - 8) · 2
  QCOMPARE(values[16], -12.0F);  // (2 - 8) · 2
  QCOMPARE(values[1], 0.0F);
  QCOMPARE(values[31], 0.0F);
}

void TestQuantizedBlocks::nibblesOfQ4_1() {
  const auto values = read(readQ4_1, kTwo + kOne + "\x21" + zeros(15), 32);
  QCOMPARE(values[0], 3.0F);   // 1 · 2 + 1
  QCOMPARE(values[16], 5.0F);  // 2 · 2 + 1
  QCOMPARE(values[1], 1.0F);
}

// Bits 1 and 16 of the fifth bits: elements 1 and 16.
void TestQuantizedBlocks::fifthBitsOfQ5_0() {
  const auto values =
      read(readQ5_0, kTwo + std::string("\x02\x00\x01\x00", 4) + "\x21" + zeros(15), 32);
  QCOMPARE(values[0], -30.0F);   // (1 - 16) · 2
  QCOMPARE(values[1], 0.0F);     // (16 - 16) · 2
  QCOMPARE(values[16], 4.0F);    // (2 + 16 - 16) · 2
  QCOMPARE(values[17], -32.0F);  // (0 - 16) · 2
}

void TestQuantizedBlocks::fifthBitsOfQ5_1() {
  const auto values =
      read(readQ5_1, kTwo + kOne + std::string("\x02\x00\x01\x00", 4) + "\x21" + zeros(15), 32);
  QCOMPARE(values[0], 3.0F);    // 1 · 2 + 1
  QCOMPARE(values[1], 33.0F);   // 16 · 2 + 1
  QCOMPARE(values[16], 37.0F);  // 18 · 2 + 1
  QCOMPARE(values[17], 1.0F);
}

void TestQuantizedBlocks::bytesOfQ8_0() {
  const auto values = read(readQ8_0, kTwo + "\x7F\x80\xFF" + zeros(29), 32);
  QCOMPARE(values[0], 254.0F);
  QCOMPARE(values[1], -256.0F);
  QCOMPARE(values[2], -2.0F);
  QCOMPARE(values[31], 0.0F);
}

// Of the eight parts the first has scale 1 and least 2; the last has scale 0x15 and least 0x26, of
// which the upper two bits stand in the bytes of the fourth.
void TestQuantizedBlocks::packedScalesOfQ4K() {
  std::string scales = zeros(12);
  scales[0] = 1;
  scales[4] = 2;
  scales[3] = '\x40';   // upper bits of the last scale: 01
  scales[7] = '\x80';   // upper bits of the last least: 10
  scales[11] = '\x65';  // lower bits: least 6, scale 5
  std::string packed = zeros(128);
  packed[0] = 3;        // element 0
  packed[96] = '\x70';  // element 224, of the last part
  const auto values = read(readQ4K, kOne + kTwo + scales + packed, 256);
  QCOMPARE(values[0], 3.0F - 4);  // 1 · 1 · 3 - 2 · 2
  QCOMPARE(values[1], -4.0F);     // 0 - 2 · 2
  QCOMPARE(values[32], 0.0F);     // a part of scale 0 and least 0
  QCOMPARE(values[224], 0x15 * 7.0F - 2.0F * 0x26);
  QCOMPARE(values[255], -2.0F * 0x26);
}

// Bit k of byte l is the fifth of element l of part k.
void TestQuantizedBlocks::fifthBitsOfQ5K() {
  const std::string scales("\1\1\1\1\0\0\0\0\1\1\1\1", 12);
  std::string fifth = zeros(32);
  fifth[0] = '\x81';  // parts 0 and 7
  std::string packed = zeros(128);
  packed[0] = 3;
  const auto values = read(readQ5K, kOne + kTwo + scales + fifth + packed, 256);
  QCOMPARE(values[0], 19.0F);  // 16 + 3
  QCOMPARE(values[1], 0.0F);
  QCOMPARE(values[32], 0.0F);
  QCOMPARE(values[224], 16.0F);
}

// Byte 0 has the upper bits of elements 0, 32, 64 and 96.
void TestQuantizedBlocks::upperBitsOfQ6K() {
  std::string lower = zeros(128);
  lower[0] = '\x21';   // element 0: 1, element 64: 2
  lower[32] = '\x43';  // element 32: 3, element 96: 4
  std::string upper = zeros(64);
  upper[0] = '\xE4';  // 0, 1, 2, 3
  std::string scales(16, '\1');
  scales[1] = '\xFF';  // of elements 16 … 31: -1
  scales[8] = 2;       // of elements 128 … 143
  const auto values = read(readQ6K, lower + upper + scales + kTwo, 256);
  QCOMPARE(values[0], 2.0F * (1 - 32));
  QCOMPARE(values[32], 2.0F * (16 + 3 - 32));
  QCOMPARE(values[64], 2.0F * (32 + 2 - 32));
  QCOMPARE(values[96], 2.0F * (48 + 4 - 32));
  QCOMPARE(values[16], 64.0F);
  QCOMPARE(values[128], -128.0F);
  QCOMPARE(values[144], -64.0F);
}

void TestQuantizedBlocks::equalTheReference_data() {
  QTest::addColumn<int>("index");
  for (int i = 0; i < static_cast<int>(vectors().size()); ++i) {
    QTest::newRow(vectors()[static_cast<std::size_t>(i)].name) << i;
  }
}

void TestQuantizedBlocks::equalTheReference() {
  QFETCH(int, index);
  const Vector& vector = vectors()[static_cast<std::size_t>(index)];
  const std::size_t elements = vector.block.size() < 100 ? kSmallBlock : kSuperBlock;
  const auto values = read(vector.readBlock, vector.block, elements);
  QVERIFY(sameAsWritten(values, vector.first));
  QVERIFY(sameAsWritten(std::span(values).subspan(elements / 2), vector.middle));
  QVERIFY(sameAsWritten(std::span(values).last(vector.last.size()), vector.last));
  double sum = 0;
  for (const float value : values) {
    sum += static_cast<double>(value);
  }
  QVERIFY(std::abs(sum - vector.sum) < 1e-6 * std::abs(vector.sum));
}

void TestQuantizedBlocks::randomBlocksEqualThePackage_data() {
  QTest::addColumn<QString>("type");
  const QString readable = QString::fromStdString(readableGgmlTypes());
  for (const QString& type : readable.split(QStringLiteral(", "))) {
    QTest::newRow(qPrintable(type)) << type;
  }
}

void TestQuantizedBlocks::randomBlocksEqualThePackage() {
  QFETCH(QString, type);
  const auto file = GgufFile::open(kData / "blocks.gguf");
  QVERIFY2(file, file ? "" : describe(file.error()).c_str());
  const auto golden = SafetensorsFile::open(kData / "blocks_expected.safetensors");
  QVERIFY(golden);
  const auto tensor = (*file)->find(type.toStdString());
  QVERIFY(tensor);
  QVERIFY((*file)->readable(*tensor));
  const Matrix expected = goldenMatrix(*golden, type.toStdString());
  QCOMPARE(tensor->shape.size(), std::size_t{2});
  QCOMPARE(tensor->shape[0], std::uint64_t{3});
  Matrix actual(expected.rows(), expected.cols());
  (*file)->read(*tensor, 0, {actual.data(), static_cast<std::size_t>(actual.size())});
  QVERIFY(std::memcmp(actual.data(), expected.data(),
                      static_cast<std::size_t>(actual.size()) * sizeof(float)) == 0);
  // A row of its own.
  const auto columns = static_cast<std::size_t>(expected.cols());
  std::vector<float> row(columns);
  (*file)->read(*tensor, 2 * columns, row);
  QVERIFY(std::memcmp(row.data(), expected.row(2).data(), columns * sizeof(float)) == 0);
}

HEADSCOPE_TEST(TestQuantizedBlocks)

}  // namespace headscope::test_quantized_blocks

#include "test_quantized_blocks.moc"
