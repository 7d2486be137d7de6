#include <csignal>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <utility>
#include <vector>

#include <QTest>

#include "io/atomic_file.h"
#include "io/temporary_files.h"
#include "test_class.h"

namespace headscope::test_atomic_file {

using namespace std::string_literals;
namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

// While it lives no file can grow past `bytes`: a write fails as it would on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : oldHandler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &oldLimit_);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = oldLimit_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &oldLimit_);
    std::signal(SIGXFSZ, oldHandler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*oldHandler_)(int);
  rlimit oldLimit_{};
};

unsigned rightsOf(const fs::path& path) {
  struct stat status {};
  ::stat(path.c_str(), &status);
  return status.st_mode & 07777U;
}

}  // namespace

class TestAtomicFile : public QObject {
  Q_OBJECT
 private slots:
  void writesANewFile();
  void replacesAFile();
  void writesAnEmptyFile();
  void writesInPieces();
  void nothingIsSeenBeforeCommit();
  void withoutCommitNothingRemains();
  void movedFromRemovesNothing();
  void newFileHasOrdinaryRights();
  void replacedFileKeepsItsRights();
  void linkStaysALink();
  void openReaderKeepsTheOldFile();
  void relativePath();
  void longestName();
  void folderIsMissing();
  void targetIsAFolder();
  void targetIsADevice();
  void withoutPermission();
  void failedWriteLeavesTheTarget();
  void failedWriteOfPieces();
  void failedRenameLeavesNothing();
};

void TestAtomicFile::writesANewFile() {
  const TestFolder folder;
  QVERIFY(writeFileAtomically(folder.file("a"), "abc\0def"s).has_value());
  QCOMPARE(folder.read("a"), "abc\0def"s);
  QCOMPARE(folder.names(), Names{"a"});
}

void TestAtomicFile::replacesAFile() {
  const TestFolder folder;
  folder.write("a", "old and longer");
  const std::string bytes = "new";
  QVERIFY(writeFileAtomically(folder.file("a"), std::as_bytes(std::span(bytes))).has_value());
  QCOMPARE(folder.read("a"), "new"s);
  QCOMPARE(folder.names(), Names{"a"});
}

void TestAtomicFile::writesAnEmptyFile() {
  const TestFolder folder;
  QVERIFY(writeFileAtomically(folder.file("a"), "").has_value());
  QCOMPARE(folder.read("a"), ""s);
}

void TestAtomicFile::writesInPieces() {
  const TestFolder folder;
  auto file = AtomicFile::create(folder.file("a"));
  std::string expected;
  // Sizes on both sides of what is gathered, 65536.
  for (const std::size_t size :
       {1U, 2U, 65'533U, 1U, 65'536U, 65'537U, 0U, 300'000U, 5U, 40'000U, 40'000U}) {
    const std::string piece(size, static_cast<char>('a' + expected.size() % 26));
    QVERIFY(file->write(piece).has_value());
    expected += piece;
  }
  QVERIFY(file->commit().has_value());
  QVERIFY(folder.read("a") == expected);
  QCOMPARE(folder.names(), Names{"a"});
}

void TestAtomicFile::nothingIsSeenBeforeCommit() {
  const TestFolder folder;
  folder.write("a", "old");
  auto file = AtomicFile::create(folder.file("a"));
  QVERIFY(file->write("new").has_value());
  QCOMPARE(folder.read("a"), "old"s);
  QVERIFY(file->commit().has_value());
  QCOMPARE(folder.read("a"), "new"s);
}

