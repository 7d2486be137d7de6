#pragma once

#include <vector>

#include <QMenu>

#include "source/list_models.h"

namespace headscope {

// What can be opened: known models, sandbox presets, a folder or a file from disk.
class ModelMenu : public QMenu {
  Q_OBJECT
 public:
  // For the window, or for the model that the window's own is compared with. That reads what the
  // window's reads, and may be the one that is open now.
  enum class Purpose { window, comparison };
  explicit ModelMenu(QWidget* parent = nullptr, Purpose purpose = Purpose::window);

  // What can be chosen but sandboxes, as it was found last.
  void setModels(std::vector<ListedModel> models);
  // The one that has a mark.
  void setCurrent(const QString& reference) { current_ = reference; }

 signals:
  void chosen(const QString& reference);
  void presetChosen(const QString& reference, const QString& text);
  void fetchRequested(const QString& reference);  // of a model that is not here
  void hubRequested();
  void openRequested();  // a folder
  void fileRequested();
  void vectorsRequested();
  void shownRequested();  // the model that is open now

 private:
  void fill();
  void addHeading(const QString& text);
  void addModels(ModelOrigin origin, const QString& heading);

  Purpose purpose_;
  std::vector<ListedModel> models_;
  QString current_;
};

}  // namespace headscope
