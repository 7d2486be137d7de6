// From a keystroke to a painted window, and from the program's start to its first map. Types at the
// end of the default sentence, one letter after another, and prints percentiles.
//
//   bench_keystroke [MODEL [TOKENS [words]]]    with TOKENS, words are added until there are so
//                                               many; with "words", subwords are merged

#include <chrono>
#include <iostream>
#include <string>
#include <vector>

#include <QApplication>
#include <QKeyEvent>
#include <QStandardPaths>

#include "tensor/page_reuse.h"
#include "timing.h"
#include "waiting.h"

namespace {

using namespace headscope;
using Clock = std::chrono::steady_clock;

// Types a word after another until the text has so many tokens.
void lengthen(MainWindow& window, std::size_t tokens) {
  const QStringList words = QString::fromUtf8(headscope::kDefaultSentence).split(QLatin1Char(' '));
  QLineEdit* sentence = window.topBar()->sentence();
  for (qsizetype i = 0; window.session()->run()->tokens.size() < tokens; ++i) {
    window.session()->setText(sentence->text() + QLatin1Char(' ') + words[i % words.size()]);
    waitForPicture(window);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const Clock::time_point start = Clock::now();
  headscope::reuseFreedPages();
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setOrganizationName(QStringLiteral("headscope-bench"));
  QApplication application(argc, argv);
  headscope::MainWindow window;
  const QString model = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
  window.start(model, QString::fromUtf8(headscope::kDefaultSentence));
  window.resize(1440, 900);
  window.show();
  waitForPicture(window);
  std::cout << "start to first map: " << millisecondsSince(start) << " ms\n";

  if (argc > 2) {
    lengthen(window, std::stoul(argv[2]));
  }

  if (argc > 3) {
    window.session()->setTokenDisplay({.mergesWords = true, .hidesSpecials = true});
  }

  QLineEdit* sentence = window.topBar()->sentence();
  constexpr int kStrokes = 300;
  std::vector<double> times;
  for (int i = 0; i < kStrokes; ++i) {
    // A letter and its removal in turn keep the text as long as it is.
    const bool remove = i % 2 == 1;
    const Clock::time_point pressed = Clock::now();
    QKeyEvent press(QEvent::KeyPress, remove ? Qt::Key_Backspace : Qt::Key_S, Qt::NoModifier,
                    remove ? QString() : QStringLiteral("s"));
    QApplication::sendEvent(sentence, &press);
    waitForPicture(window);
    times.push_back(millisecondsSince(pressed));
    rest(40);  // a person's next key comes later; thumbnails of the last one are done by then
  }
  std::cout << "keystroke to painted window, " << window.session()->run()->tokens.size()
            << " tokens, " << kStrokes << " strokes: median " << percentile(times, 0.5)
            << " ms, p99 " << percentile(times, 0.99) << " ms\n";
  return 0;
}
