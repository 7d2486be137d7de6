#pragma once

#include <QWidget>

#include "render/training_figure.h"

namespace headscope {

// A picture that is as wide as it may be, and as tall as that takes. It takes the focus while it
// has something to choose with the arrow keys.
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
  // The arrow keys choose the next or the one before, so many at once; Home and End the first and
  // last. What is to be chosen lies within 0 and count() - 1.
  virtual int count() const = 0;
  virtual int chosen() const = 0;  // -1: none
  virtual int perLine() const { return 1; }
  virtual void choose(int index) = 0;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void paintEvent(QPaintEvent* event) override;

  FigureStyle style_;
  bool focusVisible_ = false;
};

// Curves and film. A click in a map of the film asks for its step, as Left and Right do.
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
  int count() const override { return static_cast<int>(history_.film.size()); }
  int chosen() const override;
  void choose(int index) override;

 private:
  QString words() const;

  TrainingHistory history_;
};

// Rows of all heads, and the answer. A click chooses a head, as the arrow keys do.
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
  int count() const override { return static_cast<int>(rows_.heads.size()); }
  int chosen() const override;
  int perLine() const override { return rows_.headsOfLayer; }
  void choose(int index) override;

 private:
  QString words() const;

  TrainingRows rows_;
};

}  // namespace headscope
