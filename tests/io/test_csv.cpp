#include <string>
#include <vector>

#include <QTest>

#include "io/csv.h"
#include "io/csv_records.h"
#include "io/io_error.h"
#include "io/temporary_files.h"
#include "near.h"
#include "test_class.h"

namespace headscope::test_csv {

using namespace std::string_literals;

namespace {

using Names = std::vector<std::string>;

CsvTable parse(std::string_view text) {
  Result<CsvTable> table = parseCsv(text, "a.csv");
  if (!table) {
    qWarning("%s", describe(table.error()).c_str());
    return {};
  }
  return std::move(*table);
}

Error errorOf(std::string_view text) {
  const Result<CsvTable> table = parseCsv(text, "a.csv");
  return table ? Error{} : table.error();
}

const Matrix kTwoByThree{{1, 2, 3}, {4, 5, 6}};

// Whether an error has a code and a place, and says what else a reader needs.
bool isErrorAt(const Error& error, std::error_code code, std::string_view place) {
  const bool is = error.code == code && error.place == place && error.kind == ErrorKind::badInput &&
                  error.file == "a.csv" && !error.remedy.empty();
  if (!is) {
    qWarning("%s where %s at %s was expected: %s", error.code.message().c_str(),
             code.message().c_str(), std::string(place).c_str(), describe(error).c_str());
  }
  return is;
}

}  // namespace

class TestCsv : public QObject {
  Q_OBJECT
 private slots:
  // What is data, what is not.
  void numbersAlone();
  void everySeparatorAndLineEnd();
  void headerRow();
  void labelColumn();
  void headerAndLabels();
  void numericLabelsUnderAnEmptyCorner();
  void numericHeaderBesideAnEmptyCorner();
  void numericFirstColumnIsData();
  void someNumericLabels();
  void labelsThatLookLikeInfinity();
  void quotedEverything();
  void byteOrderMark();
  void oneNumber();
  void oneLabelledRow();
  void oneColumnWithHeader();
  void numbersOfEveryForm();

  // One error each.
  void empty();
  void headerOnly();
  void raggedShort();
  void raggedLong();
  void notANumber();
  void missingNumber();
  void decimalComma();
  void notFinite();
  void outOfRange();
  void openQuote();
  void invalidUtf8();
  void tooManyCells();
  void tooManyColumns();

