#include "window/model_panel.h"

#include <limits>

#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>

#include "session/training_command.h"
#include "source/sandbox_spec.h"

namespace headscope {
namespace {

constexpr int kFieldGap = 8;

// What a choice of the mask's field stands for; a custom mask is chosen as a file.
constexpr SandboxMask kMasks[] = {SandboxMask::none, SandboxMask::causal, SandboxMask::padding,
                                  SandboxMask::custom};
constexpr ScoreKind kScores[] = {ScoreKind::scaledDot, ScoreKind::dot, ScoreKind::cosine};
constexpr NormPlacement kNorms[] = {NormPlacement::none, NormPlacement::post, NormPlacement::pre};
constexpr EmbeddingKind kEmbeddings[] = {EmbeddingKind::seeded, EmbeddingKind::oneHot,
                                         EmbeddingKind::imported};
constexpr MatrixKind kMatrixKinds[] = {MatrixKind::seeded, MatrixKind::identity,
                                       MatrixKind::imported};

template <typename T, std::size_t N>
int indexOf(const T (&values)[N], T value) {
  return static_cast<int>(std::find(values, values + N, value) - values);
}

}  // namespace

ModelPanel::ModelPanel(Session* session, Training* training, QWidget* parent)
    : QWidget(parent),
      session_(session),
      training_(training),
      heads_(makeNumber(tr("heads"), tr("Attention heads of each layer, side by side"),
                        &SandboxConfig::heads, kMaxSandboxHeads, &TrainingOptions::heads)),
      dK_(makeNumber(tr("d_k"), tr("Dimensions of a query, a key and a value of one head"),
                     &SandboxConfig::dK, kMaxSandboxDK, &TrainingOptions::dK)),
      layers_(makeNumber(tr("layers"), tr("Blocks, each reading what the one before wrote"),
                         &SandboxConfig::layers, kMaxSandboxLayers, &TrainingOptions::layers)),
      width_(makeNumber(tr("width"), tr("d_model: dimensions of a token in the residual stream"),
                        &SandboxConfig::dModel, kMaxSandboxDModel, &TrainingOptions::dModel)),
      padding_(makeNumber(tr("padded tokens"), tr("Tokens at the end that no query may see"),
                          &SandboxConfig::padding, kMaxSandboxTokens)),
      seed_(new PositionField(tr("seed"), this)),
      fixedNote_(new QLabel(this)) {
  seed_->setRange(0, std::numeric_limits<int>::max());
  seed_->setToolTip(tr("Another seed, other random weights; the same seed, the same picture"));
  connect(seed_, &QSpinBox::valueChanged, this, [this](int value) {
    change([value](SandboxConfig& config) { config.seed = static_cast<std::uint64_t>(value); });
    changeTraining([value](TrainingOptions& o) { o.seed = static_cast<std::uint64_t>(value); });
  });
  makeChoices();
  makeMatrices();
  fixedNote_->setWordWrap(true);
  fixedNote_->setProperty("role", QStringLiteral("quiet"));
  fixedNote_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
  showFixedNote();
  connect(fixedNote_, &QLabel::linkActivated, this, [this] { emit sandboxRequested(); });
  layOut();
  connect(session_, &Session::modelChanged, this, &ModelPanel::showModel);
  connect(session_, &Session::failed, this, &ModelPanel::showModel);
  showModel();
}

PositionField* ModelPanel::makeNumber(const QString& name, const QString& tip, Field field,
                                      int most, TrainedField trained) {
  auto* number = new PositionField(name, this);
  number->setRange(1, most);
  number->setToolTip(tr("%1 (1 to %2)").arg(tip).arg(most));
  connect(number, &QSpinBox::valueChanged, this, [this, field, trained](int value) {
    change([field, value](SandboxConfig& config) { config.*field = value; });
    if (trained != nullptr) {
      changeTraining([trained, value](TrainingOptions& options) { options.*trained = value; });
    }
  });
  return number;
}

ChoiceField* ModelPanel::makeChoice(const QString& name, const QString& tip,
                                    const QStringList& choices) {
  auto* choice = new ChoiceField(name, this);
  choice->addItems(choices);
  choice->setToolTip(tip);
  return choice;
}

void ModelPanel::makeChoices() {
  positions_ = makeChoice(tr("positions"), tr("What is added to say where a token stands"),
                          {tr("none"), tr("sinusoid"), tr("sinusoid, halves"), tr("learned")});
  connect(positions_, &QComboBox::activated, this, [this](int index) {
    change([index](SandboxConfig& config) {
      config.positions = kPositionKinds[static_cast<std::size_t>(index)];
    });
  });
  mask_ = makeChoice(tr("mask"), tr("Which keys a query may see"),
                     {tr("none"), tr("causal"), tr("padding"), tr("from a CSV file…")});
  connect(mask_, &QComboBox::activated, this, &ModelPanel::changeMask);
  score_ = makeChoice(tr("score"), tr("How a query and a key become a number"),
                      {tr("q·k ÷ √d_k"), tr("q·k"), tr("cosine")});
  connect(score_, &QComboBox::activated, this, [this](int index) {
    change([index](SandboxConfig& config) { config.score = kScores[index]; });
  });
  embedding_ = makeChoice(tr("words"), tr("What a word is before the first layer"),
                          {tr("by seed"), tr("one-hot"), tr("from a CSV file…")});
  connect(embedding_, &QComboBox::activated, this, &ModelPanel::changeEmbedding);
  norm_ = makeChoice(
      tr("norm"), tr("The layer norm stands after each part of a block (post) or before it (pre)"),
      {tr("none"), tr("post"), tr("pre")});
  connect(norm_, &QComboBox::activated, this, [this](int index) {
    change([index](SandboxConfig& config) { config.norm = kNorms[index]; });
  });
}

void ModelPanel::makeMatrices() {
  const QString names[] = {tr("W_Q"), tr("W_K"), tr("W_V"), tr("W_O")};
  for (int i = 0; i < kMatrices; ++i) {
    ChoiceField* field = makeChoice(names[i], tr("Where %1 comes from").arg(names[i]),
                                    {tr("seed"), tr("identity"), tr("CSV file…")});
    connect(field, &QComboBox::activated, this,
            [this, i](int index) { changeMatrix(static_cast<Matrix>(i), index); });
    matrices_[static_cast<std::size_t>(i)] = field;
  }
}

void ModelPanel::layOut() {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(kFieldGap);
  grid->setColumnStretch(0, 1);
  grid->setColumnStretch(1, 1);
  grid->addWidget(heads_, 0, 0);
  grid->addWidget(dK_, 0, 1);
  grid->addWidget(layers_, 1, 0);
  grid->addWidget(width_, 1, 1);
  grid->addWidget(positions_, 2, 0, 1, 2);
  grid->addWidget(mask_, 3, 0, 1, 2);
  grid->addWidget(padding_, 4, 0, 1, 2);
  grid->addWidget(score_, 5, 0, 1, 2);
  grid->addWidget(embedding_, 6, 0, 1, 2);
  grid->addWidget(matrices_[kQuery], 7, 0);
  grid->addWidget(matrices_[kKey], 7, 1);
  grid->addWidget(matrices_[kValue], 8, 0);
  grid->addWidget(matrices_[kOutput], 8, 1);
  grid->addWidget(seed_, 9, 0);
  grid->addWidget(norm_, 9, 1);
  grid->addWidget(fixedNote_, 10, 0, 1, 2);
  // The Tab key goes as the eye does.
  QWidget* last = nullptr;
  for (int i = 0; i < grid->count(); ++i) {
    QWidget* next = grid->itemAt(i)->widget();
    if (last != nullptr) {
      setTabOrder(last, next);
    }
    last = next;
  }
}

void ModelPanel::showFixedNote() {
  const bool recorded = session_->model() != nullptr && session_->model()->description().isRecorded;
  fixedNote_->setText(
      recorded
          ? tr("Recorded: weights alone, of one text. The <a href=\"sandbox\">sandbox</a> has any "
               "number of heads and any text.")
          : tr("Fixed by this checkpoint. The <a href=\"sandbox\">sandbox</a> has any number of "
               "heads and any d_k."));
}

void ModelPanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
    // A rich text keeps the link colour that it was set with.
    fixedNote_->setText({});
    showFixedNote();
  }
  QWidget::changeEvent(event);
}

