#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <QTest>

#include "fuzz/entries.h"
#include "test_class.h"

namespace headscope::test_corpus {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> filesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  if (fs::exists(folder)) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

// What the fuzzers start from, and what they have found, without libFuzzer.
class TestCorpus : public QObject {
  Q_OBJECT

 private slots:
  void inputs_data() {
    QTest::addColumn<int>("target");
    QTest::addColumn<QString>("path");
    const fs::path folder(HEADSCOPE_TEST_FUZZ);
    for (int target = 0; target < static_cast<int>(std::size(kFuzzTargets)); ++target) {
      const std::string name = kFuzzTargets[target].name;
      const std::vector<fs::path> corpus = filesIn(folder / "corpus" / name);
      QVERIFY2(!corpus.empty(), name.c_str());
      for (const auto& files : {corpus, filesIn(folder / "findings" / name)}) {
        for (const fs::path& file : files) {
          QTest::newRow((name + "/" + file.filename().string()).c_str())
              << target << QString::fromStdString(file.string());
        }
      }
    }
  }

  // Names of inputs begin with what comes of them: good_… is accepted, bad_… refused.
  void inputs() {
    QFETCH(int, target);
    QFETCH(QString, path);
    const fs::path file(path.toStdString());
    std::ifstream in(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    QVERIFY(in.good() || in.eof());
    const bool good = file.filename().string().starts_with("good_");
    QVERIFY(good || file.filename().string().starts_with("bad_"));
    try {
      // A copy of its own size, so that AddressSanitizer sees what is read beyond it.
      const std::vector<char> input(bytes.begin(), bytes.end());
      const Result<void> read = kFuzzTargets[target].read(std::as_bytes(std::span(input)));
      QVERIFY2(read.has_value() == good, read ? "accepted" : describe(read.error()).c_str());
    } catch (const std::exception& thrown) {
      QFAIL(thrown.what());
    }
  }
};

HEADSCOPE_TEST(TestCorpus)

}  // namespace headscope::test_corpus

#include "test_corpus.moc"
