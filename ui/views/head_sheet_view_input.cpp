// The mouse and the keys of a HeadSheetView.
#include <algorithm>

#include <QKeyEvent>
#include <QToolTip>

#include "views/head_sheet_view.h"

namespace headscope {

void HeadSheetView::choose(int card) {
  if (card < 0) {
    return;
  }
  if (const HeadId id = figure().cards[static_cast<std::size_t>(card)].id; !isMean(id)) {
    plot_->showCard(card);
    selection_->setHead(id);
  }
}

void HeadSheetView::open(int card) {
  if (card < 0) {
    return;
  }
  if (const HeadId id = figure().cards[static_cast<std::size_t>(card)].id; !isMean(id)) {
    selection_->setHead(id);
    emit opened(id);
  }
}

void HeadSheetView::showHint(int card, QPoint at) {
  if (card < 0) {
    QToolTip::hideText();
  } else {
    QToolTip::showText(at, wordsOf(card).replace(QStringLiteral(", "), QStringLiteral("\n")),
                       plot_);
  }
}

void HeadSheetView::keyPressEvent(QKeyEvent* event) {
  if (figure().cards.empty() || !handleKey(*event)) {
    QWidget::keyPressEvent(event);
  }
}

bool HeadSheetView::handleKey(const QKeyEvent& event) {
  const HeadSheetLayout& layout = plot_->figureLayout();
  const int chosen = figure().chosen;
  const int last = static_cast<int>(figure().cards.size()) - 1;
  const bool control = event.modifiers().testFlag(Qt::ControlModifier);
  const int page = std::max(1, static_cast<int>(layout.body().height() / layout.line()) - 1);
  // A head that is not among those shown: any key goes to the first that is.
  const auto step = [&](HeadSheetStep by) { choose(chosen < 0 ? 0 : layout.stepFrom(chosen, by)); };
  switch (event.key()) {
    case Qt::Key_Left:
      step({.columns = -1, .rows = 0});
      return true;
    case Qt::Key_Right:
      step({.columns = 1, .rows = 0});
      return true;
    case Qt::Key_Up:
      step({.columns = 0, .rows = -1});
      return true;
    case Qt::Key_Down:
      step({.columns = 0, .rows = 1});
      return true;
    case Qt::Key_PageUp:
      step({.columns = 0, .rows = -page});
      return true;
    case Qt::Key_PageDown:
      step({.columns = 0, .rows = page});
      return true;
    case Qt::Key_Home:
      control ? choose(0) : step({.columns = -last - 1, .rows = 0});
      return true;
    case Qt::Key_End:
      control ? choose(layout.stepFrom(last, {})) : step({.columns = last + 1, .rows = 0});
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      open(chosen);
      return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:  // the same key
      enlarge();
      return true;
    case Qt::Key_Minus:
      shrink();
      return true;
    case Qt::Key_0:
      setSide(0);
      return true;
    default:
      return false;
  }
}

}  // namespace headscope
