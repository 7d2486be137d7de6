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
  const TabFigure figure = shownFigure();
  const ExportOptions options{.format = *format,
                              .scale = scale,
                              .title = figure.title,
                              .description = figure.description,
                              .metadata = {{QStringLiteral("model"), session_.modelReference()},
                                           {QStringLiteral("text"), session_.text()}}};
  return exportFigure(figure.paint, figure.size, options, file);
}

MainWindow::TabFigure MainWindow::shownFigure() {
  const QWidget* shown = tabs_->currentWidget();
  if (shown == trainingView_) {
    return {trainingView_->figurePaint(), trainingView_->figureSize(), tr("Training"),
            session_.text()};
  }
  if (shown == positions_) {
    return {positions_->figurePaint(), positions_->figure()->size(), tr("Positions"),
            positions_->words()};
  }
  const QString model = session_.model() == nullptr
                            ? QString()
                            : QString::fromStdString(session_.model()->description().name);
  if (shown == headSheet_) {
    const QString heads = tr("Heads of %1").arg(model);
    return {headSheet_->figurePaint(heads), headSheet_->figureSize(), heads, session_.text()};
  }
  const QString title = tr("%1, %2").arg(model, headName(session_.selection()->head()));
  if (shown == compareView_) {
    return {compareView_->figurePaint(), compareView_->figureSize(), title,
            tr("%1 / %2").arg(session_.text(), comparison_.subject())};
  }
  if (shown == block_) {
    return {block_->figurePaint(), block_->figureSize(), title, session_.text()};
  }
  if (shown == links_) {
    return {links_->figurePaint(), links_->size(), tr("Links of %1").arg(title), session_.text()};
  }
  return {heatmap_->figurePaint(), heatmap_->size(), title, session_.text()};
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
