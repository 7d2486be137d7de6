#include "training/training_view.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "training/training_animation.h"

namespace headscope {
namespace {

constexpr int kPadding = 24;
constexpr int kWholeHeader = 680;  // a narrower one leaves out what is said elsewhere
constexpr std::chrono::milliseconds kPlayStep{40};
constexpr int kPlaySteps = 150;  // of a whole film

QLabel* makeChip(QWidget* parent) {
  auto* chip = new QLabel(parent);
  chip->setProperty("role", QStringLiteral("chip"));
  chip->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Maximum);
  return chip;
}

QToolButton* makeButton(const QString& text, const QString& tip, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setText(text);
  button->setToolTip(tip);
  return button;
}

// The wheel over it scrolls the tab, but for a slider that is being used.
class StepSlider : public QSlider {
 public:
  explicit StepSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {}

 protected:
  void wheelEvent(QWheelEvent* event) override {
    if (hasFocus()) {
      QSlider::wheelEvent(event);
    } else {
      event->ignore();
    }
  }
};

}  // namespace

TrainingView::TrainingView(Session* session, Training* training, QWidget* parent)
    : QWidget(parent), session_(session), training_(training) {
  QWidget* header = makeHeader();  // first, so that the Tab key goes as the eye does
  controls_ = new TrainingControls(training_, this);
  note_ = new QLabel(this);
  note_->setWordWrap(true);
  note_->setProperty("role", QStringLiteral("quiet"));
  history_ = new TrainingHistoryFigure(this);
  rows_ = new TrainingRowsFigure(this);

  auto* page = new QWidget(this);
  auto* figures = new QVBoxLayout(page);
  figures->setContentsMargins(kPadding, 8, kPadding, kPadding);
  figures->setSpacing(12);
  figures->addWidget(controls_);
  figures->addWidget(note_);
  figures->addWidget(history_);
  figures->addWidget(makeScrubber());
  figures->addWidget(rows_);
  figures->addStretch(1);
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(page);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(header);
  layout->addWidget(scroll, 1);
  QWidget* const stops[] = {history_, play_, scrubber_, compare_, save_, rows_};
  for (std::size_t i = 1; i < std::size(stops); ++i) {
    setTabOrder(stops[i - 1], stops[i]);
  }

  glancePause_.setSingleShot(true);
  playing_.setInterval(kPlayStep);
  connectAll();
  showState();
  showProgress();
}

QWidget* TrainingView::makeHeader() {
  auto* header = new QWidget(this);
  title_ = new QLabel(tr("Training"), header);
  title_->setProperty("role", QStringLiteral("title"));
  taskChip_ = makeChip(header);
  sizeChip_ = makeChip(header);
  status_ = new QLabel(header);
  status_->setProperty("role", QStringLiteral("quiet"));
  start_ = makeButton(tr("Start"), tr("Train from the first step, or go on (Ctrl+T)"), header);
  start_->setShortcut(Qt::CTRL | Qt::Key_T);
  step_ = makeButton(tr("Step"), tr("One step more"), header);
  reset_ = makeButton(tr("Reset"), tr("From the first step again"), header);
  auto* line = new QHBoxLayout(header);
  line->setContentsMargins(kPadding, 12, kPadding, 8);
  line->setSpacing(8);
  line->addWidget(title_);
  line->addWidget(taskChip_, 0, Qt::AlignVCenter);
  line->addWidget(sizeChip_, 0, Qt::AlignVCenter);
  line->addStretch(1);
  line->addWidget(status_);
  line->addWidget(start_);
  line->addWidget(step_);
  line->addWidget(reset_);
  return header;
}

void TrainingView::makeSaveMenu() {
  auto* menu = new QMenu(save_);
  save_->setMenu(menu);
  connect(menu->addAction(tr("Save the recording…")), &QAction::triggered, this, [this] {
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Save the recording of the training"),
        QStringLiteral("%1.safetensors").arg(training_->task().name.section(QLatin1Char('/'), -1)),
        tr("Recordings (*.safetensors)"));
    if (!file.isEmpty()) {
      training_->saveRecording(file);
    }
  });
  connect(menu->addAction(tr("Export an animation of this head…")), &QAction::triggered, this,
          [this] {
            const QString file = QFileDialog::getSaveFileName(
                this, tr("Export an animation"),
                QStringLiteral("%1.png").arg(headName(session_->selection()->head())),
                tr("Animated PNG (*.png)"));
            if (!file.isEmpty()) {
              animate(file);
            }
          });
  connect(menu->addAction(tr("Save the model at this step…")), &QAction::triggered, this, [this] {
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Choose a folder for the model’s files"));
    if (!folder.isEmpty()) {
      training_->saveModel(folder);
    }
  });
}

void TrainingView::animate(const QString& file) {
  TrainingAnimation animation{.picture = training_->picture(),
                              .text = session_->text().toStdString(),
                              .head = session_->selection()->head(),
                              .selectedQuery = session_->tokenSelection()->query(),
                              .style = style_};
  jobs_.submit(
      JobLane::fetch,
      [animation = std::move(animation), file](const JobContext& job) {
        return exportAnimation(animation, file, job);
      },
      [this, file](const Result<void>& result) {
        if (result) {
          emit training_->saved(file);
        } else {
          emit training_->failed(result.error());
        }
      });
}

