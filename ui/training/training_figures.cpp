#include "training/training_figures.h"

#include <cmath>
#include <utility>

#include <QMouseEvent>

namespace headscope {

TrainingFigure::TrainingFigure(QWidget* parent) : QWidget(parent) {
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
  update();
}

void TrainingFigure::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintFigure(painter, style_);
}

TrainingHistoryFigure::TrainingHistoryFigure(QWidget* parent) : TrainingFigure(parent) {
  setAccessibleName(tr("How training went"));
}

void TrainingHistoryFigure::setHistory(TrainingHistory history) {
  const bool sameHeight = history.film.size() == history_.film.size() &&
                          history.charts.size() == history_.charts.size() &&
                          history.legend.empty() == history_.legend.empty() &&
                          history.sides.size() == history_.sides.size();
  history_ = std::move(history);
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

TrainingRowsFigure::TrainingRowsFigure(QWidget* parent) : TrainingFigure(parent) {}

void TrainingRowsFigure::setRows(TrainingRows rows) {
  const bool sameHeight = rows.heads.size() == rows_.heads.size() &&
                          rows.headsOfLayer == rows_.headsOfLayer &&
                          rows.answers.empty() == rows_.answers.empty();
  rows_ = std::move(rows);
  QString words = rows_.title;
  if (!rows_.answers.empty()) {
    words += QStringLiteral(". ") + rows_.answers.front().title;
  }
  setAccessibleName(words);
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
