#include <QFileDialog>
#include <QMenu>

#include "source/edits_file.h"
#include "window/main_window.h"
#include "window/map_context_menu.h"

// What heads look at, changed by hand.

namespace headscope {

void MainWindow::connectEditing() {
  connect(rowView_, &RowView::weightChosen, this, [this](int key, float weight) {
    const Selection& chosen = *session_.selection();
    if (session_.part() != AttentionPart::encoder || mapReading_.kind() != MapKind::attention) {
      return;
    }
    if (!session_.isOfTokens(chosen.query(), key)) {
      status_->say(whyNotByHand(session_));
      return;
    }
    session_.changeEdits(
        withWeight(session_.edits(), {chosen.head(), session_.queryTokens(chosen.query()).first,
                                      session_.keyTokens(key).first, weight}));
  });
  heatmap_->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(heatmap_, &QWidget::customContextMenuRequested, this, [this](QPoint position) {
    const HeatmapHit hit = heatmap_->figureLayout().hit(position);
    if (hit.part == HeatmapHit::Part::cell) {  // else by a key: of what is chosen
      session_.selection()->setCell(hit.query, hit.key);
    }
    makeMapContextMenu(&session_, this)->popup(heatmap_->mapToGlobal(position));
  });
  headGrid_->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(headGrid_, &QWidget::customContextMenuRequested, this, [this](QPoint position) {
    if (const QModelIndex index = headGrid_->indexAt(position); index.isValid()) {
      session_.selection()->setHead(HeadGridModel::headAt(index));
    }
    makeMapContextMenu(&session_, this)->popup(headGrid_->viewport()->mapToGlobal(position));
  });
  connect(editBar_, &EditBar::saveRequested, this, &MainWindow::saveEditsInteractively);
}

void MainWindow::saveEditsInteractively() {
  const QString file = QFileDialog::getSaveFileName(
      this, tr("Save the changes"), preferences_.folder + QStringLiteral("/changes.json"),
      tr("JSON (*.json)"));
  if (file.isEmpty() || session_.run() == nullptr) {
    return;
  }
  if (const auto saved = saveEdits(file.toStdString(), session_.model()->description(),
                                   session_.run()->tokens, session_.edits());
      saved) {
    status_->say(tr("Saved %1").arg(file));
  } else {
    notice_->showError(saved.error());
  }
}

}  // namespace headscope
