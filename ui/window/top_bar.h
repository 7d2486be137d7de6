#pragma once

#include <QLineEdit>
#include <QToolButton>
#include <QWidget>

#include "window/model_button.h"
#include "window/model_menu.h"

namespace headscope {

// Model, sentence, export and theme: the line above everything.
class TopBar : public QWidget {
  Q_OBJECT
 public:
  explicit TopBar(QWidget* parent = nullptr);

  void setModel(const QString& name, const QString& detail);
  // Says "Opening…" in place of the model, unless it takes no longer than a keystroke.
  void setLoading(bool loading);

  ModelMenu* modelMenu() { return menu_; }
  ModelButton* modelButton() { return model_; }
  QLineEdit* sentence() { return sentence_; }
  QToolButton* exportButton() { return export_; }
  QToolButton* themeButton() { return theme_; }
  QToolButton* moreButton() { return more_; }

  // A recording's text, which stands instead of the sentence and cannot be changed.
  void showRecorded(const QString& text);
  // As if typed over what is there, so that it can be taken back.
  void showSentence(const QString& text);

 private:
  ModelMenu* menu_;
  ModelButton* model_;
  QLineEdit* sentence_;
  QToolButton* export_;
  QToolButton* theme_;
  QToolButton* more_;
};

}  // namespace headscope
