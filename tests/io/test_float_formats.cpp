#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include <QTest>

#include "io/float_formats.h"
#include "test_class.h"

namespace headscope::test_float_formats {

namespace {

// binary16 by its definition, in arithmetic. Not for NaN.
float f16ByDefinition(unsigned bits) {
  const float sign = (bits & 0x8000U) != 0 ? -1.0F : 1.0F;
  const int exponent = static_cast<int>((bits >> 10U) & 0x1FU);
  const auto fraction = static_cast<float>(bits & 0x3FFU);
  if (exponent == 31) {
    return sign * std::numeric_limits<float>::infinity();
  }
  return exponent == 0 ? sign * std::ldexp(fraction, -24)
                       : sign * std::ldexp(1024 + fraction, exponent - 25);
}

// `bits` of every value, little-endian, after `offset` bytes of something else.
std::vector<std::byte> bytesOf(const std::vector<std::uint16_t>& values, std::size_t offset) {
  std::vector<std::byte> bytes(offset, std::byte{0xAA});
  for (const std::uint16_t value : values) {
    bytes.push_back(static_cast<std::byte>(value & 0xFFU));
    bytes.push_back(static_cast<std::byte>(value >> 8U));
  }
  return bytes;
}

std::vector<std::uint16_t> everyPattern() {
  std::vector<std::uint16_t> values;
  for (unsigned bits = 0; bits <= 0xFFFF; ++bits) {
    values.push_back(static_cast<std::uint16_t>(bits));
  }
  return values;
}

}  // namespace

class TestFloatFormats : public QObject {
  Q_OBJECT
 private slots:
  void knownF16Values();
  void everyF16PatternFitsTheDefinition();
  void f16NansKeepTheirPayload();
  void knownBf16Values();
  void everyBf16PatternIsTheUpperHalf();
  void spansAgreeWithScalarsAtEveryAddressAndLength();
  void spansOfNothing();
};

void TestFloatFormats::knownF16Values() {
  QCOMPARE(f16ToFloat(0x0001), 5.96046448e-08F);
  QCOMPARE(f16ToFloat(0x3555), 0.333251953F);
  QCOMPARE(f16ToFloat(0x7BFF), 65504.0F);
  QCOMPARE(f16ToFloat(0x3C00), 1.0F);
  QCOMPARE(f16ToFloat(0xC000), -2.0F);
  QCOMPARE(f16ToFloat(0x0400), 0x1p-14F);
  QCOMPARE(f16ToFloat(0x03FF), 0x1p-14F - 0x1p-24F);
  QCOMPARE(f16ToFloat(0x7C00), std::numeric_limits<float>::infinity());
  QCOMPARE(f16ToFloat(0xFC00), -std::numeric_limits<float>::infinity());
  QCOMPARE(std::bit_cast<std::uint32_t>(f16ToFloat(0x8000)), 0x80000000U);
}

void TestFloatFormats::everyF16PatternFitsTheDefinition() {
  for (const std::uint16_t bits : everyPattern()) {
    if ((bits & 0x7FFFU) > 0x7C00U) {
      QVERIFY(std::isnan(f16ToFloat(bits)));
    } else {
      QCOMPARE(std::bit_cast<std::uint32_t>(f16ToFloat(bits)),
               std::bit_cast<std::uint32_t>(f16ByDefinition(bits)));
    }
  }
}

void TestFloatFormats::f16NansKeepTheirPayload() {
  QCOMPARE(std::bit_cast<std::uint32_t>(f16ToFloat(0x7E00)), 0x7FC00000U);
  QCOMPARE(std::bit_cast<std::uint32_t>(f16ToFloat(0xFC01)), 0xFF802000U);
}

void TestFloatFormats::knownBf16Values() {
  QCOMPARE(bf16ToFloat(0x3F80), 1.0F);
  QCOMPARE(bf16ToFloat(0xC040), -3.0F);
  QCOMPARE(bf16ToFloat(0x3EAB), 0.333984375F);
  QCOMPARE(bf16ToFloat(0x7F7F), 3.38953139e38F);
  QCOMPARE(bf16ToFloat(0x0001), 9.18354962e-41F);
  QCOMPARE(bf16ToFloat(0xFF80), -std::numeric_limits<float>::infinity());
}

void TestFloatFormats::everyBf16PatternIsTheUpperHalf() {
  for (const std::uint16_t bits : everyPattern()) {
    QCOMPARE(std::bit_cast<std::uint32_t>(bf16ToFloat(bits)), std::uint32_t{bits} * 65536U);
  }
}

void TestFloatFormats::spansAgreeWithScalarsAtEveryAddressAndLength() {
  const std::vector<std::uint16_t> values = everyPattern();
  for (const std::size_t offset : {0U, 1U, 2U, 3U, 7U}) {
    const std::vector<std::byte> bytes = bytesOf(values, offset);
    const auto source = std::span(bytes).subspan(offset);
    for (const std::size_t count :
         {std::size_t{1}, std::size_t{3}, std::size_t{17}, values.size()}) {
      std::vector<float> f16(count + 1, 7.0F);
      std::vector<float> bf16(count + 1, 7.0F);
      f16ToFloats(source.first(2 * count), std::span(f16).first(count));
      bf16ToFloats(source.first(2 * count), std::span(bf16).first(count));
      QCOMPARE(f16.back(), 7.0F);
      QCOMPARE(bf16.back(), 7.0F);
      for (std::size_t i = 0; i < count; ++i) {
        QCOMPARE(std::bit_cast<std::uint32_t>(f16[i]),
                 std::bit_cast<std::uint32_t>(f16ToFloat(values[i])));
        QCOMPARE(std::bit_cast<std::uint32_t>(bf16[i]),
                 std::bit_cast<std::uint32_t>(bf16ToFloat(values[i])));
      }
    }
  }
}

void TestFloatFormats::spansOfNothing() {
  std::array<float, 1> after = {9};
  f16ToFloats({}, std::span(after).first(0));
  bf16ToFloats({}, std::span(after).first(0));
  QCOMPARE(after[0], 9.0F);
}

HEADSCOPE_TEST(TestFloatFormats)

}  // namespace headscope::test_float_formats

#include "test_float_formats.moc"
