// What a window that follows costs a training: the same steps with the window watching and without
// one, turn by turn, and how many steps a second it painted: in the Training tab or, with
// "attention", in the map.
//
//   bench_following [training|attention [STEPS [ROUNDS]]]    600 and 7, if none are given

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include <QApplication>
#include <QEventLoop>
#include <QStandardPaths>
#include <QTimer>

#include "tensor/page_reuse.h"
#include "window/main_window.h"

namespace {

using namespace headscope;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void wait(int milliseconds) {
  QEventLoop loop;
  QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
  loop.exec();
}

double trainAlone(const TrainingOptions& options) {
  auto run = PicturedRun::create(openTask("coreference").value(), options);
  const Clock::time_point start = Clock::now();
  while (!(*run)->isDone()) {
    if (!(*run)->advance()) {
      std::exit(1);
    }
  }
  return secondsSince(start);
}

// Counts the steps that a widget paints.
class PaintCounter : public QObject {
 public:
  PaintCounter(QWidget* widget, const Training* training) : training_(training) {
    widget->installEventFilter(this);
  }
  int count() const { return count_; }

 protected:
  bool eventFilter(QObject* object, QEvent* event) override {
    if (event->type() == QEvent::Paint && training_->shownStep() != step_) {
      step_ = training_->shownStep();
      ++count_;
    }
    return QObject::eventFilter(object, event);
  }

 private:
  const Training* training_;
  int step_ = -1;
  int count_ = 0;
};

// From the first step to the picture of the last one.
double trainWatched(MainWindow& window, int steps) {
  Training* training = window.training();
  QEventLoop loop;
  Clock::time_point start;
  double seconds = 0;
  const auto running =
      QObject::connect(training, &Training::stateChanged, &loop, [&](TrainingState state) {
        if (state == TrainingState::running) {
          start = Clock::now();
        } else if (state == TrainingState::done) {
          loop.quit();
        }
      });
  QObject::connect(training, &Training::progressed, &loop, [&] {
    if (seconds == 0 && training->picture()->stepsDone() == steps) {
      seconds = secondsSince(start);
    }
  });
  training->start();
  loop.exec();
  return seconds;
}

// That this thread has had of a processor.
double processorSeconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  reuseFreedPages();
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setOrganizationName(QStringLiteral("headscope-bench"));
  QApplication application(argc, argv);
  TrainingOptions options;
  const bool inMap = argc > 1 && std::string(argv[1]) == "attention";
  options.steps = argc > 2 ? std::atoi(argv[2]) : 600;
  const int rounds = argc > 3 ? std::atoi(argv[3]) : 7;

  MainWindow window;
  window.start(QStringLiteral("playground"), QString::fromUtf8(kDefaultSentence));
  window.resize(1440, 900);
  window.show();
  if (!inMap) {
    window.tabs()->setCurrentWidget(window.trainingView());
  }
  window.training()->setOptions(options);
  wait(1000);
  QWidget* view = window.trainingView()->rows();
  if (inMap) {
    view = window.heatmap();
  }
  const PaintCounter painted(view, window.training());

  std::vector<double> alone;
  std::vector<double> watched;
  std::vector<double> pictures;
  std::vector<double> busy;
  for (int round = 0; round < rounds; ++round) {
    alone.push_back(trainAlone(options));
    const int before = painted.count();
    const double begin = processorSeconds();
    watched.push_back(trainWatched(window, options.steps));
    busy.push_back((processorSeconds() - begin) / watched.back());
    pictures.push_back((painted.count() - before) / watched.back());
    wait(300);
  }
  std::cout << options.steps << " steps, medians of " << rounds << " rounds: alone "
            << median(alone) << " s, with the window following " << median(watched) << " s ("
            << median(watched) / median(alone) << " times), " << median(pictures)
            << " steps a second painted, the window's thread busy for " << 100 * median(busy)
            << " %\n";
  return 0;
}
