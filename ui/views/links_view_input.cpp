// The mouse and the keys of a LinksView, and which heads and queries it shows together.
#include <algorithm>
#include <cmath>

#include <QKeyEvent>

#include "views/links_view.h"
#include "views/strongest_key.h"

namespace headscope {

namespace {

// The first colour that no other head has, so that none changes while others come and go.
int freeColor(const std::vector<LinksHead>& heads) {
  int color = 1;
  while (std::any_of(heads.begin(), heads.end(),
                     [color](const LinksHead& head) { return head.color == color; })) {
    ++color;
  }
  return color;
}

void addHead(std::vector<LinksHead>& heads, HeadId id) {
  const bool isThere = std::any_of(heads.begin(), heads.end(),
                                   [id](const LinksHead& head) { return head.id == id; });
  if (!isThere) {
    heads.push_back({.id = id, .color = freeColor(heads)});
  }
}

}  // namespace

void LinksView::keepChosenHead(bool keep) {
  if (keep) {
    addHead(kept_, selection_->head());
    load();
  } else {
    removeHead(selection_->head());
  }
}

void LinksView::addHeadsOfLayer() {
  for (int head = 0; head < selection_->bounds().heads; ++head) {
    addHead(kept_, {.layer = selection_->head().layer, .head = head});
  }
  load();
}

void LinksView::removeHead(HeadId head) {
  std::erase_if(kept_, [head](const LinksHead& each) { return each.id == head; });
  load();
}

void LinksView::showChosenHeadOnly() {
  kept_.clear();
  load();
}

void LinksView::click(LinksHit hit, Qt::KeyboardModifiers modifiers) {
  if (hit.part == LinksHit::Part::key) {
    selection_->setCell(selection_->query(), hit.token);
  } else if (modifiers.testFlag(Qt::ControlModifier)) {
    toggleQuery(hit.token);
  } else if (modifiers.testFlag(Qt::ShiftModifier)) {
    const auto [first, last] = std::minmax({selection_->query(), hit.token});
    keptQueries_.clear();
    for (int query = first; query <= last; ++query) {
      keptQueries_.push_back(query);
    }
    showSelection();
  } else {
    keptQueries_.clear();
    selection_->setCell(hit.token, selection_->key());
    showSelection();
  }
}

// A click on a token that is there already takes it away, if it is not the last.
void LinksView::toggleQuery(int query) {
  std::vector<int> all = figure_.queries;
  const auto found = std::find(all.begin(), all.end(), query);
  int chosen = query;
  if (found == all.end()) {
    all.push_back(query);
    std::sort(all.begin(), all.end());
  } else if (all.size() > 1) {
    all.erase(found);
    chosen = selection_->query() == query ? all.back() : selection_->query();
  }
  keptQueries_ = all.size() > 1 ? all : std::vector<int>();
  selection_->setCell(chosen, selection_->key());
  showSelection();
}

void LinksView::preview(LinksHit hit) {
  const int query = hit.part == LinksHit::Part::query ? hit.token : -1;
  const int key = hit.part == LinksHit::Part::key ? hit.token : -1;
  if (figure_.isEmpty() || (query == figure_.previewQuery && key == figure_.previewKey)) {
    return;
  }
  const bool otherSums = query != figure_.previewQuery;
  figure_.previewQuery = query;
  figure_.previewKey = key;
  if (otherSums) {
    loadSums();
  }
  plot_->setFigure(figure_);
}

void LinksView::keyPressEvent(QKeyEvent* event) {
  if (figure_.isEmpty() || !handleKey(*event)) {
    QWidget::keyPressEvent(event);
  }
}

// Along the text the query moves; across it, or with Shift, the key does.
bool LinksView::handleArrow(const QKeyEvent& event) {
  const bool back = event.key() == Qt::Key_Up || event.key() == Qt::Key_Left;
  const bool sideways = event.key() == Qt::Key_Left || event.key() == Qt::Key_Right;
  const bool along = sideways == figure_.hasArcs();
  const int by = back ? -1 : 1;
  if (along && !event.modifiers().testFlag(Qt::ShiftModifier)) {
    moveQuery(selection_->query() + by);
  } else {
    moveKey(by);
  }
  return true;
}

// In steps that a key or a notch of the wheel makes; where x is not said, the query stays there.
void LinksView::spreadBy(double steps, double x) {
  const ArcsGeometry* arcs = plot_->figureLayout().arcs();
  if (arcs == nullptr) {
    return;
  }
  constexpr double kStep = 1.25;
  constexpr double kMostSpacing = 4;
  const int query = selection_->query();
  if (x < 0) {
    const bool seen = query >= arcs->firstInSight() && query <= arcs->lastInSight();
    x = seen ? arcs->centre(query) : arcs->arcRoom().center().x();
  }
  double spacing = arcs->spacing() * std::pow(kStep, steps);
  if ((spacing - 1) * (arcs->spacing() - 1) < 0) {
    spacing = 1;  // where labels begin to lie
  }
  plot_->setSpacing(std::min(spacing, kMostSpacing), x);
  figure_.spacing = plot_->figure().spacing;
}

void LinksView::spreadToFit() {
  plot_->setSpacing(0, -1);
  figure_.spacing = 0;
  plot_->showToken(LinksHit::Part::query, selection_->query());
}

bool LinksView::handleKey(const QKeyEvent& event) {
  const int query = selection_->query();
  const TokenRange sight = plot_->figureLayout().queriesInSight();
  const int page = std::max(1, sight.last - sight.first);
  switch (event.key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right:
      return handleArrow(event);
    case Qt::Key_PageUp:
      moveQuery(query - page);
      return true;
    case Qt::Key_PageDown:
      moveQuery(query + page);
      return true;
    case Qt::Key_Home:
      moveQuery(0);
      return true;
    case Qt::Key_End:
      moveQuery(figure_.queryCount() - 1);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      chooseStrongest();
      return true;
    case Qt::Key_Space:
      keepQuery();
      return true;
    case Qt::Key_Escape:
      return clearChoice();
    case Qt::Key_A:
      emit header_->arrangementChosen(figure_.arrangement == LinksArrangement::arcs
                                          ? LinksArrangement::columns
                                          : LinksArrangement::arcs);
      return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      spread();
      return figure_.hasArcs();
    case Qt::Key_Minus:
      gather();
      return figure_.hasArcs();
    case Qt::Key_0:
      spreadToFit();
      return figure_.hasArcs();
    default:
      return false;
  }
}

void LinksView::moveQuery(int query) {
  selection_->setCell(std::clamp(query, 0, figure_.queryCount() - 1), selection_->key());
}

void LinksView::moveKey(int by) {
  const int last = figure_.keyCount() - 1;
  const int key = selection_->key();
  // Out of a chosen row: its first key forwards, its last one backwards.
  selection_->setCell(selection_->query(),
                      key < 0 ? (by > 0 ? 0 : last) : std::clamp(key + by, 0, last));
}

void LinksView::chooseStrongest() {
  const int query = selection_->query();
  if (query < 0 || query >= figure_.queryCount()) {
    return;
  }
  const std::vector<float> row = shownSource_->row(figure_.heads.front().id, query);
  const int key = strongestKey(row, 0, static_cast<int>(row.size()) - 1);
  if (key >= 0) {
    selection_->setCell(query, key);
  }
}

void LinksView::keepQuery() {
  const auto found = std::find(keptQueries_.begin(), keptQueries_.end(), selection_->query());
  if (found != keptQueries_.end()) {
    keptQueries_.erase(found);
  } else {
    keptQueries_.insert(
        std::upper_bound(keptQueries_.begin(), keptQueries_.end(), selection_->query()),
        selection_->query());
  }
  showSelection();
}

bool LinksView::clearChoice() {
  if (keptQueries_.empty() && selection_->key() < 0) {
    return false;
  }
  keptQueries_.clear();
  selection_->setCell(selection_->query(), -1);
  showSelection();
  return true;
}

}  // namespace headscope
