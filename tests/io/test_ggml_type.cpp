#include <array>
#include <string>
#include <vector>

#include <QTest>

#include "io/ggml_type.h"
#include "test_class.h"

namespace headscope::test_ggml_type {

using namespace std::string_literals;

class TestGgmlType : public QObject {
  Q_OBJECT
 private slots:
  void layouts_data();
  void layouts();
  void unknownNumbers_data();
  void unknownNumbers();
  void everyReadableTypeIsNamed();
  void float32();
  void float16();
  void bfloat16();
  void blocksFollowEachOther();
  void nothing();
};

namespace {

std::vector<float> read(GgmlType type, const QByteArray& hex, std::size_t count) {
  const QByteArray bytes = QByteArray::fromHex(hex);
  std::vector<float> values(count, -1);
  readGgmlFloats(
      type, std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))),
      values);
  return values;
}

}  // namespace

// ggml.h and ggml-common.h.
void TestGgmlType::layouts_data() {
  QTest::addColumn<unsigned>("number");
  QTest::addColumn<unsigned>("elements");
  QTest::addColumn<unsigned>("bytes");
  QTest::addColumn<bool>("readable");
  const auto row = [](const char* name, unsigned number, unsigned elements, unsigned bytes,
                      bool readable = false) {
    QTest::newRow(name) << number << elements << bytes << readable;
  };
  row("F32", 0, 1, 4, true);
  row("F16", 1, 1, 2, true);
  row("Q4_0", 2, 32, 2 + 16, true);
  row("Q4_1", 3, 32, 2 + 2 + 16, true);
  row("Q5_0", 6, 32, 2 + 4 + 16, true);
  row("Q5_1", 7, 32, 2 + 2 + 4 + 16, true);
  row("Q8_0", 8, 32, 2 + 32, true);
  row("Q8_1", 9, 32, 2 + 2 + 32);
  row("Q2_K", 10, 256, 2 + 2 + 16 + 64);
  row("Q3_K", 11, 256, 2 + 12 + 32 + 64);
  row("Q4_K", 12, 256, 2 + 2 + 12 + 128, true);
  row("Q5_K", 13, 256, 2 + 2 + 12 + 32 + 128, true);
  row("Q6_K", 14, 256, 2 + 16 + 64 + 128, true);
  row("Q8_K", 15, 256, 4 + 256 + 32);
  row("IQ2_XXS", 16, 256, 66);
  row("IQ2_XS", 17, 256, 74);
  row("IQ3_XXS", 18, 256, 98);
  row("IQ1_S", 19, 256, 50);
  row("IQ4_NL", 20, 32, 2 + 16);
  row("IQ3_S", 21, 256, 110);
  row("IQ2_S", 22, 256, 82);
  row("IQ4_XS", 23, 256, 136);
  row("I8", 24, 1, 1);
  row("I16", 25, 1, 2);
  row("I32", 26, 1, 4);
  row("I64", 27, 1, 8);
  row("F64", 28, 1, 8);
  row("IQ1_M", 29, 256, 56);
  row("BF16", 30, 1, 2, true);
  row("TQ1_0", 34, 256, 54);
  row("TQ2_0", 35, 256, 66);
  row("MXFP4", 39, 32, 1 + 16);
  row("NVFP4", 40, 64, 4 + 32);
  row("Q1_0", 41, 128, 2 + 16);
}

void TestGgmlType::layouts() {
  QFETCH(unsigned, number);
  QFETCH(unsigned, elements);
  QFETCH(unsigned, bytes);
  QFETCH(bool, readable);
  const auto type = static_cast<GgmlType>(number);
  const auto layout = layoutOf(type);
  QVERIFY(layout);
  QCOMPARE(layout->name, std::string_view(QTest::currentDataTag()));
  QCOMPARE(layout->elements, elements);
  QCOMPARE(layout->bytes, bytes);
  QCOMPARE(isReadable(type), readable);
}

// Numbers of types that were taken out of the format, and of none.
void TestGgmlType::unknownNumbers_data() {
  QTest::addColumn<unsigned>("number");
  for (const unsigned number : {4U, 5U, 31U, 32U, 33U, 36U, 37U, 38U, 1000U, 0xFFFFFFFFU}) {
    QTest::addRow("%u", number) << number;
  }
}

void TestGgmlType::unknownNumbers() {
  QFETCH(unsigned, number);
  QVERIFY(!layoutOf(static_cast<GgmlType>(number)));
  QVERIFY(!isReadable(static_cast<GgmlType>(number)));
}

void TestGgmlType::everyReadableTypeIsNamed() {
  QCOMPARE(readableGgmlTypes(), "F32, F16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K, BF16"s);
}

void TestGgmlType::float32() {
  QCOMPARE(read(GgmlType::f32, "0000803F 000020C0", 2), (std::vector<float>{1, -2.5F}));
}

void TestGgmlType::float16() {
  QCOMPARE(read(GgmlType::f16, "003C 00C0 FF7B 0100", 4),
           (std::vector<float>{1, -2, 65504, 0x1p-24F}));
}

void TestGgmlType::bfloat16() {
  QCOMPARE(read(GgmlType::bf16, "803F 40C0", 2), (std::vector<float>{1, -3}));
}

// Two blocks of Q8_0: scales 1 and 2, values 1, 2, … 32 and 1 everywhere.
void TestGgmlType::blocksFollowEachOther() {
  QByteArray hex = "003C";
  for (int i = 1; i <= 32; ++i) {
    hex += QByteArray::number(i, 16).rightJustified(2, '0');
  }
  hex += "0040" + QByteArray("01").repeated(32);
  const std::vector<float> values = read(GgmlType::q8_0, hex, 64);
  for (std::size_t i = 0; i < 32; ++i) {
    QCOMPARE(values[i], static_cast<float>(i + 1));
    QCOMPARE(values[32 + i], 2.0F);
  }
}

void TestGgmlType::nothing() {
  for (const GgmlType type : {GgmlType::f32, GgmlType::f16, GgmlType::bf16, GgmlType::q4_0}) {
    QVERIFY(read(type, "", 0).empty());
  }
}

HEADSCOPE_TEST(TestGgmlType)

}  // namespace headscope::test_ggml_type

#include "test_ggml_type.moc"
