#include "window/target_bar.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>

#include "views/sentence_field.h"

namespace headscope {
namespace {

constexpr int kBarMargin = 16;
constexpr int kLinkInset = 9;  // a frameless button's text begins so far inside

struct PartWords {
  AttentionPart part;
  QString name;
  QString help;
};

QList<PartWords> partWords() {
  return {{AttentionPart::encoder, TargetBar::tr("Encoder"),
           TargetBar::tr("How the sentence’s tokens attend to each other")},
          {AttentionPart::decoder, TargetBar::tr("Decoder"),
           TargetBar::tr("How the target’s tokens attend to those before them")},
          {AttentionPart::cross, TargetBar::tr("Cross"),
           TargetBar::tr("How the target’s tokens (rows) attend to the sentence’s (columns)")}};
}

}  // namespace

TargetBar::TargetBar(QWidget* parent)
    : QWidget(parent), parts_(new QButtonGroup(this)), target_(new SentenceField(this)) {
  setProperty("role", QStringLiteral("panel"));
  setAttribute(Qt::WA_StyledBackground);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(kBarMargin - kLinkInset, 0, kBarMargin, 10);
  layout->setSpacing(4);
  for (const PartWords& words : partWords()) {
    auto* button = new QToolButton(this);
    button->setText(words.name);
    button->setToolTip(words.help);
    button->setAccessibleDescription(words.help);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setProperty("role", QStringLiteral("link"));
    parts_->addButton(button, static_cast<int>(words.part));
    layout->addWidget(button);
  }
  target_->setPlaceholderText(tr("Target: what the decoder has written, such as a translation"));
  target_->setAccessibleName(tr("Target"));
  target_->setMaxLength(1 << 20);
  target_->setAcceptDrops(false);
  layout->addSpacing(8);
  layout->addWidget(target_, 1);
  connect(parts_, &QButtonGroup::idClicked, this,
          [this](int id) { emit partChosen(static_cast<AttentionPart>(id)); });
  setPart(AttentionPart::encoder);
}

void TargetBar::setPart(AttentionPart part) {
  button(part)->setChecked(true);
}

void TargetBar::setCanType(bool can) {
  target_->setVisible(can);
}

void TargetBar::showTarget(const QString& text) {
  if (text != target_->text()) {
    const QSignalBlocker quiet(target_);
    target_->setText(text);
  }
}

}  // namespace headscope
