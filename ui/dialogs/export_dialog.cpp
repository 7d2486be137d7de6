#include "dialogs/export_dialog.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStandardPaths>

#include "export/exporter.h"

namespace headscope {

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
  const QString place = folder.isEmpty()
                            ? QStandardPaths::writableLocation(QStandardPaths::PicturesLocation)
                            : folder;
  file_->setText(
      QDir(place.isEmpty() ? QDir::homePath() : place).filePath(QStringLiteral("attention.png")));

  auto* browse = new QPushButton(tr("Choose…"), this);
  browse->setAutoDefault(false);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  save_ = buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole);
  save_->setProperty("role", QStringLiteral("primary"));
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
  form->setSpacing(12);
  form->addRow(tr("File"), fileRow);
  form->addRow(tr("Format"), format_);
  form->addRow(tr("Size of a PNG"), scale_);
  form->addRow(buttons);
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