void ModelPanel::showModel() {
  const bool sandbox = session_->sandbox().has_value();
  const bool playground = session_->lesson() != nullptr;
  const bool known = session_->model() != nullptr;
  for (QWidget* field : std::initializer_list<QWidget*>{score_, embedding_, norm_, matrices_[0],
                                                        matrices_[1], matrices_[2], matrices_[3]}) {
    field->setVisible(sandbox);
  }
  seed_->setVisible(sandbox || playground);
  for (PositionField* field : {heads_, dK_, layers_, width_}) {
    field->setReadOnly(!sandbox && !playground);
  }
  const bool recorded = known && session_->model()->description().isRecorded;
  for (QWidget* field : std::initializer_list<QWidget*>{dK_, width_, positions_, mask_}) {
    field->setVisible(!recorded);
  }
  for (ChoiceField* field : {positions_, mask_}) {
    field->setEnabled(sandbox);
  }
  fixedNote_->setVisible(known && !sandbox && !playground);
  showFixedNote();
  padding_->setVisible(sandbox && session_->sandbox()->mask == SandboxMask::padding);
  if (sandbox) {
    showSandbox(*session_->sandbox());
  } else if (known) {
    showCheckpoint(session_->model()->description());
  }
}

// Checkpoints may have more than a sandbox can be given.
void ModelPanel::showSizes(int heads, int dK, int layers, int dModel) {
  const bool trains = session_->lesson() != nullptr;
  const auto show = [trains](PositionField* field, int value, int mostOfSandbox, int mostTrained) {
    const QSignalBlocker quiet(field);
    field->setMaximum(std::max(value, trains ? mostTrained : mostOfSandbox));
    field->showValue(value);
  };
  show(heads_, heads, kMaxSandboxHeads, kMaxTrainedHeads);
  show(dK_, dK, kMaxSandboxDK, kMaxTrainedDK);
  show(layers_, layers, kMaxSandboxLayers, kMaxTrainedLayers);
  show(width_, dModel, kMaxSandboxDModel, kMaxTrainedDModel);
}

