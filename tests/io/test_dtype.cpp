#include <string>

#include <QTest>

#include "io/dtype.h"
#include "test_class.h"

namespace headscope::test_dtype {

class TestDtype : public QObject {
  Q_OBJECT
 private slots:
  void namesAndBits_data();
  void namesAndBits();
  void unknownNames();
  void orderIsThatOfAlignment();
};

void TestDtype::namesAndBits_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<Dtype>("dtype");
  QTest::addColumn<unsigned>("bits");
  const auto row = [](const char* name, Dtype dtype, unsigned bits) {
    QTest::newRow(name) << QString::fromLatin1(name) << dtype << bits;
  };
  row("BOOL", Dtype::boolean, 8);
  row("F4", Dtype::f4, 4);
  row("F6_E2M3", Dtype::f6E2m3, 6);
  row("F6_E3M2", Dtype::f6E3m2, 6);
  row("U8", Dtype::u8, 8);
  row("I8", Dtype::i8, 8);
  row("F8_E5M2", Dtype::f8E5m2, 8);
  row("F8_E4M3", Dtype::f8E4m3, 8);
  row("F8_E8M0", Dtype::f8E8m0, 8);
  row("F8_E4M3FNUZ", Dtype::f8E4m3Fnuz, 8);
  row("F8_E5M2FNUZ", Dtype::f8E5m2Fnuz, 8);
  row("I16", Dtype::i16, 16);
  row("U16", Dtype::u16, 16);
  row("F16", Dtype::f16, 16);
  row("BF16", Dtype::bf16, 16);
  row("I32", Dtype::i32, 32);
  row("U32", Dtype::u32, 32);
  row("F32", Dtype::f32, 32);
  row("C64", Dtype::c64, 64);
  row("F64", Dtype::f64, 64);
  row("I64", Dtype::i64, 64);
  row("U64", Dtype::u64, 64);
}

void TestDtype::namesAndBits() {
  QFETCH(QString, name);
  QFETCH(Dtype, dtype);
  QFETCH(unsigned, bits);
  QCOMPARE(QString::fromStdString(std::string(nameOf(dtype))), name);
  QCOMPARE(bitsOf(dtype), bits);
  QVERIFY(dtypeNamed(name.toStdString()) == dtype);
}

void TestDtype::unknownNames() {
  for (const char* name : {"", "f32", "F32 ", "F128", "FLOAT"}) {
    QVERIFY(!dtypeNamed(name).has_value());
  }
}

void TestDtype::orderIsThatOfAlignment() {
  QVERIFY(Dtype::boolean < Dtype::u8);
  QVERIFY(Dtype::u8 < Dtype::f16);
  QVERIFY(Dtype::bf16 < Dtype::i32);
  QVERIFY(Dtype::f32 < Dtype::f64);
  QVERIFY(Dtype::f64 < Dtype::i64);
}

HEADSCOPE_TEST(TestDtype)

}  // namespace headscope::test_dtype

#include "test_dtype.moc"
