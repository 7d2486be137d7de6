#pragma once

#include <QMenu>

namespace headscope {

// What can be opened: known models, sandbox presets, a folder or a file from disk.
class ModelMenu : public QMenu {
  Q_OBJECT
 public:
  explicit ModelMenu(QWidget* parent = nullptr);

  // The one that has a mark.
  void setCurrent(const QString& reference) { current_ = reference; }

 signals:
  void chosen(const QString& reference);
  void presetChosen(const QString& reference, const QString& text);
  void openRequested();  // a folder
  void fileRequested();
  void vectorsRequested();

 private:
  void fill();
  void addHeading(const QString& text);

  QString current_;
};

}  // namespace headscope
