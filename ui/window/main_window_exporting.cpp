#include <QFileInfo>

#include "dialogs/export_dialog.h"
#include "export/exporter.h"
#include "views/position_figure.h"
#include "window/main_window.h"

// What the window shows, as a file.

namespace headscope {

Result<void> MainWindow::exportView(const QString& file, double scale) {
  const auto format = exportFormatOf(file);
  if (!format) {
    return failure({.code = ExportError::unknownFormat,
                    .file = file.toStdString(),
                    .problem = "the file name ends neither in .png nor .svg nor .pdf"});
  }
  const bool attention = tabs_->currentWidget() == heatmap_;
  const bool block = tabs_->currentWidget() == block_;
  const bool training = tabs_->currentWidget() == trainingView_;
  const QString model = session_.model() == nullptr
                            ? QString()
                            : QString::fromStdString(session_.model()->description().name);
  const ExportOptions options{
      .format = *format,
      .scale = scale,
      .title = attention || block ? tr("%1, %2").arg(model, headName(session_.selection()->head()))
               : training         ? tr("Training")
                                  : tr("Positions"),
      .description = attention || block || training ? session_.text() : positions_->words(),
      .metadata = {{QStringLiteral("model"), session_.modelReference()},
                   {QStringLiteral("text"), session_.text()}}};
  if (training) {
    return exportFigure(trainingView_->figurePaint(), trainingView_->figureSize(), options, file);
  }
  if (block) {
    return exportFigure(block_->figurePaint(), block_->figureSize(), options, file);
  }
  return attention
             ? exportFigure(heatmap_->figurePaint(), heatmap_->size(), options, file)
             : exportFigure(positions_->figurePaint(), positions_->figure()->size(), options, file);
}

void MainWindow::exportInteractively() {
  ExportDialog dialog(preferences_.folder, this);
  if (dialog.exec() != QDialog::Accepted) {
    return;
  }
  preferences_.folder = QFileInfo(dialog.file()).path();
  if (const auto written = exportView(dialog.file(), dialog.scale()); !written) {
    notice_->showError(written.error());
    return;
  }
  status_->say(tr("Saved %1").arg(dialog.file()));
}

}  // namespace headscope