QWidget* TrainingView::makeScrubber() {
  auto* line = new QWidget(this);
  save_ = makeButton(tr("Save"), tr("The training, or the model as it is at the step shown"), line);
  save_->setPopupMode(QToolButton::InstantPopup);
  makeSaveMenu();
  compare_ = makeButton(tr("Compare heads"),
                        tr("Train the same with 1, 2, 4 and 8 heads, side by side"), line);
  play_ = makeButton(tr("Play"), tr("Watch the training once more"), line);
  scrubber_ = new StepSlider(line);
  scrubber_->setAccessibleName(tr("Step that is shown"));
  scrubber_->setToolTip(tr("Drag through time: every view follows"));
  auto* layout = new QHBoxLayout(line);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(12);
  layout->addWidget(play_);
  layout->addWidget(scrubber_, 1);
  layout->addWidget(compare_);
  layout->addWidget(save_);
  return line;
}

void TrainingView::connectAll() {
  connect(start_, &QToolButton::clicked, this, &TrainingView::startOrPause);
  connect(step_, &QToolButton::clicked, training_, &Training::step);
  connect(reset_, &QToolButton::clicked, this, [this] {
    if (training_->state() != TrainingState::preparing) {
      comparison_.clear();
      training_->start();
    }
  });
  connect(compare_, &QToolButton::clicked, this, &TrainingView::compare);
  connect(&comparison_, &Comparison::progressed, this, &TrainingView::showProgress);
  connect(&comparison_, &Comparison::failed, training_, &Training::failed);
  connect(history_, &TrainingHistoryFigure::sideChosen, this, [this](int side) {
    training_->show(comparison_.pictures()[static_cast<std::size_t>(side)]);
  });
  connect(play_, &QToolButton::clicked, this, &TrainingView::play);
  connect(&playing_, &QTimer::timeout, this, &TrainingView::playOn);
  connect(scrubber_, &QSlider::valueChanged, this, [this](int step) {
    if (step != training_->shownStep()) {
      training_->showStep(step);
    }
  });
  connect(scrubber_, &QSlider::sliderPressed, &playing_, &QTimer::stop);
  connect(history_, &TrainingHistoryFigure::stepChosen, training_, &Training::showStep);
  connect(rows_, &TrainingRowsFigure::headChosen, session_->selection(), &Selection::setHead);
  connect(training_, &Training::stateChanged, this, &TrainingView::showState);
  connect(training_, &Training::optionsChanged, this, &TrainingView::showState);
  connect(training_, &Training::progressed, this, &TrainingView::showProgress);
  connect(session_, &Session::runCompleted, this, &TrainingView::showRows);
  connect(session_, &Session::tokenDisplayChanged, this, &TrainingView::showRows);
  connect(session_->selection(), &Selection::headChanged, this, &TrainingView::showRows);
  connect(session_->selection(), &Selection::cellChanged, this, &TrainingView::showRows);
  connect(&glancePause_, &QTimer::timeout, this, &TrainingView::askForGlance);
}

void TrainingView::startOrPause() {
  switch (training_->state()) {
    case TrainingState::running:
      training_->pause();
      break;
    case TrainingState::paused:
      training_->resume();
      break;
    case TrainingState::preparing:
      break;
    default:
      comparison_.clear();
      training_->start();
      break;
  }
}

void TrainingView::compare() {
  if (comparison_.isRunning()) {
    comparison_.stop();
    return;
  }
  training_->pause();
  comparison_.start(training_->task(), training_->options());
}

void TrainingView::play() {
  if (playing_.isActive()) {
    playing_.stop();
    showState();
    return;
  }
  if (training_->picture() != nullptr) {
    if (training_->shownStep() >= training_->picture()->stepsDone()) {
      training_->showStep(0);
    }
    playing_.start();
    showState();
  }
}

void TrainingView::playOn() {
  const int last = training_->picture()->stepsDone();
  const int next = training_->shownStep() + std::max(1, last / kPlaySteps);
  training_->showStep(std::min(next, last));
  if (next >= last) {
    playing_.stop();
    showState();
  }
}

void TrainingView::resizeEvent(QResizeEvent* event) {
  taskChip_->setVisible(width() >= kWholeHeader);
  sizeChip_->setVisible(width() >= kWholeHeader);
  status_->setText(statusText());
  QWidget::resizeEvent(event);
}

// What is hidden is not kept up to date.
void TrainingView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  showState();
  showProgress();
  showRows();
}

void TrainingView::setFigureStyle(const FigureStyle& style) {
  style_ = style;
  history_->setFigureStyle(style);
  rows_->setFigureStyle(style);
  showProgress();
  showRows();
}

QWidget* TrainingView::picture() {
  return history_->history().film.empty() ? static_cast<QWidget*>(start_) : history_;
}

QSizeF TrainingView::figureSize() const {
  return {static_cast<double>(history_->width() + 2 * kPadding),
          static_cast<double>(history_->height() + rows_->height() + 3 * kPadding)};
}

std::function<void(QPainter&, QSizeF)> TrainingView::figurePaint() const {
  return [history = history_->history(), rows = rows_->rows(), style = style_](QPainter& painter,
                                                                               QSizeF size) {
    const TrainingHistoryLayout above(history, size.width() - 2 * kPadding);
    const TrainingRowsLayout below(rows, size.width() - 2 * kPadding);
    painter.save();
    painter.fillRect(QRectF(QPointF(), size), style.theme.canvas);
    painter.translate(kPadding, kPadding);
    paintTrainingHistory(painter, history, above, style);
    painter.translate(0, above.height() + kPadding);
    paintTrainingRows(painter, rows, below, style);
    painter.restore();
  };
}

}  // namespace headscope