#include "window/edit_bar.h"

#include <algorithm>
#include <numeric>

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "views/cell_words.h"
#include "views/flow_layout.h"

namespace headscope {
namespace {

constexpr int kEditMargin = 24;
constexpr int kChipGap = 6;
constexpr int kMostChips = 24;
constexpr int kChangesShown = 4;

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

std::vector<std::size_t> mostChangedFirst(const std::vector<double>& similarity) {
  std::vector<std::size_t> order(similarity.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t row) { return similarity[row]; });
  return order;
}

QString partName(AttentionPart part) {
  switch (part) {
    case AttentionPart::decoder:
      return EditBar::tr("decoder");
    case AttentionPart::cross:
      return EditBar::tr("cross");
    case AttentionPart::encoder:
      break;
  }
  return EditBar::tr("encoder");
}

}  // namespace

EditBar::EditBar(Session* session, EditEffects* effects, QWidget* parent)
    : QWidget(parent),
      session_(session),
      effects_(effects),
      chips_(new QWidget(this)),
      effectsLabel_(new QLabel(this)),
      more_(new QLabel(this)),
      save_(makeLink(tr("save…"), tr("Save these changes as JSON"), this)),
      clear_(makeLink(tr("take all back"), tr("Look as the model does"), this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kEditMargin, 8, kEditMargin - 8, 0);
  layout->setSpacing(4);
  auto* line = new QHBoxLayout;
  line->setSpacing(4);
  chips_->setLayout(new FlowLayout(kChipGap, nullptr));
  line->addWidget(chips_, 1);
  more_->setProperty("role", QStringLiteral("quiet"));
  line->addWidget(more_);
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

void EditBar::addChip(const QString& text, std::function<void(RunEdits&)> takeBack) {
  auto* chip = new QToolButton(chips_);
  chip->setText(text + QStringLiteral("  ×"));
  chip->setAccessibleName(text);
  chip->setToolTip(tr("Take this back"));
  chip->setAccessibleDescription(chip->toolTip());
  chip->setFocusPolicy(Qt::StrongFocus);
  connect(
      chip, &QToolButton::clicked, session_,
      [this, takeBack = std::move(takeBack)] {
        RunEdits edits = session_->edits();
        takeBack(edits);
        session_->changeEdits(edits);
      },
      Qt::QueuedConnection);  // the chip goes with it
  chips_->layout()->addWidget(chip);
}

void EditBar::addChips(AttentionPart part) {
  const AttentionEdits& edits = editsOf(session_->edits(), part);
  const auto run = session_->run();
  if (edits.empty() || run == nullptr) {
    return;
  }
  const AttentionView view = viewOf(*run, part);
  const auto token = [](const std::vector<Token>& tokens, int index) {
    const auto place = static_cast<std::size_t>(index);
    return place < tokens.size()
               ? visibleToken(QString::fromStdString(shownText(tokens[place]))).trimmed()
               : QString::number(index);
  };
  const auto addEach = [&](auto AttentionEdits::*list, auto&& words) {
    for (const auto& edit : edits.*list) {
      if (++shown_ > kMostChips) {
        continue;  // a file may have thousands
      }
      const QString text = words(edit);
      addChip(run->decoder ? tr("%1: %2").arg(partName(part), text) : text,
              [part, list, edit](RunEdits& all) { std::erase(editsOf(all, part).*list, edit); });
    }
  };
  addEach(&AttentionEdits::weights, [&](const WeightEdit& edit) {
    return tr("%1 %2 → %3 %4")
        .arg(headName(edit.head), token(*view.queries, edit.query), token(*view.keys, edit.key),
             QString::number(static_cast<double>(edit.weight), 'f', 2));
  });
  addEach(&AttentionEdits::headsOff,
          [](const HeadId& head) { return tr("%1 off").arg(headName(head)); });
  addEach(&AttentionEdits::masksOff,
          [](const HeadId& head) { return tr("%1 without mask").arg(headName(head)); });
  addEach(&AttentionEdits::keysOff,
          [&](int key) { return tr("“%1” hidden").arg(token(*view.keys, key)); });
}

void EditBar::showEdits() {
  const QList<QToolButton*> before =
      chips_->findChildren<QToolButton*>(QString(), Qt::FindDirectChildrenOnly);
  const auto focused = std::ranges::find_if(before, &QToolButton::hasFocus);
  const auto place = focused == before.end() ? -1 : static_cast<int>(focused - before.begin());
  qDeleteAll(before);
  shown_ = 0;
  for (const AttentionPart part :
       {AttentionPart::encoder, AttentionPart::decoder, AttentionPart::cross}) {
    addChips(part);
  }
  more_->setVisible(shown_ > kMostChips);
  more_->setText(tr("and %1 more").arg(shown_ - kMostChips));
  const QList<QToolButton*> now = chips_->findChildren<QToolButton*>();
  QWidget* stop = save_->previousInFocusChain();  // else they come last in the window
  while ((stop->focusPolicy() & Qt::TabFocus) == 0) {
    stop = stop->previousInFocusChain();
  }
  for (QToolButton* chip : now) {
    chip->show();
    setTabOrder(stop, chip);
    stop = chip;
  }
  // The next chip, or what comes after the bar, which takes the focus as it hides.
  if (place >= 0) {
    QWidget* next = now.isEmpty() ? clear_ : now[std::min<qsizetype>(place, now.size() - 1)];
    next->setFocus(Qt::TabFocusReason);
  }
  setVisible(!session_->edits().empty());
  showEffects();
}

void EditBar::showEffects() {
  const auto outputs = effects_->outputs();
  if (outputs == nullptr) {
    effectsLabel_->setText(tr("What comes out of the model is being compared…"));
    return;
  }
  const QStringList words = tokenLabels(outputs->tokens);
  const auto quoted = [&words](qsizetype row) { return visibleToken(words.value(row)).trimmed(); };
  const int query = session_->tokenSelection()->query();
  // Rows of a decoder's model are the decoder's, where its encoder is not what is looked at.
  const bool rowsAreShown =
      !session_->run() || !session_->run()->decoder || session_->part() != AttentionPart::encoder;
  QStringList parts;
  if (!outputs->before.empty() && !outputs->after.empty()) {
    const Answer& after = outputs->after.front();
    parts.append(tr("“%1” is %2, it was %3")
                     .arg(words.value(after.row).trimmed(), answerWords(after, words),
                          answerWords(outputs->before.front(), words)));
  }
  if (rowsAreShown && query >= 0 && query < words.size()) {
    parts.append(tr("output of “%1”: cosine %2 to what it was")
                     .arg(quoted(query))
                     .arg(outputs->similarity[static_cast<std::size_t>(query)], 0, 'f', 3));
  }
  // All of them, the most changed first; some where there is little room.
  const std::vector<std::size_t> order = mostChangedFirst(outputs->similarity);
  QStringList changes;
  for (const std::size_t row : order) {
    changes.append(QStringLiteral("%1 %2").arg(quoted(static_cast<qsizetype>(row)),
                                               QString::number(outputs->similarity[row], 'f', 3)));
  }
  parts.append(
      tr("most changed: %1").arg(changes.mid(0, kChangesShown).join(QStringLiteral(", "))));
  effectsLabel_->setText(parts.join(QStringLiteral(" · ")));
  effectsLabel_->setToolTip(changes.join(QLatin1Char('\n')));
  effectsLabel_->setAccessibleDescription(tr("Cosine of each token’s output to what it was: %1")
                                              .arg(changes.join(QStringLiteral(", "))));
}

}  // namespace headscope
