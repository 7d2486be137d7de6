#include <string>
#include <type_traits>
#include <utility>

#include <QTest>

#include "io/mapped_file.h"
#include "io/temporary_files.h"
#include "test_class.h"

namespace headscope::test_mapped_file {

using namespace std::string_literals;

namespace {

std::string text(const MappedFile& file) {
  return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

}  // namespace

class TestMappedFile : public QObject {
  Q_OBJECT
 private slots:
  void showsTheBytes();
  void emptyFileIsFine();
  void movingKeepsTheBytesInPlace();
  void assigningReplaces();
  void cannotBeCopied();
  void wholeWhileUntouched();
  void wholeWhenGrown();
  void saysWhenItHasShrunk();
  void deletedFileStaysReadable();
  void missingFile();
  void folder();
  void withoutPermission();
};

void TestMappedFile::showsTheBytes() {
  const TestFolder folder;
  const std::string bytes = "abc\0def"s + std::string(10'000, 'x');
  const auto file = MappedFile::open(folder.write("a", bytes));
  QVERIFY(file.has_value());
  QCOMPARE(text(*file), bytes);
  QCOMPARE(file->path(), folder.file("a"));
}

void TestMappedFile::emptyFileIsFine() {
  const TestFolder folder;
  const auto file = MappedFile::open(folder.write("a", ""));
  QVERIFY(file.has_value());
  QVERIFY(file->bytes().empty());
  QVERIFY(file->stillWhole().has_value());
}

void TestMappedFile::movingKeepsTheBytesInPlace() {
  const TestFolder folder;
  auto file = MappedFile::open(folder.write("a", "abc"));
  const std::byte* address = file->bytes().data();
  const MappedFile moved(std::move(*file));
  QCOMPARE(moved.bytes().data(), address);
  QCOMPARE(text(moved), "abc"s);
  QVERIFY(moved.stillWhole().has_value());
}

void TestMappedFile::assigningReplaces() {
  const TestFolder folder;
  auto one = MappedFile::open(folder.write("a", "one"));
  auto two = MappedFile::open(folder.write("b", "three"));
  *one = std::move(*two);
  QCOMPARE(text(*one), "three"s);
  QCOMPARE(one->path(), folder.file("b"));
}

void TestMappedFile::cannotBeCopied() {
  QVERIFY(!std::is_copy_constructible_v<MappedFile>);
  QVERIFY(!std::is_copy_assignable_v<MappedFile>);
}

void TestMappedFile::wholeWhileUntouched() {
  const TestFolder folder;
  QVERIFY(MappedFile::open(folder.write("a", "abc"))->stillWhole().has_value());
}

void TestMappedFile::wholeWhenGrown() {
  const TestFolder folder;
  const auto file = MappedFile::open(folder.write("a", "abc"));
  folder.write("a", "abcdef");
  QVERIFY(file->stillWhole().has_value());
  QCOMPARE(file->bytes().size(), std::size_t{3});
}

void TestMappedFile::saysWhenItHasShrunk() {
  const TestFolder folder;
  const auto file = MappedFile::open(folder.write("a", std::string(10'000, 'x')));
  std::filesystem::resize_file(folder.file("a"), 9'999);
  const auto whole = file->stillWhole();
  QCOMPARE(whole.error().code, std::error_code(IoError::shrunk));
  QCOMPARE(whole.error().file, folder.file("a").string());
  QCOMPARE(whole.error().problem, "had 10000 bytes when it was opened and has 9999 now"s);
}

void TestMappedFile::deletedFileStaysReadable() {
  const TestFolder folder;
  const auto file = MappedFile::open(folder.write("a", "abc"));
  std::filesystem::remove(folder.file("a"));
  QVERIFY(file->stillWhole().has_value());
  QCOMPARE(text(*file), "abc"s);
}

void TestMappedFile::missingFile() {
  const TestFolder folder;
  QCOMPARE(MappedFile::open(folder.file("none")).error().code, std::error_code(IoError::notFound));
}

void TestMappedFile::folder() {
  const TestFolder folder;
  QCOMPARE(MappedFile::open(folder.path()).error().code, std::error_code(IoError::isFolder));
}

void TestMappedFile::withoutPermission() {
  const TestFolder folder;
  const auto path = folder.write("a", "abc");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  const WithoutRootRights ordinary;
  QCOMPARE(MappedFile::open(path).error().code, std::error_code(IoError::noPermission));
}

HEADSCOPE_TEST(TestMappedFile)

}  // namespace headscope::test_mapped_file

#include "test_mapped_file.moc"
