// What each step of a scroll through a sheet of 48 layers of 32 heads costs to paint, and what its
// pictures cost to make.
//
//   QT_QPA_PLATFORM=offscreen bench_head_sheet [LAYERS HEADS TOKENS]     48, 32 and 32, if not
//   given

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QApplication>
#include <QScrollBar>

#include "timing.h"
#include "views/head_sheet_view.h"

namespace {

using namespace headscope;
using Clock = std::chrono::steady_clock;

// Weights that cost next to nothing, so that what is timed are pictures.
class StripedSource : public AttentionSource {
 public:
  explicit StripedSource(AttentionShape shape) : shape_(shape) {}
  AttentionShape shape() const override { return shape_; }
  void weights(HeadId head, int firstQuery, MatrixRef out) const override {
    for (Index row = 0; row < out.rows(); ++row) {
      for (Index key = 0; key < out.cols(); ++key) {
        const Index step = (firstQuery + row) * (head.head + 1) + key * (head.layer + 1);
        out(row, key) = static_cast<float>(step % 11) / 10;
      }
    }
  }
  std::optional<CellArithmetic> arithmetic(HeadId, int, int) const override { return {}; }

 private:
  AttentionShape shape_;
};

std::vector<DealtCard> cardsOf(int layers, int heads) {
  std::vector<DealtCard> cards;
  for (int layer = 0; layer < layers; ++layer) {
    for (int head = 0; head < heads; ++head) {
      const double value = (layer * 37 + head * 11) % 100 / 100.0;
      cards.push_back({.head = {layer, head},
                       .card = {.text = {.entropy = value}},
                       .labels = {{HeadRole::specialTokens, value}}});
    }
  }
  return cards;
}

void wait(const HeadSheetView& view) {
  while (view.isMakingPictures()) {
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  }
}

// A wheel's notch at a time to the end, each painted at once.
void scroll(HeadSheetView& view, const std::string& what) {
  std::vector<double> times;
  QScrollBar* bar = view.plot()->verticalScrollBar();
  bar->setValue(0);
  wait(view);
  while (bar->value() < bar->maximum()) {
    const auto start = Clock::now();
    bar->setValue(bar->value() + 3 * bar->singleStep());
    view.plot()->viewport()->repaint();
    times.push_back(millisecondsSince(start));
  }
  if (!times.empty()) {
    say(what + ", " + std::to_string(times.size()) + " steps, " +
            std::to_string(view.plot()->figureLayout().cardsInSight().size()) + " in sight",
        times);
  }
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  const int layers = argc > 1 ? std::atoi(argv[1]) : 48;
  const int heads = argc > 2 ? std::atoi(argv[2]) : 32;
  const int tokens = argc > 3 ? std::atoi(argv[3]) : 32;
  const auto source =
      std::make_shared<StripedSource>(AttentionShape{layers, heads, tokens, tokens});

  Selection selection;
  selection.setBounds(source->shape());
  HeadSheetView view(&selection);
  view.resize(1300, 900);
  view.show();
  const auto start = Clock::now();
  view.setSource(source);
  wait(view);
  std::cout << layers << " x " << heads << " heads, " << tokens << " tokens: all pictures of "
            << view.plot()->figureLayout().side() << " pixels in " << millisecondsSince(start)
            << " ms\n";
  view.setCards(cardsOf(layers, heads));
  scroll(view, "a grid");
  for (const int side : {24, 96, 160}) {
    view.setSide(side);
    scroll(view, "a grid of " + std::to_string(side) + " pixels");
  }
  view.setSide(0);
  view.setOrder({.sort = HeadMeasure::entropy, .role = {}});
  scroll(view, "a flow");
  return 0;
}
