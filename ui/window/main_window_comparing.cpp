#include <QFileDialog>
#include <QFileInfo>

#include "dialogs/hub_dialog.h"
#include "window/main_window.h"

// How the model that the window's own is compared with is chosen: as that one is, from a menu.

namespace headscope {

void MainWindow::connectComparing() {
  secondMenu_ = new ModelMenu(this, ModelMenu::Purpose::comparison);
  compareView_->header()->setModelMenu(secondMenu_);
  SecondModel* second = comparison_.secondModel();
  connect(secondMenu_, &ModelMenu::aboutToShow, this,
          [this] { library_.refresh(preferences_.opened); });
  connect(&library_, &ModelLibrary::listed, secondMenu_,
          [this] { secondMenu_->setModels(library_.models()); });
  connect(secondMenu_, &ModelMenu::shownRequested, this, [this, second] {
    if (session_.model() != nullptr) {
      second->take(session_.model(), session_.modelReference());
    }
  });
  connect(secondMenu_, &ModelMenu::chosen, second, &SecondModel::open);
  // The text is the window's.
  connect(secondMenu_, &ModelMenu::presetChosen, second,
          [second](const QString& reference) { second->open(reference); });
  connect(secondMenu_, &ModelMenu::fetchRequested, this, [this](const QString& name) {
    fetchedSecond_ = name;
    library_.fetch(name);
  });
  connect(secondMenu_, &ModelMenu::hubRequested, this, [this] {
    HubDialog dialog(this);
    if (dialog.exec() == QDialog::Accepted) {
      fetchedSecond_ = dialog.name();
      library_.fetch(dialog.name());
    }
  });
  // What is fetched after it is the window's again.
  const auto forget = [this] { fetchedSecond_.clear(); };
  connect(&library_, &ModelLibrary::fetchStopped, this, forget);
  connect(&library_, &ModelLibrary::fetchFailed, this, forget);
  connect(topBar_->modelMenu(), &ModelMenu::fetchRequested, this, forget);
  connect(secondMenu_, &ModelMenu::openRequested, this, [this, second] {
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Open a model’s folder"), preferences_.folder);
    if (!folder.isEmpty()) {
      preferences_.folder = QFileInfo(folder).path();
      second->open(folder);
    }
  });
  connect(secondMenu_, &ModelMenu::fileRequested, this, [this, second] {
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Open a GGUF file"), preferences_.folder,
                                     tr("GGUF files (*.gguf *.GGUF);;All files (*)"));
    if (!file.isEmpty()) {
      preferences_.folder = QFileInfo(file).path();
      second->open(file);
    }
  });
  connect(second, &SecondModel::opened, this,
          [this, second] { secondMenu_->setCurrent(second->reference()); });
}

}  // namespace headscope
