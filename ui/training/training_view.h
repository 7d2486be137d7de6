#pragma once

#include <functional>

#include <QLabel>
#include <QSlider>
#include <QTimer>
#include <QToolButton>
#include <QWidget>

#include "jobs/job_runner.h"
#include "session/comparison.h"
#include "session/session.h"
#include "session/training.h"
#include "training/training_controls.h"
#include "training/training_figures.h"
#include "training/training_glance.h"

namespace headscope {

// The Training tab: what to train, how it goes, and a way back through all of its steps.
class TrainingView : public QWidget {
  Q_OBJECT
 public:
  TrainingView(Session* session, Training* training, QWidget* parent = nullptr);

  Comparison* comparison() { return &comparison_; }
  QToolButton* compareButton() { return compare_; }

  void setFigureStyle(const FigureStyle& style);

  TrainingControls* controls() { return controls_; }
  TrainingHistoryFigure* history() { return history_; }
  TrainingRowsFigure* rows() { return rows_; }
  QSlider* scrubber() { return scrubber_; }
  QToolButton* startButton() { return start_; }  // start, pause or go on
  QToolButton* stepButton() { return step_; }
  QToolButton* resetButton() { return reset_; }
  QToolButton* playButton() { return play_; }
  QToolButton* saveButton() { return save_; }  // with a menu
  // Where the keys go: the film or, before there is one, what starts it.
  QWidget* picture();
  QString status() const { return status_->text(); }
  QString note() const { return note_->text(); }

  // Writes an animated PNG of the chosen head; Training::saved() or failed() follows.
  void animate(const QString& file);

  // Paints the figures below each other, for a file of this size.
  QSizeF figureSize() const;
  std::function<void(QPainter&, QSizeF)> figurePaint() const;

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  QWidget* makeHeader();
  QWidget* makeScrubber();
  void connectAll();
  void makeSaveMenu();
  void startOrPause();
  void compare();
  void addSides(TrainingHistory& history) const;
  static std::vector<LineChart> emptyCharts(const TrainingPicture& picture);
  void play();
  void playOn();

  void showState();
  void showProgress();
  void showRows();
  void addLabel(HeadRow& row) const;
  void askForGlance();
  QString statusText() const;
  QString noteText() const;

  Session* session_;
  Training* training_;
  FigureStyle style_;
  Glance glance_;
  Comparison comparison_;

  QLabel* title_ = nullptr;
  QLabel* taskChip_ = nullptr;
  QLabel* sizeChip_ = nullptr;
  QLabel* status_ = nullptr;
  QLabel* note_ = nullptr;
  QToolButton* start_ = nullptr;
  QToolButton* step_ = nullptr;
  QToolButton* reset_ = nullptr;
  QToolButton* play_ = nullptr;
  QToolButton* save_ = nullptr;
  QToolButton* compare_ = nullptr;
  QSlider* scrubber_ = nullptr;
  TrainingControls* controls_ = nullptr;
  TrainingHistoryFigure* history_ = nullptr;
  TrainingRowsFigure* rows_ = nullptr;
  QTimer glancePause_;
  QTimer playing_;
  JobRunner jobs_;  // last: its threads stop before anything else goes
};

}  // namespace headscope
