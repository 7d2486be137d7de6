#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <QTest>

#include "io/open_file.h"
#include "io/temporary_files.h"
#include "test_class.h"

namespace headscope::test_open_file {

using namespace std::string_literals;

class TestOpenFile : public QObject {
  Q_OBJECT
 private slots:
  void opensAFileAndKnowsItsSize();
  void followsLinks();
  void missingFile();
  void missingFolder();
  void fileTakenForAFolder();
  void folder();
  void pipeDoesNotBlock();
  void device();
  void withoutPermission();
  void tooLongName();
  void descriptorClosesOnceAndMoves();
};

void TestOpenFile::opensAFileAndKnowsItsSize() {
  const TestFolder folder;
  const auto file = openForReading(folder.write("a", "12345"));
  QVERIFY(file.has_value());
  QCOMPARE(file->size, std::uint64_t{5});
  QVERIFY(file->descriptor.get() >= 0);
}

void TestOpenFile::followsLinks() {
  const TestFolder folder;
  std::filesystem::create_symlink(folder.write("a", "12345"), folder.file("link"));
  QCOMPARE(openForReading(folder.file("link"))->size, std::uint64_t{5});
}

void TestOpenFile::missingFile() {
  const TestFolder folder;
  const auto file = openForReading(folder.file("none"));
  QCOMPARE(file.error().code, std::error_code(IoError::notFound));
  QCOMPARE(file.error().kind, ErrorKind::badInput);
  QCOMPARE(file.error().file, folder.file("none").string());
}

void TestOpenFile::missingFolder() {
  const TestFolder folder;
  QCOMPARE(openForReading(folder.file("none/a")).error().code, std::error_code(IoError::notFound));
  QCOMPARE(openForReading("").error().code, std::error_code(IoError::notFound));
}

void TestOpenFile::fileTakenForAFolder() {
  const TestFolder folder;
  const auto path = folder.write("a", "") / "b";
  QCOMPARE(openForReading(path).error().code, std::error_code(IoError::notFound));
}

void TestOpenFile::folder() {
  const TestFolder folder;
  const auto file = openForReading(folder.path());
  QCOMPARE(file.error().code, std::error_code(IoError::isFolder));
  QCOMPARE(file.error().kind, ErrorKind::badInput);
}

void TestOpenFile::pipeDoesNotBlock() {
  const TestFolder folder;
  QCOMPARE(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  QCOMPARE(openForReading(folder.file("pipe")).error().code, std::error_code(IoError::notAFile));
}

void TestOpenFile::device() {
  QCOMPARE(openForReading("/dev/null").error().code, std::error_code(IoError::notAFile));
}

void TestOpenFile::withoutPermission() {
  const TestFolder folder;
  const auto path = folder.write("a", "secret");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  const WithoutRootRights ordinary;
  const auto file = openForReading(path);
  QCOMPARE(file.error().code, std::error_code(IoError::noPermission));
  QCOMPARE(file.error().kind, ErrorKind::couldNotDo);
}

void TestOpenFile::tooLongName() {
  const auto file = openForReading("/" + std::string(5000, 'a'));
  QCOMPARE(file.error().code, std::error_code(IoError::cannotOpen));
}

void TestOpenFile::descriptorClosesOnceAndMoves() {
  const TestFolder folder;
  auto file = openForReading(folder.write("a", "x"));
  const int value = file->descriptor.get();
  FileDescriptor moved(std::move(file->descriptor));
  QCOMPARE(moved.get(), value);
  FileDescriptor assigned;
  assigned = std::move(moved);
  QCOMPARE(assigned.get(), value);
  QCOMPARE(assigned.close(), 0);
  QCOMPARE(assigned.get(), -1);
  QCOMPARE(assigned.close(), 0);
  QCOMPARE(::fcntl(value, F_GETFD), -1);
}

HEADSCOPE_TEST(TestOpenFile)

}  // namespace headscope::test_open_file

#include "test_open_file.moc"
