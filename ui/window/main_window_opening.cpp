#include <utility>

#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QImageReader>
#include <QMimeData>

#include "catalog/checkpoint_files.h"
#include "dialogs/hub_dialog.h"
#include "source/vector_sequence.h"
#include "window/main_window.h"

// How models and sequences of vectors come into the window: by dialogs, from the hub, dropped.

namespace headscope {

void MainWindow::connectOpening() {
  connect(&session_, &Session::loadingChanged, topBar_, &TopBar::setLoading);
  connect(&session_, &Session::loadingChanged, openingBar_, &OpeningBar::setLoading);
  connect(&session_, &Session::openingProgressed, openingBar_, &OpeningBar::setProgress);
  connect(openingBar_, &OpeningBar::stopRequested, this, [this] {
    session_.stopOpening();
    status_->say(tr("Stopped opening"));
    openInstead();
  });
  const auto showWhatIsDue = [this](bool loading) {
    heatmap_->setEmptyText(loading && session_.model() == nullptr
                               ? tr("The model is being opened.")
                               : tr("Type a sentence to see where each head looks."));
  };
  connect(&session_, &Session::loadingChanged, this, showWhatIsDue);
  showWhatIsDue(false);
}

void MainWindow::connectFetching() {
  connect(&library_, &ModelLibrary::fetchProgressed, fetchBar_, &FetchBar::show);
  connect(fetchBar_, &FetchBar::stopRequested, &library_, &ModelLibrary::stopFetch);
  connect(&library_, &ModelLibrary::fetchStopped, this, [this] {
    fetchBar_->hide();
    status_->say(tr("Stopped fetching"));
  });
  connect(&library_, &ModelLibrary::fetchFailed, this, [this](const Error& error) {
    fetchBar_->hide();
    notice_->showError(error);
  });
  connect(&library_, &ModelLibrary::fetched, this, [this](const QString& name) {
    fetchBar_->hide();
    library_.refresh(preferences_.opened);
    if (name == std::exchange(fetchedSecond_, {})) {
      comparison_.secondModel()->open(name);
    } else {
      session_.openModel(name);
    }
  });
}

void MainWindow::fetchFromHubInteractively() {
  HubDialog dialog(this);
  if (dialog.exec() == QDialog::Accepted) {
    library_.fetch(dialog.name());
  }
}

// Paths only: models that have a name are found by it.
void MainWindow::rememberOpened(const QString& reference) {
  constexpr int kMostOpened = 8;
  const QFileInfo path(reference);
  if (session_.sandbox() || !path.exists()) {
    return;
  }
  QStringList& opened = preferences_.opened;
  opened.removeAll(path.absoluteFilePath());
  opened.prepend(path.absoluteFilePath());
  opened = opened.mid(0, kMostOpened);
}

void MainWindow::openFolder() {
  const QString folder =
      QFileDialog::getExistingDirectory(this, tr("Open a model’s folder"), preferences_.folder);
  if (!folder.isEmpty()) {
    preferences_.folder = QFileInfo(folder).path();
    session_.openModel(folder);
  }
}

void MainWindow::openModelFile() {
  const QString file =
      QFileDialog::getOpenFileName(this, tr("Open a GGUF file"), preferences_.folder,
                                   tr("GGUF files (*.gguf *.GGUF);;All files (*)"));
  if (!file.isEmpty()) {
    preferences_.folder = QFileInfo(file).path();
    session_.openModel(file);
  }
}

void MainWindow::openRecordedAttention() {
  const QString file =
      QFileDialog::getOpenFileName(this, tr("Open recorded attention"), preferences_.folder,
                                   tr("Safetensors files (*.safetensors);;All files (*)"));
  if (!file.isEmpty()) {
    preferences_.folder = QFileInfo(file).path();
    session_.openModel(file);
  }
}

void MainWindow::openVectors() {
  const QString file =
      QFileDialog::getOpenFileName(this, tr("Open a sequence of vectors"), preferences_.folder,
                                   tr("CSV files (*.csv *.tsv);;All files (*)"));
  if (!file.isEmpty()) {
    preferences_.folder = QFileInfo(file).path();
    openVectorsFile(file);
  }
}

void MainWindow::openVectorsFile(const QString& file) {
  auto vectors = readVectorSequence(file.toStdString());
  if (!vectors) {
    notice_->showError(vectors.error());
    return;
  }
  SandboxConfig config = session_.wantedSandbox().value_or(SandboxConfig{});
  config.dModel = static_cast<int>(vectors->values.cols());
  if (const auto fits = checkSandbox(config); !fits) {
    Error error = fits.error();
    error.file = file.toStdString();
    notice_->showError(error);
    return;
  }
  session_.changeSandbox(config);
  session_.setVectors(std::move(*vectors));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const QList<QUrl> urls = event->mimeData()->urls();
  const bool isFile = urls.size() == 1 && urls.front().isLocalFile();
  const bool isText = urls.isEmpty() && event->mimeData()->hasText();
  if (isFile || isText) {
    event->acceptProposedAction();
  }
}

void MainWindow::dropEvent(QDropEvent* event) {
  event->acceptProposedAction();
  if (event->mimeData()->urls().isEmpty()) {
    if (topBar_->sentence()->isReadOnly()) {
      status_->say(topBar_->sentence()->toolTip());
      return;
    }
    session_.setText(event->mimeData()->text().simplified());
    return;
  }
  const QString path = event->mimeData()->urls().value(0).toLocalFile();
  const QFileInfo file(path);
  constexpr const char* kOfFolders[] = {kWeightsFile, kWeightsIndexFile, kConfigFile};
  const auto isNamed = [&file](const char* name) { return file.fileName() == QLatin1String(name); };
  const QString suffix = file.suffix().toLower();
  if (file.isDir() || suffix == QStringLiteral("gguf")) {
    session_.openModel(path);
  } else if (std::any_of(std::begin(kOfFolders), std::end(kOfFolders), isNamed)) {
    session_.openModel(file.path());
  } else if (suffix == QStringLiteral("safetensors")) {
    session_.openModel(path);  // a training's recording, or one of attention
  } else if (QImageReader::supportedImageFormats().contains(file.suffix().toLower().toUtf8())) {
    notice_->showError(noPlaceForImages(path.toStdString(), "this is an image, which has"));
  } else {
    openVectorsFile(path);
  }
}

}  // namespace headscope
