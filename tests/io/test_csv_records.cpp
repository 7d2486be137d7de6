#include <string>
#include <vector>

#include <QTest>

#include "io/csv_records.h"
#include "test_class.h"

namespace headscope::test_csv_records {

using namespace std::string_literals;

namespace {

using Row = std::vector<std::string>;

// Every record's cells, or the error's place and problem as a last row.
std::vector<Row> read(std::string_view text, char separator = ',') {
  CsvRecords records(text, separator, "a.csv");
  std::vector<Row> rows;
  std::vector<CsvCell> cells;
  while (true) {
    const Result<bool> found = records.next(cells);
    if (!found) {
      rows.push_back({found.error().place, found.error().problem});
      return rows;
    }
    if (!*found) {
      return rows;
    }
    Row& row = rows.emplace_back();
    for (const CsvCell& cell : cells) {
      row.push_back(cell.text());
    }
  }
}

Error errorOf(std::string_view text) {
  CsvRecords records(text, ',', "a.csv");
  std::vector<CsvCell> cells;
  while (true) {
    const Result<bool> found = records.next(cells);
    if (!found) {
      return found.error();
    }
    if (!*found) {
      return {};
    }
  }
}

}  // namespace

class TestCsvRecords : public QObject {
  Q_OBJECT
 private slots:
  void splitsCells();
  void everyLineEnd();
  void passesOverBlankLines();
  void keepsEmptyCells();
  void quotedCells();
  void quotesInsideAnUnquotedCell();
  void knowsWhereCellsAre();
  void openQuote();
  void textAfterQuote();
  void tooManyCells();
  void detectsTheSeparator_data();
  void detectsTheSeparator();
};

void TestCsvRecords::splitsCells() {
  QCOMPARE(read("a,b;c\td\n1, 2 ,3"), (std::vector<Row>{{"a", "b;c\td"}, {"1", " 2 ", "3"}}));
  QCOMPARE(read("a,b;c\td", ';'), (std::vector<Row>{{"a,b", "c\td"}}));
  QCOMPARE(read("a,b;c\td", '\t'), (std::vector<Row>{{"a,b;c", "d"}}));
  QCOMPARE(read(""), std::vector<Row>{});
}

void TestCsvRecords::everyLineEnd() {
  const std::vector<Row> expected{{"a", "b"}, {"c", "d"}};
  for (const char* text : {"a,b\nc,d", "a,b\nc,d\n", "a,b\r\nc,d\r\n", "a,b\rc,d\r", "a,b\rc,d"}) {
    QCOMPARE(read(text), expected);
  }
}

void TestCsvRecords::passesOverBlankLines() {
  QCOMPARE(read("\n\n a\n \t\n\r\nb\n\n"), (std::vector<Row>{{" a"}, {"b"}}));
  QCOMPARE(read("\n\r\n \n"), std::vector<Row>{});
}

void TestCsvRecords::keepsEmptyCells() {
  QCOMPARE(read(",a,,\n,\n"), (std::vector<Row>{{"", "a", "", ""}, {"", ""}}));
  // A quoted empty cell is no blank line; a line of tabs has cells where tabs separate.
  QCOMPARE(read("\"\"\n"), std::vector<Row>{{""}});
  QCOMPARE(read("\t\n", '\t'), (std::vector<Row>{{"", ""}}));
}

void TestCsvRecords::quotedCells() {
  QCOMPARE(read("\"a,b\",\"say \"\"hi\"\"\",\"\"\"\"\n\"two\nlines\",\"\",x"),
           (std::vector<Row>{{"a,b", "say \"hi\"", "\""}, {"two\nlines", "", "x"}}));
  QCOMPARE(read("\"a\"\"\"\"b\""), std::vector<Row>{{"a\"\"b"}});
}

void TestCsvRecords::quotesInsideAnUnquotedCell() {
  QCOMPARE(read("5\",a\"\"b"), (std::vector<Row>{{"5\"", "a\"\"b"}}));
}

void TestCsvRecords::knowsWhereCellsAre() {
  CsvRecords records("\na,\"b\",c\n", ',', "a.csv");
  std::vector<CsvCell> cells;
  QVERIFY(*records.next(cells));
  QCOMPARE(cells.size(), std::size_t{3});
  QCOMPARE(cells[0].offset, std::size_t{1});
  QCOMPARE(cells[1].offset, std::size_t{3});
  QVERIFY(cells[1].quoted);
  QCOMPARE(cells[2].offset, std::size_t{7});
  QVERIFY(!*records.next(cells));
  QVERIFY(!*records.next(cells));
}

void TestCsvRecords::openQuote() {
  const Error error = errorOf("a,b\nc,\"d\ne,f\n");
  QCOMPARE(error.code, std::error_code(CsvError::openQuote));
  QCOMPARE(error.place, "line 2, column 3"s);
  QCOMPARE(errorOf("\"").code, std::error_code(CsvError::openQuote));
  QCOMPARE(errorOf("\"a\"\"").code, std::error_code(CsvError::openQuote));
}

void TestCsvRecords::textAfterQuote() {
  const Error error = errorOf("a,\"b\"c,d");
  QCOMPARE(error.code, std::error_code(CsvError::textAfterQuote));
  QCOMPARE(error.place, "line 1, column 6"s);
  QCOMPARE(errorOf("\"a\" ,b").code, std::error_code(CsvError::textAfterQuote));
}

void TestCsvRecords::tooManyCells() {
  QCOMPARE(errorOf(std::string(kMaxCsvColumns - 1, ',')).code, std::error_code());
  const Error error = errorOf(std::string(kMaxCsvColumns, ','));
  QCOMPARE(error.code, std::error_code(CsvError::tooLarge));
  QCOMPARE(error.place, "line 1, column 1048577"s);
}

void TestCsvRecords::detectsTheSeparator_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<char>("separator");
  QTest::newRow("comma") << QByteArray("1,2\n3,4") << ',';
  QTest::newRow("semicolon") << QByteArray("1;2\n3;4") << ';';
  QTest::newRow("tab") << QByteArray("1\t2\n3\t4") << '\t';
  QTest::newRow("nothing") << QByteArray("") << ',';
  QTest::newRow("one column") << QByteArray("1\n2\n3") << ',';
  QTest::newRow("decimal comma") << QByteArray("1,5;2,5\n3,5;4,5") << ';';
  QTest::newRow("semicolon token in a header") << QByteArray(",a,;,b\na,1,2,3\nb,1,2,3") << ',';
  QTest::newRow("comma token in a header") << QByteArray(";a;,;b\na;1;2;3\nb;1;2;3") << ';';
  QTest::newRow("separators in quotes") << QByteArray("\"a;b\",\"c;d\"\n1,2") << ',';
  QTest::newRow("ragged") << QByteArray("1;2;3\n4;5") << ';';
  QTest::newRow("open quote") << QByteArray("1,2\n\"3,4") << ',';
}

void TestCsvRecords::detectsTheSeparator() {
  QFETCH(QByteArray, text);
  QFETCH(char, separator);
  QCOMPARE(detectCsvSeparator(text.toStdString()), separator);
}

HEADSCOPE_TEST(TestCsvRecords)

}  // namespace headscope::test_csv_records

#include "test_csv_records.moc"
