#include "views/compare_header.h"

#include <algorithm>
#include <tuple>

#include <QBoxLayout>
#include <QButtonGroup>
#include <QFileInfo>
#include <QGridLayout>
#include <QMenu>
#include <QSignalBlocker>

#include "views/choice_field.h"
#include "views/position_field.h"
#include "views/sentence_field.h"

namespace headscope {
namespace {

constexpr int kWithWidth = 224;
constexpr int kNumberWidth = 92;
constexpr int kMostModelWidth = 168;  // of its name
constexpr int kRoomForOneLine = 640;
constexpr int kBeforeHeads = 2;  // entries of the field of a layer's heads

QString withText(CompareWith with) {
  switch (with) {
    case CompareWith::text:
      return CompareHeader::tr("another text");
    case CompareWith::head:
      return CompareHeader::tr("another head");
    case CompareWith::layer:
      return CompareHeader::tr("another layer");
    case CompareWith::model:
      return CompareHeader::tr("another model");
    case CompareWith::step:
      return CompareHeader::tr("another training step");
  }
  return {};
}

QString lastPart(const QString& reference) {
  const QFileInfo path(reference);
  return path.exists() && !path.fileName().isEmpty() ? path.fileName() : reference;
}

}  // namespace

CompareHeader::CompareHeader(Session* session, Training* training, MapComparison* comparison,
                             QWidget* parent)
    : QWidget(parent),
      session_(session),
      training_(training),
      comparison_(comparison),
      grid_(new QGridLayout(this)),
      with_(new ChoiceField(tr("with"), this)),
      subject_(new QWidget(this)),
      sentence_(new SentenceField(subject_)),
      model_(new QToolButton(subject_)),
      stop_(new QToolButton(subject_)),
      layer_(new PositionField(tr("layer"), subject_)),
      head_(new PositionField(tr("head"), subject_)),
      ofLayer_(new ChoiceField(tr("head"), subject_)),
      slider_(new QSlider(Qt::Horizontal, subject_)),
      step_(new PositionField(tr("step"), subject_)),
      rest_(new QWidget(subject_)),
      showing_(new QWidget(this)),
      change_(new QToolButton(showing_)),
      maps_(new QToolButton(showing_)) {
  for (const CompareWith with : kCompareWith) {
    with_->addItem(withText(with));
  }
  with_->setAccessibleName(tr("Compare with"));
  with_->setToolTip(tr("What the chosen map is compared with"));
  with_->setFixedWidth(kWithWidth);
  connect(with_, &QComboBox::currentIndexChanged, this, [this](int index) {
    choose([&](CompareChoice& c) { c.with = kCompareWith[static_cast<std::size_t>(index)]; });
  });

  sentence_->setPlaceholderText(tr("A second sentence: change a word of the first"));
  sentence_->setAccessibleName(tr("Second sentence"));
  sentence_->setMaxLength(1 << 20);
  sentence_->setAcceptDrops(false);
  connect(sentence_, &QLineEdit::textEdited, comparison, &MapComparison::setText);
  makeModel();
  makeHeads();
  makeSteps();
  makeShowing();

  auto* fields = new QHBoxLayout(subject_);
  fields->setContentsMargins(0, 0, 0, 0);
  fields->setSpacing(8);
  fields->addWidget(sentence_, 1);
  fields->addWidget(model_);
  fields->addWidget(stop_);
  fields->addWidget(layer_);
  fields->addWidget(head_);
  fields->addWidget(ofLayer_);
  fields->addWidget(slider_, 1);
  fields->addWidget(step_);
  fields->addWidget(rest_, 1);
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setSpacing(8);
  grid_->setColumnStretch(1, 1);
  grid_->addWidget(with_, 0, 0);
  grid_->addWidget(showing_, 0, 2);
  place();

  connect(comparison, &MapComparison::choiceChanged, this, &CompareHeader::showChoice);
  connect(comparison, &MapComparison::changed, this, &CompareHeader::showHeads);
  connect(session_, &Session::runCompleted, this, &CompareHeader::showHeads);
  connect(session_->tokenSelection(), &Selection::headChanged, this, &CompareHeader::showHeads);
  connect(training_, &Training::progressed, this, &CompareHeader::showSteps);
  showChoice();
}

void CompareHeader::makeModel() {
  model_->setPopupMode(QToolButton::InstantPopup);
  model_->setFocusPolicy(Qt::StrongFocus);
  model_->setAccessibleName(tr("Second model"));
  model_->setToolTip(tr("The model to compare with: it reads the same text"));
  stop_->setText(tr("Stop"));
  stop_->setToolTip(tr("Stop opening; the second model before it stays"));
  stop_->setFocusPolicy(Qt::StrongFocus);
  connect(stop_, &QToolButton::clicked, this, [this] { comparison_->secondModel()->stop(); });
}

void CompareHeader::makeHeads() {
  layer_->setToolTip(tr("Layer of the second head, counted from 0"));
  layer_->setAccessibleName(tr("layer of the second head"));
  head_->setToolTip(tr("The second head of its layer, counted from 0"));
  head_->setAccessibleName(tr("second head"));
  ofLayer_->setToolTip(tr("Which head of that layer, or the mean of all"));
  ofLayer_->setAccessibleName(tr("head of the second layer"));
  ofLayer_->setMaxVisibleItems(16);
  ofLayer_->setFixedWidth(kWithWidth);
  for (PositionField* field : {layer_, head_}) {
    field->setFixedWidth(kNumberWidth);
    connect(field, &QSpinBox::valueChanged, this, &CompareHeader::chooseHead);
  }
  connect(ofLayer_, &QComboBox::currentIndexChanged, this, &CompareHeader::chooseOfLayer);
}

void CompareHeader::makeSteps() {
  slider_->setAccessibleName(tr("Training step to compare with"));
  slider_->setToolTip(tr("Steps of the training that were kept"));
  step_->setAccessibleName(tr("second step"));
  step_->setToolTip(tr("This step, or the last one before it that was kept"));
  step_->setFixedWidth(kNumberWidth + 28);
  connect(slider_, &QSlider::valueChanged, this, [this](int frame) {
    const auto picture = training_->picture();
    if (picture != nullptr && frame < static_cast<int>(picture->recording.frames().size())) {
      choose([&](CompareChoice& c) {
        c.step = picture->recording.frames()[static_cast<std::size_t>(frame)].step;
      });
    }
  });
  connect(step_, &QSpinBox::valueChanged, this,
          [this](int step) { choose([&](CompareChoice& c) { c.step = step; }); });
}

void CompareHeader::setModelMenu(QMenu* menu) {
  model_->setMenu(menu);
}

template <typename Change>
void CompareHeader::choose(Change&& change) {
  CompareChoice choice = comparison_->choice();
  change(choice);
  comparison_->choose(std::move(choice));
}

void CompareHeader::chooseHead() {
  const HeadId head{layer_->value(), head_->value()};
  if (comparison_->choice().with == CompareWith::layer) {
    choose([&](CompareChoice& c) { c.layer = head.layer; });
  } else {
    comparison_->chooseSecondHead(head);
  }
}

void CompareHeader::chooseOfLayer(int index) {
  choose([&](CompareChoice& c) {
    c.ofLayer = index == 0 ? OfLayer::sameHead : index == 1 ? OfLayer::mean : OfLayer::thisHead;
    c.layerHead = std::max(index - kBeforeHeads, 0);
  });
}

void CompareHeader::showChoice() {
  const CompareChoice& choice = comparison_->choice();
  const CompareWith with = choice.with;
  with_->showIndex(static_cast<int>(with));
  if (choice.text != sentence_->text()) {
    sentence_->setText(choice.text);
  }
  sentence_->setVisible(with == CompareWith::text);
  showModel();
  showHeads();
  showSteps();
}

void CompareHeader::showModel() {
  const bool isShown = comparison_->choice().with == CompareWith::model;
  const SecondModel& second = *comparison_->secondModel();
  QString text = tr("Choose a model…");
  if (second.isOpening()) {
    text = tr("Opening %1: %2 %")
               .arg(lastPart(second.wanted()), QString::number(qRound(100 * second.share())));
  } else if (second.model() != nullptr) {
    text = QString::fromStdString(second.model()->description().name);
  }
  const QString shown = model_->fontMetrics().elidedText(text, Qt::ElideRight, kMostModelWidth);
  model_->setText(QString(shown).replace(QLatin1Char('&'), QLatin1String("&&")));
  model_->setAccessibleDescription(text);
  model_->setVisible(isShown);
  stop_->setVisible(isShown && second.isOpening());
}

// The heads that there are, and which one is shown.
void CompareHeader::showHeads() {
  const CompareWith with = comparison_->choice().with;
  const auto maps = comparison_->maps();
  const auto own = session_->tokenAttention();
  AttentionShape shape = own == nullptr ? AttentionShape() : own->shape();
  HeadId shown = comparison_->choice().head.value_or(HeadId());
  if (with == CompareWith::model) {
    const SecondModel& second = *comparison_->secondModel();
    shape = maps != nullptr ? maps->second.attention->shape() : AttentionShape();
    layer_->setVisible(second.model() != nullptr && maps != nullptr);
    head_->setVisible(second.model() != nullptr && maps != nullptr);
  } else {
    layer_->setVisible(with == CompareWith::head || with == CompareWith::layer);
    head_->setVisible(with == CompareWith::head);
  }
  showing_->setVisible(maps != nullptr);
  if (maps != nullptr) {
    shown = comparison_->heads().second;
  } else if (with == CompareWith::layer) {
    shown.layer = comparison_->choice().layer.value_or(0);
  }
  ofLayer_->setVisible(with == CompareWith::layer);
  rest_->setVisible(with != CompareWith::text && with != CompareWith::step);
  for (const auto& [field, count, value] :
       {std::tuple(layer_, shape.layers, shown.layer), {head_, shape.heads, shown.head}}) {
    const QSignalBlocker quiet(field);
    field->setRange(0, std::max(count - 1, 0));
    field->setValue(value);
    field->setEnabled(count > 1);
  }
  const QSignalBlocker quiet(ofLayer_);
  if (ofLayer_->count() != kBeforeHeads + shape.heads) {
    ofLayer_->clear();
    ofLayer_->addItem(QString());
    ofLayer_->addItem(tr("mean of all"));
    for (int head = 0; head < shape.heads; ++head) {
      ofLayer_->addItem(QString::number(head));
    }
  }
  ofLayer_->setItemText(0, tr("the same (%1)").arg(session_->tokenSelection()->head().head));
  const CompareChoice& choice = comparison_->choice();
  ofLayer_->setCurrentIndex(choice.ofLayer == OfLayer::sameHead ? 0
                            : choice.ofLayer == OfLayer::mean
                                ? 1
                                : std::min(kBeforeHeads + choice.layerHead, ofLayer_->count() - 1));
}

int CompareHeader::frameOf(int step) const {
  const auto& frames = training_->picture()->recording.frames();
  const auto after = std::ranges::upper_bound(frames, step, {}, &Frame::step);
  return std::max(static_cast<int>(after - frames.begin()) - 1, 0);
}

void CompareHeader::showSteps() {
  const bool isShown = comparison_->choice().with == CompareWith::step;
  const auto picture = training_->picture();
  const bool hasFrames = picture != nullptr && picture->recording.frames().size() > 1;
  slider_->setVisible(isShown && hasFrames);
  step_->setVisible(isShown && hasFrames);
  if (!isShown || !hasFrames) {
    return;
  }
  const auto& frames = picture->recording.frames();
  const int frame = frameOf(comparison_->choice().step);
  const QSignalBlocker quietSlider(slider_);
  const QSignalBlocker quietStep(step_);
  slider_->setRange(0, static_cast<int>(frames.size()) - 1);
  slider_->setPageStep(std::max(static_cast<int>(frames.size()) / 10, 1));
  slider_->setValue(frame);
  step_->setRange(0, picture->stepsDone());
  step_->setSingleStep(std::max(frames[1].step - frames[0].step, 1));
  step_->setValue(frames[static_cast<std::size_t>(frame)].step);
}

void CompareHeader::makeShowing() {
  auto* group = new QButtonGroup(showing_);
  auto* line = new QHBoxLayout(showing_);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(4);
  for (const auto& [button, text, help] :
       {std::tuple(change_, tr("change"), tr("What changed, the second map minus the first")),
        {maps_, tr("both maps"), tr("The two maps beside each other")}}) {
    button->setText(text);
    button->setToolTip(help);
    button->setAccessibleDescription(help);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setProperty("role", QStringLiteral("link"));
    group->addButton(button);
    line->addWidget(button);
  }
  change_->setChecked(true);
  connect(change_, &QToolButton::toggled, this, &CompareHeader::showingChanged);
}

// A narrow one has the fields of the second side below.
void CompareHeader::place() {
  grid_->removeWidget(subject_);
  if (width() >= kRoomForOneLine) {
    grid_->addWidget(subject_, 0, 1);
  } else {
    grid_->addWidget(subject_, 1, 0, 1, 3);
  }
}

void CompareHeader::resizeEvent(QResizeEvent* event) {
  place();
  QWidget::resizeEvent(event);
}

}  // namespace headscope
