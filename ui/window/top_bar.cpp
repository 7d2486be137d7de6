#include "window/top_bar.h"

#include <QHBoxLayout>
#include <QSignalBlocker>

#include "views/sentence_field.h"

namespace headscope {
TopBar::TopBar(QWidget* parent)
    : QWidget(parent),
      menu_(new ModelMenu(this)),
      model_(new ModelButton(this)),
      sentence_(new SentenceField(this)),
      export_(new QToolButton(this)),
      theme_(new QToolButton(this)),
      more_(new QToolButton(this)) {
  setProperty("role", QStringLiteral("panel"));
  setAttribute(Qt::WA_StyledBackground);

  model_->setPopupMode(QToolButton::InstantPopup);
  model_->setMenu(menu_);
  model_->setToolTip(tr("Choose a model"));
  model_->setAccessibleName(tr("Model"));
  model_->setFocusPolicy(Qt::StrongFocus);

  sentence_->setProperty("role", QStringLiteral("sentence"));
  sentence_->setPlaceholderText(tr("Type a sentence"));
  sentence_->setAccessibleName(tr("Sentence"));
  sentence_->setClearButtonEnabled(false);
  sentence_->setMaxLength(1 << 20);
  sentence_->setAcceptDrops(false);  // the window takes them: a file is opened, a text typed

  export_->setText(tr("⤓ Export"));
  export_->setAccessibleName(tr("Export"));
  export_->setToolTip(tr("Save the current view as PNG, SVG or PDF (Ctrl+E)"));
  theme_->setText(QStringLiteral("◐"));
  theme_->setAccessibleName(tr("Light or dark"));
  theme_->setToolTip(tr("Switch between light and dark (Ctrl+D)"));
  more_->setText(QStringLiteral("⋯"));
  more_->setAccessibleName(tr("Menu"));
  more_->setToolTip(tr("Everything that can be done, with its keys"));
  more_->setPopupMode(QToolButton::InstantPopup);
  more_->setProperty("role", QStringLiteral("dots"));
  for (QToolButton* button : {export_, theme_, more_}) {
    button->setFocusPolicy(Qt::StrongFocus);
  }

  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(16, 10, 16, 10);
  layout->setSpacing(12);
  layout->addWidget(model_);
  layout->addWidget(sentence_, 1);
  layout->addWidget(export_);
  layout->addWidget(theme_);
  layout->addWidget(more_);
}

void TopBar::setModel(const QString& name, const QString& detail) {
  model_->setModel(name, detail);
}

void TopBar::showRecorded(const QString& text) {
  const QSignalBlocker quiet(sentence_);
  sentence_->setText(text);
  sentence_->setCursorPosition(0);
  sentence_->setReadOnly(true);
  sentence_->setToolTip(tr("This attention was recorded: its text is what it is"));
}

void TopBar::showSentence(const QString& text) {
  if (sentence_->isReadOnly()) {
    sentence_->setReadOnly(false);
    sentence_->setToolTip({});
    sentence_->clear();
  }
  if (text == sentence_->text()) {
    return;
  }
  const QSignalBlocker quiet(sentence_);
  if (sentence_->text().isEmpty() && !sentence_->isUndoAvailable()) {
    sentence_->setText(text);  // the first
    return;
  }
  sentence_->selectAll();
  sentence_->insert(text);
}

void TopBar::setLoading(bool loading) {
  model_->setLoading(loading);
}

}  // namespace headscope
