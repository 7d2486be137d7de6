// What every view costs at 512 tokens and 144 heads: from the forward pass's end to its first
// frame, until the last thumbnail is there, each step of a pan and a zoom, and memory. Of recorded
// attention (a file) the steps and the memory alone.
//
//   bench_views [MODEL [TOKENS]]    a sandbox of 12 layers of 12 heads, and 512

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <malloc.h>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

#include <QApplication>
#include <QScrollBar>
#include <QStandardPaths>
#include <QWheelEvent>

#include "tensor/page_reuse.h"
#include "timing.h"
#include "waiting.h"

namespace {

using namespace headscope;
using Clock = std::chrono::steady_clock;

double milliseconds(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

// Resident memory of this process, in MB: what is in use, without what the allocator keeps for
// later.
double memory() {
  malloc_trim(0);
  std::ifstream file("/proc/self/statm");
  double pages = 0;
  double resident = 0;
  file >> pages >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

// A tab, the widget that paints it, and whether it shows the newest run.
struct View {
  std::string name;
  QWidget* tab = nullptr;
  std::function<QWidget*()> canvas;
  std::function<bool()> isCurrent;
  std::function<bool()> isWhole;
};

std::vector<View> viewsOf(MainWindow& window) {
  const auto always = [] { return true; };
  HeatmapView* heatmap = window.heatmap();
  LinksView* links = window.links();
  HeadSheetView* heads = window.headSheet();
  BlockView* block = window.block();
  CompareView* compare = window.compareView();
  return {{"Heatmap", heatmap, [=] { return heatmap; }, [=] { return !heatmap->isComputing(); },
           always},
          {"Links", links, [=] { return links->plot()->viewport(); },
           [=] { return !links->isComputing(); }, always},
          {"Heads", heads, [=] { return heads->plot()->viewport(); }, always,
           [=] { return !heads->isMakingPictures(); }},
          {"Block", block, [=] { return block->viewport(); }, [=] { return !block->isComputing(); },
           always},
          {"Compare", compare, [=] { return compare->change(); },
           [=, &window] { return !window.comparison()->isBusy(); }, always}};
}

// The times of every frame of a widget.
class Frames : public QObject {
 public:
  explicit Frames(std::function<bool()> counts) : counts_(std::move(counts)) {}
  void forget() { first_.reset(); }
  // The first frame that counts.
  std::optional<Clock::time_point> first() const { return first_; }

 protected:
  bool eventFilter(QObject* object, QEvent* event) override {
    if (event->type() == QEvent::Paint && !first_ && counts_()) {
      object->removeEventFilter(this);
      QCoreApplication::sendEvent(object, event);
      object->installEventFilter(this);
      first_ = Clock::now();
      return true;
    }
    return false;
  }

 private:
  std::function<bool()> counts_;
  std::optional<Clock::time_point> first_;
};

void waitUntil(const std::function<bool()>& done) {
  const auto start = Clock::now();
  while (!done() && milliseconds(start, Clock::now()) < 20000) {
    QEventLoop turn;
    QTimer::singleShot(1, &turn, &QEventLoop::quit);
    turn.exec();
  }
}

std::string textOf(int words, int seed) {
  const char* const all[] = {"the",    "animal",  "did",   "not",   "cross",  "a",
                             "street", "because", "it",    "was",   "too",    "tired",
                             "and",    "then",    "slept", "under", "trees",  "near",
                             "that",   "old",     "house", "where", "people", "sing"};
  std::string text = all[static_cast<std::size_t>(seed) % std::size(all)];
  for (int i = 1; i < words; ++i) {
    text += " ";
    text += all[static_cast<std::size_t>(i * i + 3 * i) % std::size(all)];
  }
  return text;
}

// From the end of the pass to the first frame of a view that shows it, and to its last thumbnail.
// Below 0 where the frame came first. A comparison has a second pass in between.
void timeFirstFrames(MainWindow& window, const View& view, int tokens) {
  constexpr int kRounds = 7;
  std::vector<double> firsts;
  std::vector<double> wholes;
  std::vector<double> thumbnails;
  for (int round = 0; round < kRounds; ++round) {
    std::optional<Clock::time_point> passEnd;
    std::optional<Clock::time_point> thumbnailsEnd;
    bool isNew = false;  // the picture of a chosen layer comes before the pass's end
    Frames frames([&] { return isNew && view.isCurrent(); });
    view.canvas()->installEventFilter(&frames);
    const auto completed =
        QObject::connect(window.session(), &Session::runCompleted, window.session(), [&] {
          if (!passEnd) {
            passEnd = Clock::now();
          }
        });
    const auto changed = QObject::connect(window.session(), &Session::runChanged, window.session(),
                                          [&] { isNew = true; });
    const auto made = QObject::connect(window.session(), &Session::thumbnailsReady,
                                       window.session(), [&] { thumbnailsEnd = Clock::now(); });
    window.session()->setText(QString::fromStdString(textOf(tokens, round + 1)));
    waitUntil([&] { return passEnd && frames.first(); });
    firsts.push_back(milliseconds(*passEnd, frames.first().value_or(Clock::now())));
    waitUntil([&] { return view.isWhole() && thumbnailsEnd; });
    wholes.push_back(milliseconds(*passEnd, Clock::now()));
    thumbnails.push_back(milliseconds(*passEnd, thumbnailsEnd.value_or(Clock::now())));
    QObject::disconnect(completed);
    QObject::disconnect(changed);
    QObject::disconnect(made);
    view.canvas()->removeEventFilter(&frames);
    rest(300);
  }
  std::cout << view.name << ", pass " << window.session()->run()->forwardMilliseconds
            << " ms: first frame " << percentile(firsts, 0.5) << " ms after the pass, at worst "
            << percentile(firsts, 1) << "; side thumbnails " << percentile(thumbnails, 0.5)
            << " ms; all of it " << percentile(wholes, 0.5) << " ms, at worst "
            << percentile(wholes, 1) << std::endl;
}

// One notch of the wheel, and the frame that it makes.
double stepOf(QWidget* canvas, QPoint angle, Qt::KeyboardModifiers modifiers) {
  const QPointF at = QRectF(canvas->rect()).center();
  QWheelEvent wheel(at, canvas->mapToGlobal(at), {}, angle, Qt::NoButton, modifiers,
                    Qt::NoScrollPhase, false);
  const auto start = Clock::now();
  QCoreApplication::sendEvent(canvas, &wheel);
  canvas->repaint();
  return milliseconds(start, Clock::now());
}

void timeSteps(const View& view) {
  constexpr int kSteps = 120;
  std::vector<double> pans;
  std::vector<double> zooms;
  QWidget* canvas = view.canvas();
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 12; ++i) {
      zooms.push_back(stepOf(canvas, {0, 120}, Qt::ControlModifier));
      QCoreApplication::processEvents();
    }
    for (int i = 0; i < kSteps; ++i) {
      const bool back = i % 40 >= 20;
      pans.push_back(stepOf(canvas, {i % 3 == 0 ? (back ? 120 : -120) : 0, back ? 120 : -120},
                            Qt::NoModifier));
      QCoreApplication::processEvents();
    }
    for (int i = 0; i < 14; ++i) {
      zooms.push_back(stepOf(canvas, {0, -120}, Qt::ControlModifier));
      QCoreApplication::processEvents();
    }
    rest(200);
  }
  std::cout << view.name << " (" << canvas->width() << " x " << canvas->height() << "): pan median "
            << percentile(pans, 0.5) << " ms, p99 " << percentile(pans, 0.99) << ", at worst "
            << percentile(pans, 1) << "; zoom median " << percentile(zooms, 0.5) << " ms, p99 "
            << percentile(zooms, 0.99) << ", at worst " << percentile(zooms, 1) << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
  reuseFreedPages();
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setOrganizationName(QStringLiteral("headscope-bench"));
  QApplication application(argc, argv);
  const QString model = argc > 1 ? QString::fromLocal8Bit(argv[1])
                                 : QStringLiteral("sandbox:heads=12,d_k=64,d_model=768,layers=12");
  std::cout << std::fixed << std::setprecision(1);
  const int tokens = argc > 2 ? std::atoi(argv[2]) : 512;
  MainWindow window;
  window.start(model, QStringLiteral("a short text"));
  window.resize(1440, 900);
  window.show();
  waitUntil([&] { return window.session()->isRunWhole(); });
  rest(500);
  std::vector<View> views = viewsOf(window);
  const bool isRecorded = window.session()->model()->description().isRecorded;
  // A tab that shows nothing of the text: what is there besides the views.
  window.tabs()->setCurrentWidget(window.positions());
  rest(200);
  const double before = memory();
  if (!isRecorded) {
    window.session()->setText(QString::fromStdString(textOf(tokens, 0)));
    rest(3000);
  }
  const double withRun = memory();
  if (!isRecorded) {
    for (const View& view : views) {
      window.tabs()->setCurrentWidget(view.tab);
      rest(1500);
      timeFirstFrames(window, view, tokens);
      std::cout << "  memory " << memory() << std::endl;
    }
  }
  for (const View& view : views) {
    window.tabs()->setCurrentWidget(view.tab);
    rest(1500);
    waitUntil([&] { return view.isCurrent() && view.isWhole(); });
    timeSteps(view);
    std::cout << "  memory " << memory() << std::endl;
  }
  std::cout << "memory: " << before << " MB with a short text, " << withRun
            << " MB with the whole one and no view of it, " << memory()
            << " MB after all views; they took " << memory() - withRun << " MB\n";
  return 0;
}
