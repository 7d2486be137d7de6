#include "dialogs/hub_dialog.h"

#include <QDialogButtonBox>
#include <QVBoxLayout>

#include "catalog/hub_reference.h"

namespace headscope {

HubDialog::HubDialog(QWidget* parent)
    : QDialog(parent), name_(new QLineEdit(this)), problem_(new QLabel(this)) {
  setWindowTitle(tr("Fetch a model of the Hugging Face hub"));
  setMinimumWidth(480);
  auto* help = new QLabel(
      tr("Its name there, such as openai-community/gpt2; @ and a branch, tag or commit may follow. "
         "Of a repository of GGUF files, the name and the file: ORG/REPO/FILE.gguf. A model that "
         "asks for a token is fetched with the one in HF_TOKEN."),
      this);
  help->setWordWrap(true);
  help->setProperty("role", QStringLiteral("quiet"));
  name_->setPlaceholderText(tr("ORG/REPO"));
  name_->setAccessibleName(tr("Model"));
  problem_->setWordWrap(true);
  problem_->setTextFormat(Qt::PlainText);
  problem_->setProperty("role", QStringLiteral("error"));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  fetch_ = buttons->addButton(tr("Fetch"), QDialogButtonBox::AcceptRole);
  fetch_->setProperty("role", QStringLiteral("primary"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(24, 24, 24, 24);
  layout->setSpacing(12);
  layout->addWidget(help);
  layout->addWidget(name_);
  layout->addWidget(problem_);
  layout->addWidget(buttons);
  connect(name_, &QLineEdit::textChanged, this, &HubDialog::nameChanged);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  nameChanged();
}

void HubDialog::nameChanged() {
  const auto reference = parseHubReference(name().toStdString());
  fetch_->setEnabled(reference.has_value());
  problem_->setText(reference || name().isEmpty()
                        ? QString()
                        : QString::fromStdString(reference.error().problem));
}

}  // namespace headscope
