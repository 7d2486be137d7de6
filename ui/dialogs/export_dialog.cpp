#include "dialogs/export_dialog.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStandardPaths>

#include "export/exporter.h"

namespace headscope {
namespace {

constexpr int kFieldHeight = 32;

// A name that no file of the folder has yet.
QString freshName(const QDir& folder) {
  QString name = QStringLiteral("attention.png");
  for (int i = 2; folder.exists(name); ++i) {
    name = QStringLiteral("attention-%1.png").arg(i);
  }
  return folder.filePath(name);
}

// The folder last used, else the user's pictures, else the home: the first that exists.
QDir folderToPropose(const QString& last) {
  for (const QString& folder :
       {last, QStandardPaths::writableLocation(QStandardPaths::PicturesLocation)}) {
    if (!folder.isEmpty() && QDir(folder).exists()) {
      return QDir(folder);
    }
  }
  return QDir::home();
}

}  // namespace

ExportDialog::ExportDialog(const QString& folder, QWidget* parent)
    : QDialog(parent),
      file_(new QLineEdit(this)),
      format_(new QComboBox(this)),
      scale_(new QComboBox(this)) {
  setWindowTitle(tr("Export the view"));
  setMinimumWidth(520);
  format_->addItem(tr("PNG, pixels"), QStringLiteral("png"));
  format_->addItem(tr("SVG, vectors"), QStringLiteral("svg"));
  format_->addItem(tr("PDF, vectors"), QStringLiteral("pdf"));
  for (int scale = 1; scale <= 4; ++scale) {
    scale_->addItem(tr("%1 ×").arg(scale), scale);
  }
  scale_->setCurrentIndex(1);

  auto* browse = new QPushButton(tr("Choose…"), this);
  browse->setAutoDefault(false);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  save_ = new QPushButton(this);
  // Before the box has it styled: a role that comes later is not looked at again.
  save_->setProperty("role", QStringLiteral("primary"));
  buttons->addButton(save_, QDialogButtonBox::AcceptRole);
  save_->setDefault(true);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(browse, &QPushButton::clicked, this, &ExportDialog::browse);
  connect(format_, &QComboBox::currentIndexChanged, this, &ExportDialog::formatChosen);
  connect(file_, &QLineEdit::textChanged, this, &ExportDialog::fileChanged);

  auto* fileRow = new QHBoxLayout;
  fileRow->setSpacing(8);
  fileRow->addWidget(file_, 1);
  fileRow->addWidget(browse);
  auto* form = new QFormLayout(this);
  form->setContentsMargins(24, 24, 24, 24);
  form->setHorizontalSpacing(16);
  form->setVerticalSpacing(8);
  const auto addRow = [form](const QString& text, QWidget* field, auto* row) {
    auto* label = new QLabel(text);
    label->setBuddy(field);
    label->setMinimumHeight(kFieldHeight);  // in the middle of its field
    form->addRow(label, row);
  };
  addRow(tr("&File"), file_, fileRow);
  addRow(tr("Fo&rmat"), format_, format_);
  addRow(tr("&Size of a PNG"), scale_, scale_);
  form->addItem(new QSpacerItem(0, 8));
  form->addRow(buttons);

  file_->setText(freshName(folderToPropose(folder)));
  // What is typed first is the name; its folder and ending stay.
  const QFileInfo info(file_->text());
  file_->setSelection(static_cast<int>(file_->text().size() - info.fileName().size()),
                      static_cast<int>(info.completeBaseName().size()));
}

QString ExportDialog::file() const {
  return file_->text();
}

double ExportDialog::scale() const {
  return scale_->currentData().toDouble();
}

void ExportDialog::setFormat(const QString& suffix) {
  format_->setCurrentIndex(format_->findData(suffix));
}

void ExportDialog::formatChosen() {
  const QFileInfo info(file_->text());
  const QString name =
      info.completeBaseName() + QLatin1Char('.') + format_->currentData().toString();
  file_->setText(QDir(info.path()).filePath(name));
}

void ExportDialog::fileChanged() {
  const auto format = exportFormatOf(file_->text());
  save_->setEnabled(format.has_value());
  save_->setText(QFileInfo::exists(file_->text()) ? tr("Replace") : tr("Save"));
  if (format) {
    const QSignalBlocker quiet(format_);
    format_->setCurrentIndex(format_->findData(exportSuffix(*format)));
    scale_->setEnabled(*format == ExportFormat::png);
  }
}

void ExportDialog::browse() {
  const QString chosen = QFileDialog::getSaveFileName(this, tr("Export the view"), file_->text(),
                                                      tr("Pictures (*.png *.svg *.pdf)"), nullptr,
                                                      QFileDialog::DontConfirmOverwrite);
  if (!chosen.isEmpty()) {
    file_->setText(chosen);
  }
}

}  // namespace headscope
