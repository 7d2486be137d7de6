#include <QTest>

#include "io/csv_error.h"
#include "io/io_error.h"
#include "io/temporary_files.h"
#include "source/vector_sequence.h"
#include "test_class.h"

namespace headscope::test_vector_sequence {

using Labels = std::vector<std::string>;

class TestVectorSequence : public QObject {
  Q_OBJECT
 private slots:
  void rowsAreLabelledByTheirFirstColumn();
  void aHeaderIsNoVector();
  void numbersAloneHaveNoLabels();
  void keepsTheNameOfItsFile();
  void missingFile();
  void mistakesNameTheirPlace();
};

void TestVectorSequence::rowsAreLabelledByTheirFirstColumn() {
  const TestFolder folder;
  const auto sequence =
      readVectorSequence(folder.write("week.csv", "mon,1,0.5\ntue,-2,3e2\n").string());
  QVERIFY(sequence);
  QCOMPARE(sequence->labels, (Labels{"mon", "tue"}));
  QVERIFY(sequence->values == (Matrix{{1, 0.5F}, {-2, 300}}));
}

void TestVectorSequence::aHeaderIsNoVector() {
  const TestFolder folder;
  const auto sequence =
      readVectorSequence(folder.write("week.csv", "day;x;y\nmon;1;2\ntue;3;4\n").string());
  QVERIFY(sequence);
  QCOMPARE(sequence->labels, (Labels{"mon", "tue"}));
  QVERIFY(sequence->values == (Matrix{{1, 2}, {3, 4}}));
}

void TestVectorSequence::numbersAloneHaveNoLabels() {
  const TestFolder folder;
  const auto sequence = readVectorSequence(folder.write("a.csv", "1,2\n3,4\n5,6\n").string());
  QVERIFY(sequence);
  QCOMPARE(sequence->labels, Labels{});
  QVERIFY(sequence->values == (Matrix{{1, 2}, {3, 4}, {5, 6}}));
}

void TestVectorSequence::keepsTheNameOfItsFile() {
  const TestFolder folder;
  const std::string file = folder.write("a.csv", "1,2\n").string();
  QCOMPARE(readVectorSequence(file)->file, file);
}

void TestVectorSequence::missingFile() {
  const TestFolder folder;
  const std::string file = folder.file("none.csv").string();
  const auto sequence = readVectorSequence(file);
  QVERIFY(!sequence);
  QVERIFY(sequence.error().code == IoError::notFound);
  QCOMPARE(sequence.error().file, file);
}

void TestVectorSequence::mistakesNameTheirPlace() {
  const TestFolder folder;
  const std::string file = folder.write("bad.csv", "mon,1,2\ntue,3\n").string();
  const auto sequence = readVectorSequence(file);
  QVERIFY(!sequence);
  QVERIFY(sequence.error().code == CsvError::ragged);
  QCOMPARE(sequence.error().file, file);
  QVERIFY(sequence.error().place.find("line 2") != std::string::npos);
}

HEADSCOPE_TEST(TestVectorSequence)

}  // namespace headscope::test_vector_sequence

#include "test_vector_sequence.moc"
