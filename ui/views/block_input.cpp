// The mouse and the keys of a BlockView.
#include <algorithm>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include "render/block_words.h"
#include "views/block_view.h"

namespace headscope {

namespace {

constexpr int kPageOfRows = 10;

}  // namespace

BlockHit BlockView::hitAt(QPointF position) const {
  const BlockLayout& layout = figureLayout();
  if (position.y() >= viewport()->height() - layout.explanationHeight()) {
    return {};
  }
  return layout.hit(figure_, position + QPointF(0, verticalScrollBar()->value()));
}

MatrixCell BlockView::cellOf(const BlockHit& hit) const {
  const FoldedMatrix& folded = picture_->folded[static_cast<std::size_t>(hit.tile)];
  return cellOfPixel(picture_->steps.at(hit.tile).matrix, folded.rowsOf(hit.row),
                     folded.colsOf(hit.col));
}

const BlockStep* BlockView::currentStep() const {
  return figure_.current < 0 ? nullptr : &picture_->steps.at(figure_.current);
}

void BlockView::choose(const BlockChoice& choice) {
  choice_ = choice;
  if (choice_.step >= 0) {
    stage_ = picture_->steps.at(choice_.step).stage;
  }
  if (choice_.query != selection_->query() || choice_.key != selection_->key()) {
    selection_->setCell(choice_.query, choice_.key);
  }
  followSelection();
  scrollToStep();
}

void BlockView::chooseStep(int step) {
  BlockChoice choice = choice_;
  choice.step = std::clamp(step, 0, picture_->steps.count() - 1);
  choose(choice);
}

void BlockView::moveRow(int by) {
  if (const BlockStep* step = currentStep()) {
    BlockChoice choice = choice_;
    const int row = chosenRow(*step, choice);
    const int last = static_cast<int>(step->matrix.rows()) - 1;
    chooseRow(*step, row < 0 ? 0 : std::clamp(row + by, 0, last), choice);
    choose(choice);
  }
}

void BlockView::moveColumn(int by) {
  if (const BlockStep* step = currentStep()) {
    BlockChoice choice = choice_;
    const int column = chosenColumn(*step, choice);
    const int last = static_cast<int>(step->matrix.cols()) - 1;
    // Out of a chosen row: its first column to the right, its last one to the left.
    const int next = column >= 0 ? std::clamp(column + by, 0, last) : by > 0 ? 0 : last;
    chooseColumn(picture_->steps, *step, next, choice);
    choose(choice);
  }
}

bool BlockView::letGo() {
  const BlockStep* step = currentStep();
  if (step == nullptr) {
    return false;
  }
  BlockChoice choice = choice_;
  if (chosenColumn(*step, choice) >= 0) {
    chooseColumn(picture_->steps, *step, -1, choice);
  } else {
    choice.step = -1;
  }
  choose(choice);
  return true;
}

void BlockView::keyPressEvent(QKeyEvent* event) {
  if (picture_ == nullptr) {
    QAbstractScrollArea::keyPressEvent(event);
    return;
  }
  const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
  const int step = figure_.current;
  const int last = picture_->steps.count() - 1;
  switch (event->key()) {
    case Qt::Key_Left:
      shift ? moveColumn(-1) : chooseStep(step < 0 ? last : step - 1);
      return;
    case Qt::Key_Right:
      shift ? moveColumn(1) : chooseStep(step + 1);
      return;
    case Qt::Key_Up:
      moveRow(-1);
      return;
    case Qt::Key_Down:
      moveRow(1);
      return;
    case Qt::Key_PageUp:
      moveRow(-kPageOfRows);
      return;
    case Qt::Key_PageDown:
      moveRow(kPageOfRows);
      return;
    case Qt::Key_Home:
      chooseStep(0);
      return;
    case Qt::Key_End:
      chooseStep(last);
      return;
    case Qt::Key_Escape:
      if (letGo()) {
        return;
      }
      break;
    default:
      break;
  }
  QAbstractScrollArea::keyPressEvent(event);
}

void BlockView::mousePressEvent(QMouseEvent* event) {
  const BlockHit hit = hitAt(event->position());
  focusVisible_ = false;
  if (event->button() != Qt::LeftButton || hit.tile < 0) {
    return;
  }
  BlockChoice choice = choice_;
  choice.step = hit.tile;
  if (hit.row >= 0) {
    const BlockStep& step = picture_->steps.at(hit.tile);
    const MatrixCell cell = cellOf(hit);
    chooseRow(step, static_cast<int>(cell.row), choice);
    chooseColumn(picture_->steps, step, static_cast<int>(cell.col), choice);
  }
  choose(choice);
}

void BlockView::mouseMoveEvent(QMouseEvent* event) {
  if (hitAt(event->position()).tile >= 0) {
    viewport()->setCursor(Qt::PointingHandCursor);
  } else {
    viewport()->unsetCursor();
  }
}

bool BlockView::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const BlockHit hit = hitAt(help->pos());
    if (hit.tile < 0) {
      QToolTip::hideText();
      return true;
    }
    const BlockTile& tile = figure_.tiles[static_cast<std::size_t>(hit.tile)];
    QStringList words{tile.name + QLatin1Char(' ') + tile.shape};
    if (hit.row >= 0) {
      const MatrixCell cell = cellOf(hit);
      words << placeInWords(*picture_, hit.tile, static_cast<int>(cell.row),
                            static_cast<int>(cell.col))
            << blockNumber(double{picture_->steps.at(hit.tile).matrix(cell.row, cell.col)});
    }
    QToolTip::showText(help->globalPos(), words.join(QStringLiteral(", ")), this);
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace headscope
