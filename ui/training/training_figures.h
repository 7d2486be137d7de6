#pragma once

#include <QWidget>

#include "render/training_figure.h"

namespace headscope {

// Curves and film. A click in a map of the film asks for its step.
class TrainingHistoryFigure : public QWidget {
  Q_OBJECT
 public:
  explicit TrainingHistoryFigure(QWidget* parent = nullptr);

  const TrainingHistory& history() const { return history_; }
  void setHistory(TrainingHistory history);
  void setFigureStyle(const FigureStyle& style);

  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override { return {640, heightForWidth(640)}; }
  QSize minimumSizeHint() const override { return {320, heightForWidth(width())}; }

 signals:
  void stepChosen(int step);
  void sideChosen(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  TrainingHistory history_;
  FigureStyle style_;
};

// Rows of all heads, and the answer. A click chooses a head.
class TrainingRowsFigure : public QWidget {
  Q_OBJECT
 public:
  explicit TrainingRowsFigure(QWidget* parent = nullptr);

  const TrainingRows& rows() const { return rows_; }
  void setRows(TrainingRows rows);
  void setFigureStyle(const FigureStyle& style);

  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override { return {640, heightForWidth(640)}; }
  QSize minimumSizeHint() const override { return {320, heightForWidth(width())}; }

 signals:
  void headChosen(headscope::HeadId head);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  TrainingRows rows_;
  FigureStyle style_;
};

}  // namespace headscope
