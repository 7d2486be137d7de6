// The mouse, the wheel and the keys of a HeatmapView.
#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QToolTip>
#include <QWheelEvent>

#include "views/cell_words.h"
#include "views/heatmap_view.h"
#include "views/strongest_key.h"

namespace headscope {

namespace {

constexpr double kZoomStep = 1.25;
constexpr double kWheelPan = 48;  // pixels a notch of the wheel

}  // namespace

void HeatmapView::zoomIn() {
  setViewport(figureLayout().zoomed(kZoomStep, figureLayout().plot().center()));
}

void HeatmapView::zoomOut() {
  setViewport(figureLayout().zoomed(1 / kZoomStep, figureLayout().plot().center()));
}

void HeatmapView::zoomToFit() {
  setViewport({});
}

bool HeatmapView::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const HeatmapHit hit = figureLayout().hit(help->pos());
    if (hit.part == HeatmapHit::Part::cell) {
      const std::vector<float> weights = rowWeights(hit.query);
      QToolTip::showText(help->globalPos(),
                         mapCellInWords(shownTitle(), figure_.labels, hit.query, hit.key,
                                        weights[static_cast<std::size_t>(hit.key)], shownValues()),
                         this);
    } else if (hit.part == HeatmapHit::Part::queryLabel) {
      QToolTip::showText(help->globalPos(), visibleToken(figure_.labels.queries.value(hit.query)),
                         this);
    } else if (hit.part == HeatmapHit::Part::keyLabel) {
      QToolTip::showText(help->globalPos(), visibleToken(figure_.labels.keys.value(hit.key)), this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  if (event->type() == QEvent::NativeGesture) {
    const auto* gesture = static_cast<QNativeGestureEvent*>(event);
    if (gesture->gestureType() == Qt::ZoomNativeGesture) {
      setViewport(figureLayout().zoomed(1 + gesture->value(), gesture->position()));
      return true;
    }
  }
  return QWidget::event(event);
}

void HeatmapView::choose(const HeatmapHit& hit) {
  switch (hit.part) {
    case HeatmapHit::Part::cell:
      selection_->setCell(hit.query, hit.key);
      break;
    case HeatmapHit::Part::queryLabel:
      selection_->setCell(hit.query, -1);
      break;
    case HeatmapHit::Part::keyLabel:
      selection_->setCell(std::max(selection_->query(), 0), hit.key);
      break;
    case HeatmapHit::Part::nothing:
      break;
  }
}

void HeatmapView::mousePressEvent(QMouseEvent* event) {
  const bool zoomed = viewport_.zoom > 1;
  dragStart_ = dragLast_ = event->position();
  if (event->button() == Qt::MiddleButton) {
    drag_ = zoomed ? Drag::panning : Drag::none;
  } else if (event->button() == Qt::LeftButton) {
    const HeatmapHit hit = figureLayout().hit(event->position());
    if (startsWeighing(hit)) {
      drag_ = Drag::weighing;
      weighedFrom_ = *chosenWeight();
    } else if (hit.part == HeatmapHit::Part::cell && zoomed) {
      drag_ = Drag::mayPan;  // a click chooses when the button is let go
    } else {
      drag_ = Drag::choosing;
      choose(hit);
    }
  }
  focusVisible_ = false;
  updateCursor(event->position());
}

void HeatmapView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF position = event->position();
  if (drag_ == Drag::mayPan &&
      (position - dragStart_).manhattanLength() >= QApplication::startDragDistance()) {
    drag_ = Drag::panning;
  }
  if (drag_ == Drag::weighing) {
    weighTo(position);
  } else if (drag_ == Drag::panning) {
    setViewport(figureLayout().panned(position - dragLast_));
    dragLast_ = position;
  } else if (drag_ == Drag::choosing) {
    choose(figureLayout().hit(position));
  }
  updateCursor(position);
}

void HeatmapView::mouseReleaseEvent(QMouseEvent* event) {
  const bool clicked = drag_ == Drag::mayPan;
  drag_ = Drag::none;
  if (clicked) {
    choose(figureLayout().hit(event->position()));
  }
  updateCursor(event->position());
}

void HeatmapView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && viewport_.zoom > 1) {
    zoomToFit();
  } else {
    mousePressEvent(event);
  }
}

void HeatmapView::updateCursor(QPointF position) {
  if (drag_ == Drag::panning) {
    setCursor(Qt::ClosedHandCursor);
  } else if (drag_ == Drag::weighing ||
             (drag_ == Drag::none && startsWeighing(figureLayout().hit(position)))) {
    setCursor(Qt::SizeVerCursor);
  } else if (viewport_.zoom > 1 && figureLayout().plot().contains(position)) {
    setCursor(Qt::OpenHandCursor);
  } else if (figureLayout().hit(position).part != HeatmapHit::Part::nothing) {
    setCursor(Qt::PointingHandCursor);
  } else {
    unsetCursor();
  }
}

