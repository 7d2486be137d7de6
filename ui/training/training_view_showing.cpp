#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "training/training_view.h"

// What the Training tab shows of a training, a comparison and the text that is looked at.

namespace headscope {
namespace {

constexpr int kWholeStatus = 680;  // a narrower header leaves out what is said elsewhere
constexpr std::chrono::milliseconds kGlanceAfter{60};
constexpr std::chrono::milliseconds kGlanceWhileTraining{250};  // a film takes six models

std::vector<QPointF> lossPoints(const Recording& recording) {
  std::vector<QPointF> points;
  const std::vector<float>& losses = recording.losses();
  for (std::size_t i = 0; i < losses.size(); ++i) {
    points.emplace_back(static_cast<double>(i + 1), static_cast<double>(losses[i]));
  }
  return points;
}

std::vector<QPointF> testPoints(const Recording& recording, std::size_t test) {
  std::vector<QPointF> points;
  for (const TestPoint& point : recording.tests()) {
    points.emplace_back(point.step, point.accuracy[test]);
  }
  return points;
}

double greatestOf(const ChartLine& line) {
  double greatest = 0;
  for (const QPointF& point : line.points) {
    greatest = std::max(greatest, point.y());
  }
  return greatest;
}

// Losses of single batches jump: of several curves each is drawn through the means of twenty.
std::vector<QPointF> meanLosses(const Recording& recording) {
  constexpr std::size_t kMeanOf = 20;
  const std::vector<QPointF> all = lossPoints(recording);
  std::vector<QPointF> means;
  for (std::size_t i = 0; i < all.size(); i += kMeanOf) {
    const std::size_t end = std::min(all.size(), i + kMeanOf);
    QPointF sum;
    for (std::size_t k = i; k < end; ++k) {
      sum += all[k];
    }
    means.push_back(sum / static_cast<double>(end - i));
  }
  return means;
}

}  // namespace

// Loss, then each test, without lines.
std::vector<LineChart> TrainingView::emptyCharts(const TrainingPicture& picture) {
  const double steps = picture.options.steps;
  std::vector<LineChart> charts = {{.title = tr("loss"), .brief = tr("loss"), .xMost = steps}};
  for (const std::string& test : picture.task->description.tests) {
    const QString name = QString::fromStdString(test);
    charts.push_back({.title = tr("accuracy, %1").arg(name), .brief = name, .xMost = steps});
  }
  return charts;
}

// The curves of the trainings that are compared, in place of that of the one that is shown.
void TrainingView::addSides(TrainingHistory& history) const {
  const Theme& theme = style_.theme;
  const std::array colors = {mix(theme.textQuiet, theme.canvas, 0.5), theme.textQuiet, theme.accent,
                             theme.warm};
  const auto& pictures = comparison_.pictures();
  history.charts = emptyCharts(*pictures.front());
  history.charts[0].yMost = 0;
  for (std::size_t side = 0; side < pictures.size(); ++side) {
    const TrainingPicture& picture = *pictures[side];
    const QColor& color = colors[side % colors.size()];
    history.legend.push_back({headsTimesWidth(picture.options), color});
    history.charts[0].lines.push_back({.points = meanLosses(picture.recording), .color = color});
    history.charts[0].yMost =
        std::max(history.charts[0].yMost, roundedUp(greatestOf(history.charts[0].lines.back())));
    for (std::size_t chart = 1; chart < history.charts.size(); ++chart) {
      history.charts[chart].lines.push_back(
          {.points = testPoints(picture.recording, chart - 1), .color = color});
    }
  }
  history.sides = glance_.sides;
  history.sidesTitle = tr("The sharpest head of each model’s last layer");
}

void TrainingView::showState() {
  const TrainingState state = training_->state();
  const bool running = state == TrainingState::running || state == TrainingState::preparing;
  glancePause_.setInterval(running ? kGlanceWhileTraining : kGlanceAfter);
  start_->setText(running                          ? tr("Pause")
                  : state == TrainingState::paused ? tr("Go on")
                                                   : tr("Start"));
  const bool preparing = state == TrainingState::preparing;
  // What is disabled loses the focus, so what was just pressed is not: it does nothing until it
  // can.
  start_->setEnabled(!preparing || start_->hasFocus());
  step_->setEnabled(state == TrainingState::paused || (running && step_->hasFocus()));
  save_->setEnabled(training_->picture() != nullptr);
  reset_->setEnabled(preparing ? reset_->hasFocus() : state != TrainingState::none);
  const TrainingOptions& options = training_->options();
  taskChip_->setText(training_->task().name.section(QLatin1Char('/'), -1));
  sizeChip_->setText(headsTimesWidth(options));
  play_->setText(playing_.isActive() ? tr("Stop") : tr("Play"));
  status_->setText(statusText());
  note_->setText(noteText());
}

QString TrainingView::statusText() const {
  const auto picture = training_->picture();
  if (picture == nullptr) {
    return {};
  }
  QString text = tr("step %1 of %2").arg(picture->stepsDone()).arg(picture->options.steps);
  if (picture->seconds > 0 && width() >= kWholeStatus) {
    text += tr(" · %1 s · %2 steps a second")
                .arg(picture->seconds, 0, 'f', 1)
                .arg(qRound(picture->stepsDone() / picture->seconds));
  }
  return text;
}

QString TrainingView::noteText() const {
  const auto picture = training_->picture();
  if (training_->isHeldBack()) {
    return tr(
        "The new model is being trained. The picture stays that of the one before until the "
        "new one is as good.");
  }
  const Lesson* lesson = session_->lesson();
  if (picture == nullptr) {
    return tr(
        "Train a small transformer in this window and watch its heads learn where to look. "
        "Its sizes are in the panel at the left, all else is here.");
  }
  return lesson == nullptr ? QString() : QString::fromStdString(lesson->lookFor);
}

void TrainingView::showProgress() {
  const auto picture = training_->picture();
  TrainingHistory history = {.film = glance_.film};
  if (picture != nullptr) {
    const Recording& recording = picture->recording;
    history.charts = emptyCharts(*picture);
    history.charts[0].lines = {{.points = lossPoints(recording), .color = style_.theme.accent}};
    history.charts[0].yMost = roundedUp(greatestOf(history.charts[0].lines.back()));
    for (std::size_t chart = 1; chart < history.charts.size(); ++chart) {
      history.charts[chart].lines = {
          {.points = testPoints(recording, chart - 1), .color = style_.theme.accent}};
    }
    for (LineChart& chart : history.charts) {
      chart.mark = training_->shownStep();
    }
  }
  if (!comparison_.pictures().empty()) {
    addSides(history);
  }
  history.filmTitle = tr("%1 while it learns").arg(headName(session_->selection()->head()));
  history.queries = static_cast<int>(session_->tokenLabels().queries.size());
  history.selectedQuery = session_->tokenSelection()->query();
  history_->setHistory(std::move(history));

  const bool hasSteps = picture != nullptr && picture->stepsDone() > 0;
  compare_->setText(comparison_.isRunning() ? tr("Stop comparing") : tr("Compare heads"));
  play_->setEnabled(hasSteps);
  scrubber_->setEnabled(hasSteps);
  if (hasSteps) {
    const QSignalBlocker quiet(scrubber_);
    scrubber_->setRange(0, picture->stepsDone());
    scrubber_->setPageStep(std::max(1, picture->options.steps / 20));
    scrubber_->setValue(training_->shownStep());
  }
  status_->setText(statusText());
  note_->setText(noteText());
  if (isVisible() && !glancePause_.isActive()) {
    glancePause_.start();
  }
}

// What the head is labelled with at the step that is shown.
void TrainingView::addLabel(HeadRow& row) const {
  if (training_->picture() == nullptr || training_->isHeldBack()) {
    return;
  }
  for (const EarnedLabel& label : training_->picture()->labels) {
    if (label.head == row.head && label.since <= training_->shownStep()) {
      const QString pattern = QString::fromStdString(label.pattern);
      row.label =
          tr("%1 %2, since step %3").arg(pattern).arg(label.score, 0, 'f', 2).arg(label.since);
      row.brief = tr("%1 since step %2").arg(pattern).arg(label.since);
    }
  }
}

void TrainingView::showRows() {
  const auto run = session_->run();
  if (run != nullptr && run->attention->knownLayers() < run->attention->shape().layers) {
    return;  // runCompleted comes
  }
  TrainingRows rows;
  const auto attention = session_->attention();
  const int query = session_->selection()->query();
  const TokenLabels& labels = session_->labels();
  if (isVisible() && session_->lesson() != nullptr && attention != nullptr && query >= 0 &&
      query < labels.queries.size()) {
    const QString word = labels.queries[query].trimmed();
    rows.title = training_->picture() == nullptr
                     ? tr("“%1”").arg(word)
                     : tr("“%1” at step %2").arg(word).arg(training_->shownStep());
    const AttentionShape shape = attention->shape();
    rows.labels = labels;
    rows.query = query;
    rows.headsOfLayer = shape.heads;
    for (int layer = 0; layer < shape.layers; ++layer) {
      for (int head = 0; head < shape.heads; ++head) {
        HeadRow row{.head = {layer, head}, .weights = attention->row({layer, head}, query)};
        row.strongestKey =
            static_cast<int>(std::ranges::max_element(row.weights) - row.weights.begin());
        row.strongest = labels.keys[row.strongestKey];
        row.isSelected = row.head == session_->selection()->head();
        addLabel(row);
        rows.heads.push_back(std::move(row));
      }
    }
    const QStringList tokens = session_->tokenLabels().queries;
    for (const Answer& answer : glance_.answers) {
      if (answer.ofRows.size() == static_cast<std::size_t>(tokens.size()) &&
          (session_->queryTokens(query).has(answer.row) ||
           (rows.answers.empty() && &answer == &glance_.answers.back()))) {
        AnswerRow shown{.words = tokens, .ofWords = answer.ofRows};
        const QString asked = tokens[answer.row].trimmed();
        const auto best = std::ranges::max_element(answer.ofRows);
        shown.title = tr("The model answers: “%1” is %2, %3")
                          .arg(asked, tokens[best - answer.ofRows.begin()].trimmed())
                          .arg(*best, 0, 'f', 2);
        shown.newWords = tr("dotted: never seen in training");
        const Lesson& lesson = *session_->lesson();
        for (const Token& token : session_->run()->tokens) {
          // While a model of other words comes, the run may be of the one before.
          const auto id = static_cast<std::size_t>(token.id);
          shown.isNew.push_back(id < lesson.met.size() && lesson.met[id] == 0);
        }
        rows.answers = {std::move(shown)};
      }
    }
  }
  rows_->setRows(std::move(rows));
  if (isVisible() && !glancePause_.isActive()) {
    glancePause_.start();
  }
}

void TrainingView::askForGlance() {
  const auto model = std::dynamic_pointer_cast<const CheckpointSource>(session_->model());
  GlanceRequest request{.picture = training_->picture(),
                        .sides = comparison_.pictures(),
                        .shownStep = training_->shownStep(),
                        .model = model,
                        .text = session_->text().toStdString(),
                        .head = session_->selection()->head(),
                        .query = session_->tokenSelection()->query(),
                        .colors = style_.colorMap,
                        .theme = style_.theme.kind};
  jobs_.submit(
      JobLane::run,
      [request = std::move(request)](const JobContext& job) { return glanceAt(request, job); },
      [this](Glance glance) {
        glance_ = std::move(glance);
        showProgress();
        showRows();
        glancePause_.stop();  // what was just shown asks for no other
      });
}

}  // namespace headscope
