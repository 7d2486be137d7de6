#include <clocale>
#include <limits>

#include <QTest>

#include "io/csv_number.h"
#include "test_class.h"

namespace headscope::test_csv_number {

class TestCsvNumber : public QObject {
  Q_OBJECT
 private slots:
  void reads_data();
  void reads();
  void classifies_data();
  void classifies();
  void tooSmallIsZero_data();
  void tooSmallIsZero();
  void doesNotMindTheLocale();
  void trimsBlanks();
};

void TestCsvNumber::reads_data() {
  QTest::addColumn<QString>("cell");
  QTest::addColumn<float>("value");
  const auto row = [](const char* cell, float value) {
    QTest::newRow(cell) << QString::fromLatin1(cell) << value;
  };
  row("0", 0);
  row("-0.0", 0);
  row("1", 1);
  row("+1.5", 1.5F);
  row("-2.25", -2.25F);
  row(".5", 0.5F);
  row("5.", 5);
  row("1e-3", 0.001F);
  row("1E+3", 1000);
  row("  7\t", 7);
  row("007", 7);
  row("0.1", 0.1F);
  row("3.4028235e38", std::numeric_limits<float>::max());
  row("1e-45", std::numeric_limits<float>::denorm_min());
  row("0e999", 0);
  row("0.333333333333333333333333333333333", 1.0F / 3);
}

void TestCsvNumber::reads() {
  QFETCH(QString, cell);
  QFETCH(float, value);
  const CsvNumber number = parseCsvNumber(cell.toStdString());
  QCOMPARE(number.kind, CsvNumberKind::finite);
  QCOMPARE(number.value, value);
}

void TestCsvNumber::classifies_data() {
  QTest::addColumn<QString>("cell");
  QTest::addColumn<CsvNumberKind>("kind");
  for (const char* cell :
       {"",    " ",   "abc", "1,5",  "1 2",   "1e", "e5",  "-",    "+",        ".",
        "+-1", "--1", "++1", "0x10", "1_000", "1f", "12%", "nano", "infinite", "1e5x"}) {
    QTest::newRow(cell) << QString::fromLatin1(cell) << CsvNumberKind::notANumber;
  }
  for (const char* cell : {"nan", "NaN", "-nan", "inf", "-inf", "+Inf", "Infinity", "INFINITY"}) {
    QTest::newRow(cell) << QString::fromLatin1(cell) << CsvNumberKind::notFinite;
  }
  for (const char* cell : {"1e39", "-1e39", "3.4028236e38", "1e999", "1e99999999999999999999",
                           "1000000000000000000000000000000000000000.5", "0.1e41"}) {
    QTest::newRow(cell) << QString::fromLatin1(cell) << CsvNumberKind::outOfRange;
  }
}

void TestCsvNumber::classifies() {
  QFETCH(QString, cell);
  QFETCH(CsvNumberKind, kind);
  QCOMPARE(parseCsvNumber(cell.toStdString()).kind, kind);
}

void TestCsvNumber::tooSmallIsZero_data() {
  QTest::addColumn<QString>("cell");
  for (const char* cell :
       {"1e-46", "-1e-60", "+1e-999", "1e-99999999999999999999", "12345e-60",
        "0.000000000000000000000000000000000000000000000000000000000001", "0.001e-50",
        "0.000000000000000000000000000000000000000000000000000000000001e5"}) {
    QTest::newRow(cell) << QString::fromLatin1(cell);
  }
}

void TestCsvNumber::tooSmallIsZero() {
  QFETCH(QString, cell);
  const CsvNumber number = parseCsvNumber(cell.toStdString());
  QCOMPARE(number.kind, CsvNumberKind::finite);
  QCOMPARE(number.value, 0.0F);
}

void TestCsvNumber::doesNotMindTheLocale() {
  // Any that is installed; where none is, "C" stays.
  for (const char* locale : {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR"}) {
    if (std::setlocale(LC_NUMERIC, locale) != nullptr) {
      break;
    }
  }
  const CsvNumber number = parseCsvNumber("1.5");
  const CsvNumber comma = parseCsvNumber("1,5");
  std::setlocale(LC_NUMERIC, "C");
  QCOMPARE(number.value, 1.5F);
  QCOMPARE(comma.kind, CsvNumberKind::notANumber);
}

void TestCsvNumber::trimsBlanks() {
  QVERIFY(trimmed(" \ta b \t") == "a b");
  QVERIFY(trimmed(" \t").empty());
  QVERIFY(trimmed("").empty());
}

HEADSCOPE_TEST(TestCsvNumber)

}  // namespace headscope::test_csv_number

#include "test_csv_number.moc"
