#include <vector>

#include <QTest>

#include "playground/recording.h"
#include "test_class.h"

namespace headscope::test_recording {

class TestRecording : public QObject {
  Q_OBJECT
 private slots:
  void keepsEveryStepWhileThereIsRoom();
  void everySecondFrameIsLeftOut();
  void twoFramesAreKeptAtLeast();
  void theFrameAtAStep_data();
  void theFrameAtAStep();
  void theLastFrameMayLieBetween();
  void theLastFrameIsKeptOnce();
  void aLastFrameAtAStrideStays();
  void lossesAndTestsComeInOrder();
};

namespace {

constexpr std::size_t kFrame = 3 * sizeof(float);

std::vector<float> valuesAt(int step) {
  const auto value = static_cast<float>(step);
  return {value, value + 0.25F, value + 0.5F};
}

Recording recordingOf(std::size_t frames, int steps) {
  Recording recording(frames * kFrame);
  for (int step = 0; step <= steps; ++step) {
    recording.addFrame(step, valuesAt(step));
  }
  return recording;
}

// The steps of its frames, which must have the values of these steps.
std::vector<int> stepsOf(const Recording& recording) {
  std::vector<int> steps;
  for (const Frame& frame : recording.frames()) {
    steps.push_back(*frame.values == valuesAt(frame.step) ? frame.step : -1);
  }
  return steps;
}

}  // namespace

void TestRecording::keepsEveryStepWhileThereIsRoom() {
  QCOMPARE(stepsOf(recordingOf(4, 3)), (std::vector{0, 1, 2, 3}));
  QCOMPARE(stepsOf(recordingOf(100, 5)), (std::vector{0, 1, 2, 3, 4, 5}));
}

void TestRecording::everySecondFrameIsLeftOut() {
  QCOMPARE(stepsOf(recordingOf(4, 4)), (std::vector{0, 2, 4}));
  QCOMPARE(stepsOf(recordingOf(4, 7)), (std::vector{0, 2, 4, 6}));
  QCOMPARE(stepsOf(recordingOf(4, 8)), (std::vector{0, 4, 8}));
  QCOMPARE(stepsOf(recordingOf(4, 100)), (std::vector{0, 32, 64, 96}));
  const Recording recording = recordingOf(4, 8);
  QVERIFY(recording.wantsFrame(12));
  QVERIFY(!recording.wantsFrame(10));
  for (int steps = 0; steps < 200; ++steps) {
    QVERIFY(recordingOf(5, steps).frames().size() <= 5);
  }
}

void TestRecording::twoFramesAreKeptAtLeast() {
  QCOMPARE(stepsOf(recordingOf(0, 0)), std::vector{0});
  QCOMPARE(stepsOf(recordingOf(0, 1)), (std::vector{0, 1}));
  QCOMPARE(stepsOf(recordingOf(0, 2)), (std::vector{0, 2}));
  QCOMPARE(stepsOf(recordingOf(1, 10)), (std::vector{0, 8}));
}

void TestRecording::theFrameAtAStep_data() {
  QTest::addColumn<int>("step");
  QTest::addColumn<int>("found");
  QTest::newRow("the first") << 0 << 0;
  QTest::newRow("between") << 3 << 0;
  QTest::newRow("one of them") << 4 << 4;
  QTest::newRow("after it") << 7 << 4;
  QTest::newRow("the last") << 8 << 8;
  QTest::newRow("beyond") << 1000 << 8;
}

void TestRecording::theFrameAtAStep() {
  QFETCH(const int, step);
  QFETCH(const int, found);
  QCOMPARE(recordingOf(4, 8).frameAt(step).step, found);
}

void TestRecording::theLastFrameMayLieBetween() {
  Recording recording = recordingOf(4, 9);
  recording.addLastFrame(9, valuesAt(9));
  QCOMPARE(stepsOf(recording), (std::vector{0, 4, 8, 9}));
  QCOMPARE(recording.frameAt(9).step, 9);
  // Where the run goes on it gives way to the next.
  recording.addLastFrame(11, valuesAt(11));
  QCOMPARE(stepsOf(recording), (std::vector{0, 4, 8, 11}));
  recording.addFrame(12, valuesAt(12));
  QCOMPARE(stepsOf(recording), (std::vector{0, 4, 8, 12}));
}

void TestRecording::theLastFrameIsKeptOnce() {
  Recording recording = recordingOf(4, 9);
  for (int i = 0; i < 3; ++i) {
    recording.addLastFrame(9, valuesAt(9));
  }
  QCOMPARE(stepsOf(recording), (std::vector{0, 4, 8, 9}));
}

void TestRecording::aLastFrameAtAStrideStays() {
  Recording recording = recordingOf(4, 8);
  recording.addLastFrame(8, valuesAt(8));
  recording.addFrame(12, valuesAt(12));
  QCOMPARE(stepsOf(recording), (std::vector{0, 4, 8, 12}));
}

void TestRecording::lossesAndTestsComeInOrder() {
  Recording recording;
  for (const double loss : {3.5, 2.25, 1.0}) {
    recording.addLoss(loss);
  }
  recording.addTest({.step = 0, .accuracy = {0.1}});
  recording.addTest({.step = 10, .accuracy = {0.5}});
  QCOMPARE(recording.losses(), (std::vector{3.5F, 2.25F, 1.0F}));
  QCOMPARE(recording.tests().size(), std::size_t{2});
  QCOMPARE(recording.tests()[0].step, 0);
  QCOMPARE(recording.tests()[1].accuracy, std::vector{0.5});
  QVERIFY(recording.frames().empty());
}

HEADSCOPE_TEST(TestRecording)

}  // namespace headscope::test_recording

#include "test_recording.moc"
