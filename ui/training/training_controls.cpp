#include "training/training_controls.h"

#include <algorithm>
#include <array>

#include <QFileDialog>
#include <QGridLayout>

#include "dialogs/own_text_dialog.h"
#include "views/choice_field.h"
#include "views/position_field.h"

namespace headscope {
namespace {

constexpr std::array kRates = {3e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2, 3e-2, 1e-1};
constexpr std::array kNormChoices = {NormPlacement::pre, NormPlacement::post, NormPlacement::none};

template <typename T, std::size_t kCount>
int indexIn(const std::array<T, kCount>& values, const T& value) {
  const auto found = std::find(values.begin(), values.end(), value);
  return found == values.end() ? -1 : static_cast<int>(found - values.begin());
}

}  // namespace

TrainingControls::TrainingControls(Training* training, QWidget* parent)
    : QWidget(parent),
      training_(training),
      task_(new ChoiceField(tr("task"), this)),
      positions_(new ChoiceField(tr("positions"), this)),
      norm_(new ChoiceField(tr("norm"), this)),
      learningRate_(new ChoiceField(tr("rate"), this)),
      batch_(new PositionField(tr("batch"), this)),
      steps_(new PositionField(tr("steps"), this)) {
  for (const std::string& name : builtInTasks()) {
    task_->addItem(QString::fromStdString(name));
  }
  task_->addItem(tr("your own text…"));
  task_->addItem(tr("a file…"));
  task_->setToolTip(tr("What the model learns"));
  positions_->addItems({tr("none"), tr("learned"), tr("sinusoid"), tr("rotary"), tr("ALiBi")});
  positions_->setToolTip(tr("How the model is told where a word stands"));
  norm_->addItems({tr("pre"), tr("post"), tr("none")});
  norm_->setToolTip(
      tr("The layer norm stands before each part of a block (pre) or after it (post)"));
  for (const double rate : kRates) {
    learningRate_->addItem(QString::number(rate));
  }
  learningRate_->setToolTip(tr("Learning rate of AdamW, at its highest"));
  batch_->setRange(1, kMaxTrainedBatch);
  batch_->setToolTip(tr("Texts a step"));
  steps_->setRange(1, kMaxTrainedSteps);
  steps_->setToolTip(tr("Steps of a training"));

  connect(task_, &QComboBox::activated, this, &TrainingControls::chooseTask);
  connect(positions_, &QComboBox::activated, this, [this](int index) {
    change([&](TrainingOptions& o) {
      o.positions = kTrainedPositions[static_cast<std::size_t>(index)];
    });
  });
  connect(norm_, &QComboBox::activated, this, [this](int index) {
    change([&](TrainingOptions& o) { o.norm = kNormChoices[static_cast<std::size_t>(index)]; });
  });
  connect(learningRate_, &QComboBox::activated, this, [this](int index) {
    change([&](TrainingOptions& o) { o.learningRate = kRates[static_cast<std::size_t>(index)]; });
  });
  connect(batch_, &QSpinBox::valueChanged, this,
          [this](int value) { change([&](TrainingOptions& o) { o.batch = value; }); });
  connect(steps_, &QSpinBox::valueChanged, this,
          [this](int value) { change([&](TrainingOptions& o) { o.steps = value; }); });
  connect(training_, &Training::optionsChanged, this, &TrainingControls::showOptions);

  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(8);
  const std::array<QWidget*, 6> fields = {task_, positions_, norm_, learningRate_, batch_, steps_};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    grid->addWidget(fields[i], static_cast<int>(i / 3), static_cast<int>(i % 3));
    grid->setColumnStretch(static_cast<int>(i % 3), 1);
  }
  showOptions();
}

template <typename Change>
void TrainingControls::change(Change&& change) {
  TrainingOptions options = training_->options();
  change(options);
  training_->setOptions(options);
}

void TrainingControls::chooseTask(int index) {
  if (index == task_->count() - 1) {
    chooseFile();
  } else if (index == task_->count() - 2) {
    chooseText();
  } else {
    training_->setTask({.name = task_->itemText(index)});
  }
}

void TrainingControls::chooseFile() {
  const QString file =
      QFileDialog::getOpenFileName(this, tr("Open a task, or a text whose words are to be learnt"),
                                   {}, tr("Tasks and texts (*.json *.txt)"));
  if (file.isEmpty()) {
    showOptions();
  } else {
    training_->setTask({.name = file});
  }
}

void TrainingControls::chooseText() {
  auto* dialog = new OwnTextDialog(training_->task().text, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] {
    training_->setTask({.name = tr("your own text"), .text = dialog->text()});
  });
  connect(dialog, &QDialog::rejected, this, &TrainingControls::showOptions);
  dialog->open();
}

void TrainingControls::showOptions() {
  const TrainingOptions& options = training_->options();
  const int task = task_->findText(training_->task().name);
  if (task >= 0) {
    task_->showIndex(task);
  } else {
    task_->showText(training_->task().name.section(QLatin1Char('/'), -1));
  }
  positions_->showIndex(indexIn(kTrainedPositions, options.positions));
  norm_->showIndex(indexIn(kNormChoices, options.norm));
  learningRate_->showIndex(indexIn(kRates, options.learningRate));
  const std::array<std::pair<PositionField*, int>, 2> numbers = {
      {{batch_, options.batch}, {steps_, options.steps}}};
  for (const auto& [field, value] : numbers) {
    const QSignalBlocker quiet(field);
    field->showValue(value);
  }
}

}  // namespace headscope