  void readsAFile();
  void missingFile();
  void folder();
  void largestFile();
};

void TestCsv::numbersAlone() {
  const CsvTable table = parse("1,2,3\n4,5,6\n");
  QVERIFY(isNear(table.values, kTwoByThree, 0));
  QVERIFY(table.header.empty());
  QVERIFY(table.labels.empty());
}

void TestCsv::everySeparatorAndLineEnd() {
  for (const std::string separator : {",", ";", "\t", " , ", "; "}) {
    for (const std::string end : {"\n", "\r\n", "\r", "\n\n"}) {
      std::string text;
      for (const char* row : {"1,2,3", "4,5,6"}) {
        for (const char c : std::string(row)) {
          text += c == ',' ? separator : std::string(1, c);
        }
        text += end;
      }
      QVERIFY(isNear(parse(text).values, kTwoByThree, 0));
    }
  }
}

void TestCsv::headerRow() {
  const CsvTable table = parse("a,b,3\n1,2,3\n4,5,6");
  QVERIFY(isNear(table.values, kTwoByThree, 0));
  QCOMPARE(table.header, (Names{"a", "b", "3"}));
  QVERIFY(table.labels.empty());
}

void TestCsv::labelColumn() {
  const CsvTable table = parse("The,1,2,3\ncat,4,5,6");
  QVERIFY(isNear(table.values, kTwoByThree, 0));
  QVERIFY(table.header.empty());
  QCOMPARE(table.labels, (Names{"The", "cat"}));
}

void TestCsv::headerAndLabels() {
  const CsvTable table = parse("token,\xC3\xA9,\"b,c\",[SEP]\n\"The \"\"\",1,2,3\n cat,4,5,6");
  QVERIFY(isNear(table.values, kTwoByThree, 0));
  QCOMPARE(table.header, (Names{"\xC3\xA9", "b,c", "[SEP]"}));
  QCOMPARE(table.labels, (Names{"The \"", " cat"}));
}

void TestCsv::numericLabelsUnderAnEmptyCorner() {
  const CsvTable table = parse(",a,b,c\n0,1,2,3\n1,4,5,6");
  QVERIFY(isNear(table.values, kTwoByThree, 0));
  QCOMPARE(table.header, (Names{"a", "b", "c"}));
  QCOMPARE(table.labels, (Names{"0", "1"}));
}

void TestCsv::numericHeaderBesideAnEmptyCorner() {
  const CsvTable table = parse("\"\",0,1,2\nThe,1,2,3\ncat,4,5,6");
  QVERIFY(isNear(table.values, kTwoByThree, 0));
  QCOMPARE(table.header, (Names{"0", "1", "2"}));
  QCOMPARE(table.labels, (Names{"The", "cat"}));
}

void TestCsv::numericFirstColumnIsData() {
  const CsvTable table = parse("a,b,c\n1,2,3\n4,5,6");
  QVERIFY(isNear(table.values, kTwoByThree, 0));
  QVERIFY(table.labels.empty());
}

void TestCsv::someNumericLabels() {
  const CsvTable table = parse("2017,1,2,3\nis,4,5,6");
  QVERIFY(isNear(table.values, kTwoByThree, 0));
  QCOMPARE(table.labels, (Names{"2017", "is"}));
  QVERIFY(table.header.empty());
}

void TestCsv::labelsThatLookLikeInfinity() {
  const CsvTable table = parse(",a,nan,c\ninf,1,2,3\n##inity,4,5,6");
  QVERIFY(isNear(table.values, kTwoByThree, 0));
  QCOMPARE(table.header, (Names{"a", "nan", "c"}));
  QCOMPARE(table.labels, (Names{"inf", "##inity"}));
}

void TestCsv::quotedEverything() {
  const CsvTable table =
      parse("\"\",\"a\",\"b\",\"c\"\n\"x\",\"1\",\"2\",\"3\"\n\"y\",\"4\",\"5\",\"6\"\n");
  QVERIFY(isNear(table.values, kTwoByThree, 0));
  QCOMPARE(table.labels, (Names{"x", "y"}));
}

void TestCsv::byteOrderMark() {
  const CsvTable table = parse(
      "\xEF\xBB\xBF"
      "1,2,3\n4,5,6");
  QVERIFY(isNear(table.values, kTwoByThree, 0));
  QVERIFY(table.header.empty());
}

void TestCsv::oneNumber() {
  QVERIFY(isNear(parse("0.5").values, Matrix{{0.5F}}, 0));
}

void TestCsv::oneLabelledRow() {
  const CsvTable table = parse("cat,0.5,0.25");
  QVERIFY(isNear(table.values, Matrix{{0.5F, 0.25F}}, 0));
  QCOMPARE(table.labels, Names{"cat"});
}

void TestCsv::oneColumnWithHeader() {
  const CsvTable table = parse("x\n1\n2");
  QVERIFY(isNear(table.values, Matrix{{1}, {2}}, 0));
  QCOMPARE(table.header, Names{"x"});
}

void TestCsv::numbersOfEveryForm() {
  QVERIFY(isNear(parse("1e-3,-2.5,+.5\n1E3,0,1e-60").values,
                 Matrix{{0.001F, -2.5F, 0.5F}, {1000, 0, 0}}, 0));
}

void TestCsv::empty() {
  for (const char* text : {"", "\n\n", " \r\n", "\xEF\xBB\xBF"}) {
    const Error error = errorOf(text);
    QCOMPARE(error.code, std::error_code(CsvError::empty));
    QCOMPARE(error.file, "a.csv"s);
  }
}

void TestCsv::headerOnly() {
  QVERIFY(isErrorAt(errorOf("a,b,c\n"), CsvError::headerOnly, "line 1, column 1"));
  QVERIFY(isErrorAt(errorOf("a"), CsvError::headerOnly, "line 1, column 1"));
  QVERIFY(isErrorAt(errorOf("1,b"), CsvError::headerOnly, "line 1, column 1"));
}

void TestCsv::raggedShort() {
  QVERIFY(isErrorAt(errorOf("1,2,3\n4,5\n7,8,9"), CsvError::ragged, "line 2, column 3"));
  QCOMPARE(errorOf("1,2,3\n4,5").problem, "this row has 2 cells; the first one has 3"s);
}

void TestCsv::raggedLong() {
  QVERIFY(isErrorAt(errorOf("1,2,3\n4,5,6\n\n7,8,9,10,11"), CsvError::ragged, "line 4, column 7"));
}

void TestCsv::notANumber() {
  QVERIFY(isErrorAt(errorOf("1,2,3\n4,x5,6"), CsvError::notANumber, "line 2, column 3, cell 2"));
  QCOMPARE(errorOf("1,2,3\n4,x5,6").problem, "'x5' is not a number"s);
  QVERIFY(
      isErrorAt(errorOf("a,b\n\xC3\xA9,1\nf,g"), CsvError::notANumber, "line 3, column 3, cell 2"));
  QVERIFY(isErrorAt(errorOf("\"two\nlines\",1\nx,\"y\""), CsvError::notANumber,
                    "line 3, column 3, cell 2"));
}

void TestCsv::missingNumber() {
  QVERIFY(isErrorAt(errorOf("1,2,3\n4,,6"), CsvError::notANumber, "line 2, column 3, cell 2"));
  QCOMPARE(errorOf("1,2,3\n4,,6").problem, "expected a number; the cell is empty"s);
  // Not taken for a label either.
  QVERIFY(isErrorAt(errorOf("1,2,3\n,5,6"), CsvError::notANumber, "line 2, column 1, cell 1"));
}

void TestCsv::decimalComma() {
  QVERIFY(isErrorAt(errorOf("0;0\n1,5;2,5"), CsvError::notANumber, "line 2, column 5, cell 2"));
  QVERIFY(isErrorAt(errorOf("a;b\n1;2,5"), CsvError::notANumber, "line 2, column 3, cell 2"));
}

void TestCsv::notFinite() {
  QVERIFY(isErrorAt(errorOf("1,2\n3,NaN"), CsvError::notFinite, "line 2, column 3, cell 2"));
  QVERIFY(isErrorAt(errorOf("1,-inf\n3,4"), CsvError::notFinite, "line 1, column 3, cell 2"));
  QVERIFY(isErrorAt(errorOf("nan,1\n3,4"), CsvError::notFinite, "line 1, column 1, cell 1"));
}

void TestCsv::outOfRange() {
  QVERIFY(isErrorAt(errorOf("1,2\n3,1e39"), CsvError::outOfRange, "line 2, column 3, cell 2"));
}

void TestCsv::openQuote() {
  QVERIFY(isErrorAt(errorOf("1,2\n\"3,4"), CsvError::openQuote, "line 2, column 1"));
}

void TestCsv::invalidUtf8() {
  QVERIFY(isErrorAt(errorOf("1,2\n3,\xFF"), CsvError::invalidUtf8, "line 2, column 3"));
  // What a spreadsheet calls "Unicode text": UTF-16.
  QVERIFY(isErrorAt(errorOf("\xFF\xFE"
                            "1\0"s),
                    CsvError::invalidUtf8, "line 1, column 1"));
}

void TestCsv::tooManyCells() {
  std::string row;
  for (std::size_t i = 0; i < kMaxCsvColumns - 1; ++i) {
    row += "0,";
  }
  row += "0\n";
  std::string text;
  text.reserve(65 * row.size());
  for (int i = 0; i < 65; ++i) {
    text += row;
  }
  const Error error = errorOf(text);
  QCOMPARE(error.code, std::error_code(CsvError::tooLarge));
  QCOMPARE(error.problem, "has more than 67108864 cells"s);
}

void TestCsv::tooManyColumns() {
  QCOMPARE(errorOf(std::string(5'000'000, ',')).code, std::error_code(CsvError::tooLarge));
}

void TestCsv::readsAFile() {
  const TestFolder folder;
  const auto table = readCsv(folder.write("a.csv", "1,2,3\n4,5,6\n"));
  QVERIFY(table.has_value());
  QVERIFY(isNear(table->values, kTwoByThree, 0));
  const auto path = folder.write("b.csv", "1,2\n3,x\n");
  QCOMPARE(readCsv(path).error().file, path.string());
}

void TestCsv::missingFile() {
  const TestFolder folder;
  QCOMPARE(readCsv(folder.file("none")).error().code, std::error_code(IoError::notFound));
}

void TestCsv::folder() {
  const TestFolder folder;
  QCOMPARE(readCsv(folder.path()).error().code, std::error_code(IoError::isFolder));
}

void TestCsv::largestFile() {
  const TestFolder folder;
  // Of holes: it takes no room on the disk.
  const auto path = folder.write("a.csv", "");
  std::filesystem::resize_file(path, kMaxCsvBytes + 1);
  const auto table = readCsv(path);
  QCOMPARE(table.error().code, std::error_code(CsvError::tooLarge));
  QCOMPARE(table.error().problem, "has 536870913 bytes; at most 536870912 are read"s);
}

HEADSCOPE_TEST(TestCsv)

}  // namespace headscope::test_csv

#include "test_csv.moc"
