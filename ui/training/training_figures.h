#pragma once

#include <QWidget>

#include "render/training_figure.h"

namespace headscope {

// A picture that is as wide as it may be, and as tall as that takes.
class TrainingFigure : public QWidget {
  Q_OBJECT
 public:
  explicit TrainingFigure(QWidget* parent);

  void setFigureStyle(const FigureStyle& style);

  bool hasHeightForWidth() const override { return true; }
  QSize sizeHint() const override { return {640, heightForWidth(640)}; }
  QSize minimumSizeHint() const override { return {320, heightForWidth(width())}; }

 protected:
  // After a change of what is shown.
  enum class Height { same, other };
  void showAgain(Height height);
  virtual void paintFigure(QPainter& painter, const FigureStyle& style) = 0;

 private:
  void paintEvent(QPaintEvent* event) override;

  FigureStyle style_;
};

// Curves and film. A click in a map of the film asks for its step.
class TrainingHistoryFigure : public TrainingFigure {
  Q_OBJECT
 public:
  explicit TrainingHistoryFigure(QWidget* parent = nullptr);

  const TrainingHistory& history() const { return history_; }
  void setHistory(TrainingHistory history);
  int heightForWidth(int width) const override;

 signals:
  void stepChosen(int step);
  void sideChosen(int index);

 protected:
  void paintFigure(QPainter& painter, const FigureStyle& style) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  TrainingHistory history_;
};

// Rows of all heads, and the answer. A click chooses a head.
class TrainingRowsFigure : public TrainingFigure {
  Q_OBJECT
 public:
  explicit TrainingRowsFigure(QWidget* parent = nullptr);

  const TrainingRows& rows() const { return rows_; }
  void setRows(TrainingRows rows);
  int heightForWidth(int width) const override;

 signals:
  void headChosen(headscope::HeadId head);

 protected:
  void paintFigure(QPainter& painter, const FigureStyle& style) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  TrainingRows rows_;
};

}  // namespace headscope
