#pragma once

#include <functional>

#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "session/edit_effects.h"
#include "session/session.h"

namespace headscope {

// What has been changed by hand, each as a chip that takes it back, and what that changed in what
// comes out. Hidden while there is nothing.
class EditBar : public QWidget {
  Q_OBJECT
 public:
  EditBar(Session* session, EditEffects* effects, QWidget* parent = nullptr);

  QStringList edits() const;
  QToolButton* chip(int index) const;  // click takes the edit back
  QToolButton* clearButton() { return clear_; }
  QString more() const { return more_->text(); }  // how many edits have no chip
  QString effects() const { return effectsLabel_->text(); }
  // Of every token's output, the most changed first.
  QString allEffects() const { return effectsLabel_->accessibleDescription(); }

 signals:
  void saveRequested();

 private:
  void showEdits();
  void showEffects();
  void addChips(AttentionPart part);
  void addChip(const QString& text, std::function<void(RunEdits&)> takeBack);

  Session* session_;
  EditEffects* effects_;
  QWidget* chips_;
  QLabel* effectsLabel_;
  QLabel* more_;
  int shown_ = 0;  // edits, with those that have no chip
  QToolButton* save_;
  QToolButton* clear_;
};

}  // namespace headscope
