#include "window/edit_bar.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "views/cell_words.h"
#include "views/flow_layout.h"

namespace headscope {
namespace {

constexpr int kEditMargin = 24;
constexpr int kChipGap = 6;

QToolButton* makeLink(const QString& text, const QString& help, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setText(text);
  button->setToolTip(help);
  button->setAccessibleDescription(help);
  button->setFocusPolicy(Qt::StrongFocus);
  button->setProperty("role", QStringLiteral("link"));
  return button;
}

// "“it” is animal 1.00"
QString answerWords(const Answer& answer, const QStringList& words) {
  const auto best = std::ranges::max_element(answer.ofRows);
  return EditBar::tr("%1 %2")
      .arg(words.value(static_cast<int>(best - answer.ofRows.begin())).trimmed())
      .arg(*best, 0, 'f', 2);
}

}  // namespace

EditBar::EditBar(Session* session, EditEffects* effects, QWidget* parent)
    : QWidget(parent),
      session_(session),
      effects_(effects),
      chips_(new QWidget(this)),
      effectsLabel_(new QLabel(this)),
      save_(makeLink(tr("save…"), tr("Save these changes as JSON"), this)),
      clear_(makeLink(tr("take all back"), tr("Look as the model does"), this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kEditMargin, 8, kEditMargin - 8, 0);
  layout->setSpacing(4);
  auto* line = new QHBoxLayout;
  line->setSpacing(4);
  chips_->setLayout(new FlowLayout(kChipGap, nullptr));
  line->addWidget(chips_, 1);
  line->addWidget(save_, 0, Qt::AlignTop);
  line->addWidget(clear_, 0, Qt::AlignTop);
  layout->addLayout(line);
  effectsLabel_->setProperty("role", QStringLiteral("quiet"));
  effectsLabel_->setTextFormat(Qt::PlainText);
  effectsLabel_->setWordWrap(true);
  layout->addWidget(effectsLabel_);
  connect(session_, &Session::editsChanged, this, &EditBar::showEdits);
  connect(effects_, &EditEffects::changed, this, &EditBar::showEffects);
  connect(session_->tokenSelection(), &Selection::cellChanged, this, &EditBar::showEffects);
  connect(save_, &QToolButton::clicked, this, &EditBar::saveRequested);
  connect(clear_, &QToolButton::clicked, session_, [this] { session_->changeEdits({}); });
  hide();
}

QStringList EditBar::edits() const {
  QStringList texts;
  for (const QToolButton* chip : chips_->findChildren<QToolButton*>()) {
    texts.append(chip->accessibleName());
  }
  return texts;
}

QToolButton* EditBar::chip(int index) const {
  return chips_->findChildren<QToolButton*>().value(index);
}

void EditBar::addChip(const QString& text, const AttentionEdits& without) {
  auto* chip = new QToolButton(chips_);
  chip->setText(text + QStringLiteral("  ×"));
  chip->setAccessibleName(text);
  chip->setToolTip(tr("Take this back"));
  chip->setAccessibleDescription(chip->toolTip());
  chip->setFocusPolicy(Qt::StrongFocus);
  connect(
      chip, &QToolButton::clicked, session_, [this, without] { session_->changeEdits(without); },
      Qt::QueuedConnection);  // the chip goes with it
  chips_->layout()->addWidget(chip);
}

void EditBar::showEdits() {
  qDeleteAll(chips_->findChildren<QToolButton*>(QString(), Qt::FindDirectChildrenOnly));
  const AttentionEdits& edits = session_->edits();
  const auto token = [words = session_->tokenLabels().queries](int index) {
    return visibleToken(words.value(index)).trimmed();
  };
  for (std::size_t i = 0; i < edits.weights.size(); ++i) {
    const WeightEdit& edit = edits.weights[i];
    AttentionEdits without = edits;
    without.weights.erase(without.weights.begin() + static_cast<std::ptrdiff_t>(i));
    addChip(tr("%1 %2 → %3 %4")
                .arg(headName(edit.head), token(edit.query), token(edit.key))
                .arg(static_cast<double>(edit.weight), 0, 'f', 2),
            without);
  }
  for (std::size_t i = 0; i < edits.headsOff.size(); ++i) {
    AttentionEdits without = edits;
    without.headsOff.erase(without.headsOff.begin() + static_cast<std::ptrdiff_t>(i));
    addChip(tr("%1 off").arg(headName(edits.headsOff[i])), without);
  }
  for (std::size_t i = 0; i < edits.keysOff.size(); ++i) {
    AttentionEdits without = edits;
    without.keysOff.erase(without.keysOff.begin() + static_cast<std::ptrdiff_t>(i));
    addChip(tr("“%1” hidden").arg(token(edits.keysOff[i])), without);
  }
  for (QToolButton* chip : chips_->findChildren<QToolButton*>()) {
    chip->show();
  }
  setVisible(!edits.empty());
  showEffects();
}

void EditBar::showEffects() {
  const auto outputs = effects_->outputs();
  const QStringList words = session_->tokenLabels().queries;
  if (outputs == nullptr || outputs->similarity.size() != static_cast<std::size_t>(words.size())) {
    effectsLabel_->setText(tr("What comes out of the model is being compared…"));
    return;
  }
  const auto least = std::ranges::min_element(outputs->similarity);
  const int query = session_->tokenSelection()->query();
  QStringList parts;
  if (!outputs->before.empty() && !outputs->after.empty()) {
    const Answer& after = outputs->after.front();
    parts.append(tr("“%1” is %2, it was %3")
                     .arg(words.value(after.row).trimmed(), answerWords(after, words),
                          answerWords(outputs->before.front(), words)));
  }
  if (query >= 0 && query < words.size()) {
    parts.append(tr("output of “%1”: cosine %2 to what it was")
                     .arg(visibleToken(words[query]).trimmed())
                     .arg(outputs->similarity[static_cast<std::size_t>(query)], 0, 'f', 3));
  }
  parts.append(tr("most changed: “%1”, %2")
                   .arg(visibleToken(words[least - outputs->similarity.begin()]).trimmed())
                   .arg(*least, 0, 'f', 3));
  effectsLabel_->setText(parts.join(QStringLiteral(" · ")));
}

}  // namespace headscope
