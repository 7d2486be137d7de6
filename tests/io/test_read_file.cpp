#include <string>

#include <QTest>

#include "io/read_file.h"
#include "io/temporary_files.h"
#include "test_class.h"

namespace headscope::test_read_file {

using namespace std::string_literals;

class TestReadFile : public QObject {
  Q_OBJECT
 private slots:
  void readsAllBytes();
  void readsAnEmptyFile();
  void readsUpToTheCap();
  void refusesOneByteMore();
  void passesOnWhyItCannotBeOpened();
};

void TestReadFile::readsAllBytes() {
  const TestFolder folder;
  const std::string bytes = "a\0b\r\n\xFF"s + std::string(300'000, 'x');
  QVERIFY(readFile(folder.write("a", bytes), 1'000'000) == bytes);
}

void TestReadFile::readsAnEmptyFile() {
  const TestFolder folder;
  QVERIFY(readFile(folder.write("a", ""), 0) == ""s);
}

void TestReadFile::readsUpToTheCap() {
  const TestFolder folder;
  QVERIFY(readFile(folder.write("a", "12345"), 5) == "12345"s);
}

void TestReadFile::refusesOneByteMore() {
  const TestFolder folder;
  const auto path = folder.write("a", "123456");
  const auto bytes = readFile(path, 5);
  QCOMPARE(bytes.error().code, std::error_code(IoError::tooLarge));
  QCOMPARE(bytes.error().kind, ErrorKind::badInput);
  QCOMPARE(bytes.error().file, path.string());
  QCOMPARE(bytes.error().problem, "has 6 bytes; at most 5 are read"s);
}

void TestReadFile::passesOnWhyItCannotBeOpened() {
  const TestFolder folder;
  QCOMPARE(readFile(folder.file("none"), 5).error().code, std::error_code(IoError::notFound));
  QCOMPARE(readFile(folder.path(), 5).error().code, std::error_code(IoError::isFolder));
}

HEADSCOPE_TEST(TestReadFile)

}  // namespace headscope::test_read_file

#include "test_read_file.moc"
