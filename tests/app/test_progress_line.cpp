#include <sstream>

#include <QtTest>

#include "progress_line.h"
#include "test_class.h"

namespace headscope::test_progress_line {

class TestProgressLine : public QObject {
  Q_OBJECT

 private slots:
  void linePerTenth();
  void lineAnewForAnotherThing();
  void unknownTotal();
  void rewrittenLine();
  void shorterTextCoversTheLonger();
  void smallSizes();
};

void TestProgressLine::linePerTenth() {
  std::ostringstream stream;
  ProgressLine line(stream, ProgressStyle::separateLines);
  for (std::uint64_t done = 0; done <= 200'000'000; done += 2'000'000) {
    line.show("Downloading x", done, 200'000'000);
  }
  const QString text = QString::fromStdString(stream.str());
  QCOMPARE(text.count('\n'), 11);
  QVERIFY(
      text.startsWith("Downloading x: 0 of 200 MB (0 %)\nDownloading x: 20 of 200 MB (10 %)\n"));
  QVERIFY(text.endsWith("Downloading x: 200 of 200 MB (100 %)\n"));
}

void TestProgressLine::lineAnewForAnotherThing() {
  std::ostringstream stream;
  ProgressLine line(stream, ProgressStyle::separateLines);
  line.show("One", 5'000'000, 10'000'000);
  line.show("Two", 0, 10'000'000);
  QCOMPARE(stream.str(), "One: 5 of 10 MB (50 %)\nTwo: 0 of 10 MB (0 %)\n");
}

void TestProgressLine::unknownTotal() {
  std::ostringstream stream;
  ProgressLine line(stream, ProgressStyle::separateLines);
  line.show("Waiting", 0, 0);
  line.show("Waiting", 0, 0);
  QCOMPARE(stream.str(), "Waiting\n");
}

void TestProgressLine::rewrittenLine() {
  std::ostringstream stream;
  {
    ProgressLine line(stream, ProgressStyle::rewrittenLine);
    line.show("One", 0, 10'000'000);
    line.show("One", 10'000'000, 10'000'000);
    line.show("Two", 0, 10'000'000);
  }
  QCOMPARE(stream.str(),
           "\rOne: 0 of 10 MB (0 %)\rOne: 10 of 10 MB (100 %)\n"
           "\rTwo: 0 of 10 MB (0 %)\n");
}

void TestProgressLine::shorterTextCoversTheLonger() {
  std::ostringstream stream;
  ProgressLine line(stream, ProgressStyle::rewrittenLine);
  line.show("One", 10'000'000, 10'000'000);
  line.show("One", 0, 10'000'000);
  QCOMPARE(stream.str(), "\rOne: 10 of 10 MB (100 %)\rOne: 0 of 10 MB (0 %)   ");
}

void TestProgressLine::smallSizes() {
  std::ostringstream stream;
  ProgressLine line(stream, ProgressStyle::separateLines);
  line.show("One", 7, 7);
  QCOMPARE(stream.str(), "One: 1 of 1 MB (100 %)\n");
}

HEADSCOPE_TEST(TestProgressLine)

}  // namespace headscope::test_progress_line

#include "test_progress_line.moc"
