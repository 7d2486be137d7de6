// What a figure of links costs at 512 tokens and all heads of a layer: to choose the links, and to
// lay out and paint each step of a scroll through it.
//
//   QT_QPA_PLATFORM=offscreen bench_links [MODEL [LAYER]]     all-MiniLM-L6-v2 and 3, if none given

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <QApplication>
#include <QImage>
#include <QPainter>

#include "render/links_painter.h"
#include "source/open_model.h"
#include "timing.h"

namespace {

using namespace headscope;
using Clock = std::chrono::steady_clock;

std::string longText() {
  const char* const words[] = {"the",    "animal",  "did",   "not",   "cross",  "a",
                               "street", "because", "it",    "was",   "too",    "tired",
                               "and",    "then",    "slept", "under", "trees",  "near",
                               "that",   "old",     "house", "where", "people", "sing"};
  std::string text;
  for (std::size_t i = 0; i < 600; ++i) {
    text += words[(i * i + 3 * i) % std::size(words)];
    text += i % 11 == 10 ? ". " : " ";
  }
  return text;
}

// Each step of a scroll from the beginning to the end; where all is in sight, one after the other
// query is looked at instead.
void timeScrolling(const char* what, const LinksFigure& shown) {
  const FigureStyle style;
  for (const QSize size : {QSize(838, 700), QSize(1400, 1000)}) {
    LinksFigure figure = shown;
    QImage image(size, QImage::Format_RGB32);
    const LinksLayout first(figure, size, style);
    constexpr double kStep = 60;
    constexpr int kLeastSteps = 100;
    const int steps = std::max(kLeastSteps, static_cast<int>(first.largestScroll() / kStep));
    std::vector<double> placing;
    std::vector<double> painting;
    std::size_t most = 0;
    for (int i = 0; i < steps; ++i) {
      if (first.largestScroll() == 0) {
        figure.queries = {i * figure.queryCount() / steps};
      }
      const Clock::time_point placed = Clock::now();
      const LinksLayout layout = first.scrolledTo(figure, i * first.largestScroll() / steps);
      placing.push_back(millisecondsSince(placed));
      const Clock::time_point painted = Clock::now();
      QPainter painter(&image);
      paintLinks(painter, figure, layout, style, QRectF(image.rect()));
      painter.end();
      painting.push_back(millisecondsSince(painted));
      most = std::max(most, layout.drawn());
    }
    std::cout << what << ", " << size.width() << " x " << size.height() << ", up to " << most
              << " links drawn\n";
    say("  to lay out", placing);
    say("  to paint", painting);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const QApplication application(argc, argv);
  const auto model = openModel(argc > 1 ? argv[1] : "all-MiniLM-L6-v2", {});
  if (!model) {
    std::cerr << describe(model.error()) << '\n';
    return 1;
  }
  const auto run = (*model)->run(longText(), {});
  if (!run) {
    std::cerr << describe(run.error()) << '\n';
    return 1;
  }
  const AttentionSource& source = *run->attention;
  const AttentionShape shape = source.shape();
  const int layer = std::min(argc > 2 ? std::atoi(argv[2]) : 3, shape.layers - 1);

  LinksFigure figure;
  std::vector<std::shared_ptr<const LinkSet>> sets;
  std::vector<double> choosing;
  for (int head = 0; head < shape.heads; ++head) {
    const Clock::time_point start = Clock::now();
    sets.push_back(std::make_shared<const LinkSet>(*strongestLinks(source, {layer, head})));
    choosing.push_back(millisecondsSince(start));
    figure.heads.push_back({.id = {layer, head}, .color = head});
  }
  const Clock::time_point start = Clock::now();
  figure.links = std::make_shared<const LinkSet>(mergedLinks(sets));
  std::cout << shape.nQuery << " tokens, " << shape.heads << " heads, "
            << linksFrom(figure.links->links, figure.threshold) << " of " << figure.links->pairs
            << " links of " << figure.threshold << " and more\n"
            << "to merge the heads: " << millisecondsSince(start) << " ms\n";
  say("to choose the links of a head", choosing);
  for (int i = 0; i < shape.nQuery; ++i) {
    figure.labels.queries << QString::fromStdString(run->tokens[static_cast<std::size_t>(i)].text);
  }
  figure.labels.keys = figure.labels.queries;
  figure.queries = {shape.nQuery / 2};
  for (const LinksHead& head : figure.heads) {
    figure.sums.push_back(summedRow(source, head.id, figure.queries));
  }

  timeScrolling("columns", figure);
  figure.arrangement = LinksArrangement::arcs;
  timeScrolling("arcs", figure);
  figure.spacing = 1e-6;
  timeScrolling("arcs, all of the text in sight", figure);
  figure.spacing = 1;
  timeScrolling("arcs, words side by side", figure);
  return 0;
}