void ModelPanel::showSandbox(const SandboxConfig& config) {
  showSizes(config.heads, config.dK, config.layers, config.dModel);
  padding_->showValue(config.padding);
  {
    const QSignalBlocker quiet(seed_);
    seed_->setValue(static_cast<int>(config.seed));
  }
  positions_->showIndex(
      static_cast<int>(std::find(kPositionKinds.begin(), kPositionKinds.end(), config.positions) -
                       kPositionKinds.begin()));
  mask_->showIndex(indexOf(kMasks, config.mask));
  score_->showIndex(indexOf(kScores, config.score));
  norm_->showIndex(indexOf(kNorms, config.norm));
  embedding_->showIndex(indexOf(kEmbeddings, config.embedding));
  const MatrixChoice* choices[] = {&config.query, &config.key, &config.value, &config.output};
  for (std::size_t i = 0; i < kMatrices; ++i) {
    matrices_[i]->showIndex(indexOf(kMatrixKinds, choices[i]->kind));
  }
}

void ModelPanel::showCheckpoint(const ModelDescription& description) {
  showSizes(description.heads, description.dK, description.layers, description.dModel);
  const auto kind = std::find(kPositionKinds.begin(), kPositionKinds.end(), description.positions);
  if (kind != kPositionKinds.end()) {
    positions_->showIndex(static_cast<int>(kind - kPositionKinds.begin()));
  } else {
    const std::string_view name = positionKindName(description.positions);
    positions_->showText(QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
  }
  mask_->showIndex(description.isCausal() ? 1 : 0);
  if (session_->lesson() != nullptr) {
    const QSignalBlocker quiet(seed_);
    seed_->setValue(static_cast<int>(training_->options().seed));
  }
}

template <typename Change>
void ModelPanel::change(Change&& change) {
  if (!session_->wantedSandbox()) {
    return;
  }
  SandboxConfig config = *session_->wantedSandbox();
  change(config);
  session_->changeSandbox(config);
}

// Trains anew from the sizes that the model has.
template <typename Change>
void ModelPanel::changeTraining(Change&& change) {
  if (session_->lesson() == nullptr || session_->wantedSandbox()) {
    return;
  }
  TrainingOptions before = training_->options();
  if (!training_->isHeldBack()) {  // else the model that is shown is not the newest one
    const ModelDescription& shown = session_->model()->description();
    before.heads = shown.heads;
    before.dK = shown.dK;
    before.layers = shown.layers;
    before.dModel = shown.dModel;
  }
  TrainingOptions after = before;
  change(after);
  session_->undoStack()->push(new TrainingCommand(training_, before, after));
}

void ModelPanel::changeMatrix(Matrix which, int index) {
  MatrixChoice choice{.kind = kMatrixKinds[index]};
  if (choice.kind == MatrixKind::imported) {
    choice.imported = askForMatrix(tr("Open %1").arg(matrices_[which]->accessibleName()));
    if (choice.imported == nullptr) {
      showModel();
      return;
    }
  }
  change([&](SandboxConfig& config) {
    MatrixChoice* choices[] = {&config.query, &config.key, &config.value, &config.output};
    *choices[which] = choice;
  });
}

void ModelPanel::changeEmbedding(int index) {
  const EmbeddingKind kind = kEmbeddings[index];
  std::shared_ptr<const ImportedMatrix> table;
  if (kind == EmbeddingKind::imported) {
    table = askForMatrix(tr("Open a table of words"));
    if (table == nullptr) {
      showModel();
      return;
    }
  }
  change([&](SandboxConfig& config) {
    config.embedding = kind;
    config.embeddingTable = table;
    if (table != nullptr && table->values.cols() <= kMaxSandboxDModel) {
      config.dModel = static_cast<int>(table->values.cols());
    }
  });
}

void ModelPanel::changeMask(int index) {
  const SandboxMask mask = kMasks[index];
  std::shared_ptr<const ImportedMatrix> custom;
  if (mask == SandboxMask::custom) {
    custom = askForMatrix(tr("Open a mask of 0 and 1"));
    if (custom == nullptr) {
      showModel();
      return;
    }
  }
  change([&](SandboxConfig& config) {
    config.mask = mask;
    config.customMask = custom;
  });
}

std::shared_ptr<const ImportedMatrix> ModelPanel::askForMatrix(const QString& title) {
  const QString file = QFileDialog::getOpenFileName(this, title, {}, tr("CSV files (*.csv *.tsv)"));
  if (file.isEmpty()) {
    return nullptr;
  }
  auto matrix = importMatrix(file.toStdString());
  if (!matrix) {
    emit failed(matrix.error());
    return nullptr;
  }
  return *matrix;
}

}  // namespace headscope
