#include <QTest>

#include "error/error.h"
#include "test_class.h"

namespace headscope {

enum class FirstError { one = 1, two };
enum class SecondError { one = 1 };

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(FirstError);
HEADSCOPE_ERROR_ENUM(SecondError);

namespace headscope::test_error {

class TestError : public QObject {
  Q_OBJECT
 private slots:
  void describesWhatItKnows_data();
  void describesWhatItKnows();
  void longPartsAreCut();
  void theInputIsWrongUnlessSaidOtherwise();
  void anEnumeratorIsACode();
  void codesOfTwoFoldersDiffer();
  void aCodeNamesItsEnum();
  void noErrorIsNoCode();
  void aFailureIsAnyResult();
};

void TestError::describesWhatItKnows_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QString>("place");
  QTest::addColumn<QString>("remedy");
  QTest::addColumn<QString>("expected");
  QTest::newRow("all") << "a.csv"
                       << "line 3"
                       << "Write a number"
                       << "a.csv: line 3: 'x' is no number. Write a number.";
  QTest::newRow("no remedy") << "a.csv"
                             << "line 3"
                             << ""
                             << "a.csv: line 3: 'x' is no number.";
  QTest::newRow("no place") << "a.csv"
                            << ""
                            << "Write a number"
                            << "a.csv: 'x' is no number. Write a number.";
  QTest::newRow("no file") << ""
                           << "line 3"
                           << "Write a number"
                           << "line 3: 'x' is no number. Write a number.";
  QTest::newRow("the problem alone") << ""
                                     << ""
                                     << ""
                                     << "'x' is no number.";
  QTest::newRow("names as they are") << "Größe 100%.csv"
                                     << "“é”"
                                     << ""
                                     << "Größe 100%.csv: “é”: 'x' is no number.";
}

void TestError::describesWhatItKnows() {
  QFETCH(QString, file);
  QFETCH(QString, place);
  QFETCH(QString, remedy);
  QFETCH(QString, expected);
  const Error error{.code = FirstError::one,
                    .file = file.toStdString(),
                    .place = place.toStdString(),
                    .problem = "'x' is no number",
                    .remedy = remedy.toStdString()};
  QCOMPARE(QString::fromStdString(describe(error)), expected);
}

// The kind decides on the exit code: a program that says nothing blames the input.
// A file may hold a text of megabytes where a number was expected; "é" has two bytes.
void TestError::longPartsAreCut() {
  const QString whole = QString("x").repeated(600);
  const QString cut = QString("x").repeated(599);
  Error error{.code = FirstError::one, .place = "line 3", .problem = whole.toStdString()};
  QCOMPARE(QString::fromStdString(describe(error)), "line 3: " + whole + ".");
  error.problem = (cut + QStringLiteral("éyz")).toStdString();
  QCOMPARE(QString::fromStdString(describe(error)), "line 3: " + cut + QStringLiteral("…."));
  error.remedy = whole.toStdString() + "yz";
  error.problem = "p";
  QCOMPARE(QString::fromStdString(describe(error)), "line 3: p. " + whole + QStringLiteral("…."));
}

void TestError::theInputIsWrongUnlessSaidOtherwise() {
  const Error input{.code = FirstError::one, .problem = "is wrong"};
  QVERIFY(input.kind == ErrorKind::badInput);
  const Error machine{
      .code = FirstError::one, .kind = ErrorKind::couldNotDo, .problem = "the disk is full"};
  QVERIFY(machine.kind == ErrorKind::couldNotDo);
  QCOMPARE(describe(machine), std::string("the disk is full."));
}

void TestError::anEnumeratorIsACode() {
  const std::error_code code = FirstError::two;
  QVERIFY(code == FirstError::two);
  QVERIFY(code != FirstError::one);
  QCOMPARE(code.value(), 2);
  QVERIFY(static_cast<bool>(code));
}

void TestError::codesOfTwoFoldersDiffer() {
  const std::error_code first = FirstError::one;
  const std::error_code second = SecondError::one;
  QCOMPARE(first.value(), second.value());
  QVERIFY(first != second);
  QVERIFY(first != std::make_error_code(std::errc::operation_not_permitted));  // 1 there
}

void TestError::aCodeNamesItsEnum() {
  const std::error_code code = SecondError::one;
  QCOMPARE(std::string(code.category().name()), std::string("SecondError"));
  QCOMPARE(code.message(), std::string("SecondError 1"));
}

void TestError::noErrorIsNoCode() {
  QVERIFY(!Error().code);
  QVERIFY(Error().code != FirstError::one);
}

void TestError::aFailureIsAnyResult() {
  const Error error{.code = SecondError::one, .problem = "is wrong"};
  const Result<int> number = failure(error);
  const Result<void> nothing = failure(error);
  QVERIFY(!number);
  QVERIFY(!nothing);
  QVERIFY(number.error().code == SecondError::one);
  QCOMPARE(nothing.error().problem, std::string("is wrong"));
}

HEADSCOPE_TEST(TestError)

}  // namespace headscope::test_error

#include "test_error.moc"
