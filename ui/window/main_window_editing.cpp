#include <utility>

#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>

#include "source/edits_file.h"
#include "window/main_window.h"
#include "window/map_context_menu.h"

// What heads look at, changed by hand.

namespace headscope {

void MainWindow::connectEditing() {
  connect(heatmap_, &HeatmapView::weightChosen, this, &MainWindow::changeWeight);
  connect(rowView_, &RowView::weightChosen, this, [this](int key, float weight) {
    changeWeight(session_.selection()->query(), key, weight);
  });
  connect(heatmap_, &HeatmapView::menuRequested, this,
          [this](QPoint at) { makeMapContextMenu(&session_, this)->popup(at); });
  headGrid_->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(headGrid_, &QWidget::customContextMenuRequested, this, [this](QPoint position) {
    if (const QModelIndex index = headGrid_->indexAt(position); index.isValid()) {
      session_.selection()->setHead(HeadGridModel::headAt(index));
    }
    makeMapContextMenu(&session_, this)->popup(headGrid_->viewport()->mapToGlobal(position));
  });
  connect(editBar_, &EditBar::saveRequested, this, &MainWindow::saveEditsInteractively);
}

// Attention itself: what is made of it has no weights to set, nor is there a pass to a recording.
bool MainWindow::weightsCanChange() const {
  return session_.run() != nullptr && mapReading_.isAttention() &&
         !session_.model()->description().isRecorded;
}

void MainWindow::changeWeight(int query, int key, float weight) {
  const bool isRecorded = session_.run() != nullptr && session_.model()->description().isRecorded;
  if (!weightsCanChange() && !isRecorded) {
    return;
  }
  if (isRecorded || !session_.isOfTokens(query, key)) {
    status_->say(whyNotByHand(session_));
    return;
  }
  RunEdits edits = session_.edits();
  setWeight(editsOf(edits, session_.part()),
            {session_.selection()->head(), session_.queryTokens(query).first,
             session_.keyTokens(key).first, weight});
  session_.changeEdits(edits);
}

void MainWindow::saveEditsInteractively() {
  const QString file = QFileDialog::getSaveFileName(
      this, tr("Save the changes"), preferences_.folder + QStringLiteral("/changes.json"),
      tr("JSON (*.json)"));
  if (file.isEmpty() || session_.run() == nullptr) {
    return;
  }
  if (const auto saved = saveEdits(file.toStdString(), session_.model()->description(),
                                   *session_.run(), session_.edits());
      saved) {
    status_->say(tr("Saved %1").arg(file));
  } else {
    notice_->showError(saved.error());
  }
}

void MainWindow::openEditsInteractively() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Open changes by hand"),
                                                    preferences_.folder, tr("JSON (*.json)"));
  if (!file.isEmpty()) {
    preferences_.folder = QFileInfo(file).path();
    openEditsFile(file);
  }
}

void MainWindow::openEditsFile(const QString& file) {
  if (!session_.isRunWhole() || session_.model()->description().isRecorded) {
    status_->say(session_.isRunWhole() ? whyNotByHand(session_)
                                       : tr("There is no text yet to make changes on"));
    return;
  }
  const auto edits =
      openEdits(file.toStdString(), session_.model()->description(), *session_.run());
  if (!edits) {
    notice_->showError(edits.error());
    return;
  }
  notice_->clearError();
  session_.changeEdits(*edits);
}

// Of the text and the model that were open last. What does not fit them any more is let go.
void MainWindow::restoreEdits() {
  if (standIn_ != nullptr) {
    return;  // they are of the model that is away
  }
  const QByteArray changes = std::exchange(preferences_.changes, {});
  if (!changes.isEmpty()) {
    if (const auto edits = editsFromJson(changes.toStdString(), "", session_.model()->description(),
                                         *session_.run())) {
      session_.changeEdits(*edits);
    }
  }
}

QByteArray MainWindow::editsToKeep() const {
  return session_.edits().empty() || !session_.isRunWhole()
             ? QByteArray()
             : QByteArray::fromStdString(
                   editsAsJson(session_.model()->description(), *session_.run(), session_.edits()));
}

}  // namespace headscope
