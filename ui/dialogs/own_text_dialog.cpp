#include "dialogs/own_text_dialog.h"

#include <QDialogButtonBox>
#include <QVBoxLayout>

#include "playground/next_word_task.h"

namespace headscope {

OwnTextDialog::OwnTextDialog(const QString& text, QWidget* parent)
    : QDialog(parent), text_(new QPlainTextEdit(text, this)), problem_(new QLabel(this)) {
  setWindowTitle(tr("Learn the next word of your own text"));
  resize(560, 420);
  auto* help = new QLabel(
      tr("Paste or type a text, in any language, of at least %1 words; a page or more is better. "
         "The model learns to name each word from those before it. The text’s end is kept for the "
         "test.")
          .arg(kLeastWords),
      this);
  help->setWordWrap(true);
  help->setProperty("role", QStringLiteral("quiet"));
  text_->setPlaceholderText(tr("Your text"));
  text_->setAccessibleName(tr("Text"));
  text_->setTabChangesFocus(true);
  problem_->setWordWrap(true);
  problem_->setTextFormat(Qt::PlainText);
  problem_->setProperty("role", QStringLiteral("error"));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  learn_ = buttons->addButton(tr("Use this text"), QDialogButtonBox::AcceptRole);
  learn_->setProperty("role", QStringLiteral("primary"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(24, 24, 24, 24);
  layout->setSpacing(12);
  layout->addWidget(help);
  layout->addWidget(text_, 1);
  layout->addWidget(problem_);
  layout->addWidget(buttons);
  const auto changed = [this] {
    learn_->setEnabled(!text_->document()->isEmpty());
    problem_->clear();
  };
  connect(text_, &QPlainTextEdit::textChanged, this, changed);
  connect(buttons, &QDialogButtonBox::accepted, this, &OwnTextDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  changed();
}

void OwnTextDialog::accept() {
  if (const auto task = taskOfText(text().toStdString(), {}); !task) {
    problem_->setText(QString::fromStdString(task.error().problem));
    return;
  }
  QDialog::accept();
}

}  // namespace headscope
