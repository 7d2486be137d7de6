#include "training/training_figures.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QKeyEvent>
#include <QMouseEvent>

#include "render/painting.h"
#include "render/token_label.h"
#include "views/cell_words.h"
#include "views/figure_accessible.h"
#include "views/focus_ring.h"

namespace headscope {

TrainingFigure::TrainingFigure(QWidget* parent) : QWidget(parent) {
  setAccessibleRole(this, QAccessible::Chart);
  setFocusPolicy(Qt::StrongFocus);
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void TrainingFigure::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  update();
}

void TrainingFigure::showAgain(Height height) {
  if (height == Height::other) {
    updateGeometry();
  }
  setFocusPolicy(count() > 0 ? Qt::StrongFocus : Qt::NoFocus);
  update();
}

void TrainingFigure::keyPressEvent(QKeyEvent* event) {
  const int last = count() - 1;
  int next = std::max(chosen(), 0);
  switch (event->key()) {
    case Qt::Key_Left:
      next -= 1;
      break;
    case Qt::Key_Right:
      next += chosen() < 0 ? 0 : 1;
      break;
    case Qt::Key_Up:
      next -= perLine();
      break;
    case Qt::Key_Down:
      next += perLine();
      break;
    case Qt::Key_Home:
      next = 0;
      break;
    case Qt::Key_End:
      next = last;
      break;
    default:
      QWidget::keyPressEvent(event);
      return;
  }
  if (next >= 0 && next <= last && next != chosen()) {
    choose(next);
  }
}

void TrainingFigure::focusInEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  update();
}

void TrainingFigure::focusOutEvent(QFocusEvent* event) {
  focusVisible_ = focusIsSeen(*event, focusVisible_);
  update();
}

void TrainingFigure::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintFigure(painter, style_);
  if (focusVisible_) {
    paintFrame(painter, QRectF(rect()), 2, style_.theme.accent);
  }
}

TrainingHistoryFigure::TrainingHistoryFigure(QWidget* parent) : TrainingFigure(parent) {
  setAccessibleName(words());
  setAccessibleDescription(
      tr("Curves of the training, and a head’s map at some of its steps. Left "
         "and Right show another step."));
}

int TrainingHistoryFigure::chosen() const {
  const auto shown = std::ranges::find_if(history_.film, &FilmFrame::isShown);
  return shown == history_.film.end() ? -1 : static_cast<int>(shown - history_.film.begin());
}

void TrainingHistoryFigure::choose(int index) {
  emit stepChosen(history_.film[static_cast<std::size_t>(index)].step);
}

// "L1·H1 while it learns, step 60, 2 of 6; loss 1.93; accuracy, unseen words 0.12": the last of
// each curve.
QString TrainingHistoryFigure::words() const {
  QStringList parts;
  if (const int shown = chosen(); shown >= 0) {
    parts << tr("%1, %2, %3 of %4")
                 .arg(history_.filmTitle, history_.film[static_cast<std::size_t>(shown)].label)
                 .arg(shown + 1)
                 .arg(history_.film.size());
  } else {
    parts << tr("How training went");
  }
  for (const LineChart& chart : history_.charts) {
    if (chart.lines.size() == 1 && !chart.lines.front().points.empty()) {
      parts << tr("%1 %2").arg(chart.title).arg(chart.lines.front().points.back().y(), 0, 'f', 2);
    }
  }
  return parts.join(QStringLiteral("; "));
}

void TrainingHistoryFigure::setHistory(TrainingHistory history) {
  const bool sameHeight = history.film.size() == history_.film.size() &&
                          history.charts.size() == history_.charts.size() &&
                          history.legend.empty() == history_.legend.empty() &&
                          history.sides.size() == history_.sides.size();
  history_ = std::move(history);
  setAccessibleName(words());
  showAgain(sameHeight ? Height::same : Height::other);
}

int TrainingHistoryFigure::heightForWidth(int width) const {
  return static_cast<int>(std::ceil(TrainingHistoryLayout(history_, width).height()));
}

void TrainingHistoryFigure::paintFigure(QPainter& painter, const FigureStyle& style) {
  paintTrainingHistory(painter, history_, TrainingHistoryLayout(history_, width()), style);
}

void TrainingHistoryFigure::mousePressEvent(QMouseEvent* event) {
  const TrainingHistoryLayout layout(history_, width());
  if (const int frame = layout.frameAt(event->position()); frame >= 0) {
    emit stepChosen(history_.film[static_cast<std::size_t>(frame)].step);
  } else if (const int side = layout.sideAt(event->position()); side >= 0) {
    emit sideChosen(side);
  }
}

TrainingRowsFigure::TrainingRowsFigure(QWidget* parent) : TrainingFigure(parent) {
  setAccessibleName(words());
  setAccessibleDescription(
      tr("Where the chosen query looks in each head. Arrow keys choose a head."));
}

int TrainingRowsFigure::chosen() const {
  const auto head = std::ranges::find_if(rows_.heads, &HeadRow::isSelected);
  return head == rows_.heads.end() ? -1 : static_cast<int>(head - rows_.heads.begin());
}

void TrainingRowsFigure::choose(int index) {
  emit headChosen(rows_.heads[static_cast<std::size_t>(index)].head);
}

// The chosen head's row as it is said everywhere, its label, the step and the answer.
QString TrainingRowsFigure::words() const {
  QStringList parts;
  if (const int at = chosen(); at >= 0) {
    const HeadRow& head = rows_.heads[static_cast<std::size_t>(at)];
    if (head.strongestKey >= 0) {
      parts << rowInWords(head.head, rows_.labels, rows_.query, head.strongestKey,
                          double{head.weights[static_cast<std::size_t>(head.strongestKey)]});
    }
    if (!head.label.isEmpty()) {
      parts << head.label;
    }
  }
  parts << rows_.title;
  if (!rows_.answers.empty()) {
    parts << rows_.answers.front().title;
  }
  return parts.join(QStringLiteral(". "));
}

void TrainingRowsFigure::setRows(TrainingRows rows) {
  const bool sameHeight = rows.heads.size() == rows_.heads.size() &&
                          rows.headsOfLayer == rows_.headsOfLayer &&
                          rows.answers.empty() == rows_.answers.empty();
  rows_ = std::move(rows);
  setAccessibleName(words());
  showAgain(sameHeight ? Height::same : Height::other);
}

int TrainingRowsFigure::heightForWidth(int width) const {
  return static_cast<int>(std::ceil(TrainingRowsLayout(rows_, width).height()));
}

void TrainingRowsFigure::paintFigure(QPainter& painter, const FigureStyle& style) {
  paintTrainingRows(painter, rows_, TrainingRowsLayout(rows_, width()), style);
}

void TrainingRowsFigure::mousePressEvent(QMouseEvent* event) {
  const int head = TrainingRowsLayout(rows_, width()).headAt(event->position());
  if (head >= 0) {
    emit headChosen(rows_.heads[static_cast<std::size_t>(head)].head);
  }
}

}  // namespace headscope
