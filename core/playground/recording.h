#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace headscope {

// A model as it was after so many steps.
struct Frame {
  int step = 0;
  std::shared_ptr<const std::vector<float>> values;  // of the whole layout
};

// How the tests of a task went after so many steps.
struct TestPoint {
  int step = 0;
  std::vector<double> accuracy;  // by test, 0 to 1
};

// What happened while a model learnt: the loss of each step, tests, and the model itself at chosen
// steps. From its numbers every view of every text can be made at any of these steps. Bounded:
// where frames would take more memory than they may, every second one is left out, and only every
// second one is kept from then on.
class Recording {
 public:
  static constexpr std::size_t kMostBytes = 48u << 20;

  // frameBytes: what the frames may take; at least two are kept whatever they take.
  Recording() = default;
  explicit Recording(std::size_t frameBytes) : frameBytes_(frameBytes) {}

  // Steps come in order. The first frame is that of step 0.
  void addFrame(int step, std::span<const float> values);
  // The same, kept for as long as it is the newest: the end of a run may lie between two.
  void addLastFrame(int step, std::span<const float> values);
  // One that was kept before: as it is, whatever the steps between.
  void addKept(int step, std::span<const float> values);
  void addLoss(double loss) { losses_.push_back(static_cast<float>(loss)); }
  void addTest(TestPoint point) { tests_.push_back(std::move(point)); }

  // Whether addFrame would keep this step.
  bool wantsFrame(int step) const { return step % stride_ == 0; }

  const std::vector<Frame>& frames() const { return frames_; }
  const std::vector<float>& losses() const { return losses_; }  // of step 1, 2, …: mean, in nats
  const std::vector<TestPoint>& tests() const { return tests_; }
  // The frame at a step, or the last one before it; frames() must not be empty.
  const Frame& frameAt(int step) const;

 private:
  void thinOut();

  std::size_t frameBytes_ = kMostBytes;
  int stride_ = 1;
  std::vector<Frame> frames_;
  std::vector<float> losses_;
  std::vector<TestPoint> tests_;
};

}  // namespace headscope
