// From a weight that is dragged to the painted window, with everything after it computed anew, and
// until what comes out of the model is compared: MiniLM, 16 tokens, the default cell.
//
//   bench_editing [MODEL]

#include <chrono>
#include <iostream>
#include <vector>

#include <QApplication>
#include <QStandardPaths>

#include "tensor/page_reuse.h"
#include "timing.h"
#include "waiting.h"

using namespace headscope;
using Clock = std::chrono::steady_clock;

int main(int argc, char** argv) {
  reuseFreedPages();
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setOrganizationName(QStringLiteral("headscope-bench"));
  QApplication application(argc, argv);
  MainWindow window;
  window.start(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("all-MiniLM-L6-v2"),
               QString::fromUtf8(kDefaultSentence));
  window.resize(1440, 900);
  window.show();
  waitForPicture(window);
  rest(1000);

  constexpr int kDrags = 300;
  std::vector<double> frames;
  std::vector<double> effects;
  const Selection& chosen = *window.session()->tokenSelection();
  for (int i = 0; i < kDrags; ++i) {
    const auto start = Clock::now();
    const float weight = static_cast<float>(i % 100) / 100;
    window.session()->changeEdits(
        {.encoder = {.weights = {{chosen.head(), chosen.query(), chosen.key(), weight}}}});
    bool isCompared = false;
    const auto compared = QObject::connect(window.editEffects(), &EditEffects::changed, &window,
                                           [&] { isCompared = true; });
    waitForPicture(window);
    frames.push_back(millisecondsSince(start));
    while (!isCompared) {
      QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    QObject::disconnect(compared);
    effects.push_back(millisecondsSince(start));
    rest(10);
  }
  std::cout << "p99 of frames: " << percentile(frames, .99) << " ms\n";
  say("a weight is dragged, to the painted window", frames);
  say("until what it changed is said", effects);
  return 0;
}