void TestAtomicFile::withoutCommitNothingRemains() {
  const TestFolder folder;
  {
    auto file = AtomicFile::create(folder.file("a"));
    QVERIFY(file->write(std::string(100'000, 'x')).has_value());
    QCOMPARE(folder.names().size(), std::size_t{1});
  }
  QCOMPARE(folder.names(), Names{});
}

void TestAtomicFile::movedFromRemovesNothing() {
  const TestFolder folder;
  auto file = AtomicFile::create(folder.file("a"));
  {
    QVERIFY(file->write("abc").has_value());
    AtomicFile moved(std::move(*file));
    QVERIFY(moved.write("def").has_value());
    QVERIFY(moved.commit().has_value());
  }
  file = tl::make_unexpected(Error{});
  QCOMPARE(folder.read("a"), "abcdef"s);
}

void TestAtomicFile::newFileHasOrdinaryRights() {
  const TestFolder folder;
  const mode_t old = ::umask(027);
  const auto written = writeFileAtomically(folder.file("a"), "x");
  ::umask(old);
  QVERIFY(written.has_value());
  QCOMPARE(rightsOf(folder.file("a")), 0640U);
}

void TestAtomicFile::replacedFileKeepsItsRights() {
  const TestFolder folder;
  ::chmod(folder.write("a", "old").c_str(), 0604);
  QVERIFY(writeFileAtomically(folder.file("a"), "new").has_value());
  QCOMPARE(rightsOf(folder.file("a")), 0604U);
}

void TestAtomicFile::linkStaysALink() {
  const TestFolder folder;
  fs::create_directory(folder.file("there"));
  folder.write("there/a", "old");
  fs::create_symlink("there/a", folder.file("link"));
  QVERIFY(writeFileAtomically(folder.file("link"), "new").has_value());
  QVERIFY(fs::is_symlink(folder.file("link")));
  QCOMPARE(folder.read("there/a"), "new"s);
}

void TestAtomicFile::openReaderKeepsTheOldFile() {
  const TestFolder folder;
  QFile reader(QString::fromStdString(folder.write("a", "old").string()));
  QVERIFY(reader.open(QIODevice::ReadOnly));
  QVERIFY(writeFileAtomically(folder.file("a"), "new").has_value());
  QCOMPARE(reader.readAll(), QByteArray("old"));
}

void TestAtomicFile::relativePath() {
  const TestFolder folder;
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  const auto written = writeFileAtomically("a", "x");
  fs::current_path(before);
  QVERIFY(written.has_value());
  QCOMPARE(folder.names(), Names{"a"});
}

void TestAtomicFile::longestName() {
  const TestFolder folder;
  const std::string name(255, 'a');
  QVERIFY(writeFileAtomically(folder.file(name), "x").has_value());
  QCOMPARE(folder.names(), Names{name});
}

void TestAtomicFile::folderIsMissing() {
  const TestFolder folder;
  const auto written = writeFileAtomically(folder.file("none/a"), "x");
  QCOMPARE(written.error().code, std::error_code(IoError::noFolder));
  QCOMPARE(written.error().kind, ErrorKind::couldNotDo);
  QCOMPARE(written.error().file, folder.file("none/a").string());
  QCOMPARE(folder.names(), Names{});
}

void TestAtomicFile::targetIsAFolder() {
  const TestFolder folder;
  const auto written = writeFileAtomically(folder.path(), "x");
  QCOMPARE(written.error().code, std::error_code(IoError::isFolder));
  QCOMPARE(written.error().kind, ErrorKind::badInput);
  QCOMPARE(folder.names(), Names{});
}

void TestAtomicFile::targetIsADevice() {
  const TestFolder folder;
  QCOMPARE(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  QCOMPARE(writeFileAtomically(folder.file("pipe"), "x").error().code,
           std::error_code(IoError::notAFile));
  QCOMPARE(writeFileAtomically("/dev/null", "x").error().code, std::error_code(IoError::notAFile));
  QCOMPARE(folder.names(), Names{"pipe"});
}

void TestAtomicFile::withoutPermission() {
  const TestFolder folder;
  folder.write("a", "old");
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec |
                                     fs::perms::others_read | fs::perms::others_exec);
  {
    const WithoutRootRights ordinary;
    const auto written = writeFileAtomically(folder.file("a"), "new");
    QCOMPARE(written.error().code, std::error_code(IoError::noPermission));
    QCOMPARE(written.error().kind, ErrorKind::couldNotDo);
  }
  fs::permissions(folder.path(), fs::perms::owner_all);
  QCOMPARE(folder.read("a"), "old"s);
  QCOMPARE(folder.names(), Names{"a"});
}

void TestAtomicFile::failedWriteLeavesTheTarget() {
  const TestFolder folder;
  folder.write("a", "old");
  {
    const FileSizeLimit limit(1000);
    const auto written = writeFileAtomically(folder.file("a"), std::string(5000, 'x'));
    QCOMPARE(written.error().code, std::error_code(IoError::cannotWrite));
    QCOMPARE(written.error().kind, ErrorKind::couldNotDo);
  }
  QCOMPARE(folder.read("a"), "old"s);
  QCOMPARE(folder.names(), Names{"a"});
}

void TestAtomicFile::failedWriteOfPieces() {
  const TestFolder folder;
  {
    const FileSizeLimit limit(100'000);
    auto file = AtomicFile::create(folder.file("a"));
    QVERIFY(file->write(std::string(80'000, 'x')).has_value());
    QVERIFY(!file->write(std::string(80'000, 'x')).has_value());
  }
  QCOMPARE(folder.names(), Names{});
}

void TestAtomicFile::failedRenameLeavesNothing() {
  const TestFolder folder;
  {
    auto file = AtomicFile::create(folder.file("a"));
    QVERIFY(file->write("x").has_value());
    fs::create_directory(folder.file("a"));
    const auto committed = file->commit();
    QCOMPARE(committed.error().code, std::error_code(IoError::cannotWrite));
  }
  QCOMPARE(folder.names(), Names{"a"});
  QVERIFY(fs::is_directory(folder.file("a")));
}

HEADSCOPE_TEST(TestAtomicFile)

}  // namespace headscope::test_atomic_file

#include "test_atomic_file.moc"