void HeatmapView::wheelEvent(QWheelEvent* event) {
  const QPointF notches = QPointF(event->angleDelta()) / 120;
  if (event->modifiers().testFlag(Qt::ControlModifier)) {
    setViewport(figureLayout().zoomed(std::pow(kZoomStep, notches.y()), event->position()));
    event->accept();
    return;
  }
  if (viewport_.zoom <= 1) {
    event->ignore();  // the page around may scroll
    return;
  }
  QPointF by = event->pixelDelta().isNull() ? notches * kWheelPan : QPointF(event->pixelDelta());
  if (event->modifiers().testFlag(Qt::ShiftModifier) && by.x() == 0) {
    by = QPointF(by.y(), 0);
  }
  setViewport(figureLayout().panned(by));
  event->accept();
}

// A key asks at the middle of the view, whatever cell is there.
void HeatmapView::contextMenuEvent(QContextMenuEvent* event) {
  const HeatmapLayout& layout = figureLayout();
  QPoint at = event->pos();
  if (event->reason() == QContextMenuEvent::Keyboard) {
    if (figure_.selectedQuery >= 0) {
      const QPointF cell =
          layout.cellRect(figure_.selectedQuery, std::max(figure_.selectedKey, 0)).center();
      const QRectF plot = layout.plot();
      at = {static_cast<int>(std::clamp(cell.x(), plot.left(), plot.right())),
            static_cast<int>(std::clamp(cell.y(), plot.top(), plot.bottom()))};
    }
  } else if (const HeatmapHit hit = layout.hit(at); hit.part == HeatmapHit::Part::cell) {
    selection_->setCell(hit.query, hit.key);
  }
  emit menuRequested(mapToGlobal(at));
}

void HeatmapView::keyPressEvent(QKeyEvent* event) {
  if (!zoomKey(event->key()) && !weighKey(*event) && !(figure_.map && moveKey(*event))) {
    QWidget::keyPressEvent(event);
  }
}

bool HeatmapView::zoomKey(int key) {
  switch (key) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      zoomIn();
      return true;
    case Qt::Key_Minus:
      zoomOut();
      return true;
    case Qt::Key_0:
      zoomToFit();
      return true;
    default:
      return false;
  }
}

bool HeatmapView::moveKey(const QKeyEvent& event) {
  const bool control = event.modifiers().testFlag(Qt::ControlModifier);
  const int query = selection_->query();
  const int key = selection_->key();
  const int lastRow = static_cast<int>(figure_.rows()) - 1;
  const int lastKey = static_cast<int>(figure_.cols()) - 1;
  const int page = std::max(1, std::min(figureLayout().visible().rows() - 1, 10));
  switch (event.key()) {
    case Qt::Key_Left:
      control ? chooseStrongest(0, key >= 0 ? key - 1 : lastKey) : moveBy(0, -1);
      return true;
    case Qt::Key_Right:
      control ? chooseStrongest(key + 1, lastKey) : moveBy(0, 1);
      return true;
    case Qt::Key_Up:
      control ? chooseStrongestInColumn(0, query - 1) : moveBy(-1, 0);
      return true;
    case Qt::Key_Down:
      control ? chooseStrongestInColumn(query + 1, lastRow) : moveBy(1, 0);
      return true;
    case Qt::Key_PageUp:
      moveBy(-page, 0);
      return true;
    case Qt::Key_PageDown:
      moveBy(page, 0);
      return true;
    case Qt::Key_Home:
      selection_->setCell(control ? 0 : std::max(query, 0), control ? key : 0);
      return true;
    case Qt::Key_End:
      selection_->setCell(control ? lastRow : std::max(query, 0), control ? key : lastKey);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      chooseStrongest(0, lastKey);
      return true;
    case Qt::Key_Escape:
      if (key < 0) {
        return false;
      }
      selection_->setCell(query, -1);
      return true;
    default:
      return false;
  }
}

void HeatmapView::moveBy(int rows, int keys) {
  const int lastRow = static_cast<int>(figure_.rows()) - 1;
  const int lastKey = static_cast<int>(figure_.cols()) - 1;
  const int query = std::clamp(std::max(selection_->query(), 0) + rows, 0, lastRow);
  int key = selection_->key();
  if (keys != 0) {
    // Out of a chosen row: its first key to the right, its last one to the left.
    key = key < 0 ? (keys > 0 ? 0 : lastKey) : std::clamp(key + keys, 0, lastKey);
  }
  selection_->setCell(query, key);
}

void HeatmapView::chooseStrongest(int firstKey, int lastKey) {
  const int query = std::max(selection_->query(), 0);
  const int key = strongestKey(rowWeights(query), firstKey, lastKey);
  if (key >= 0) {
    selection_->setCell(query, key);
  }
}

void HeatmapView::chooseStrongestInColumn(int firstRow, int lastRow) {
  const int key = selection_->key();
  if (key < 0 || figure_.map->finestLevel() != 0) {
    moveBy(lastRow >= selection_->query() ? 1 : -1, 0);
    return;
  }
  const Matrix& map = figure_.map->level(0);
  std::vector<float> column(static_cast<std::size_t>(map.rows()));
  for (Index row = 0; row < map.rows(); ++row) {
    column[static_cast<std::size_t>(row)] = map(row, key);
  }
  const int row = strongestKey(column, firstRow, lastRow);
  if (row >= 0) {
    selection_->setCell(row, key);
  }
}

}  // namespace headscope
