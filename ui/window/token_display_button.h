#pragma once

#include <QToolButton>

#include "session/session.h"

namespace headscope {

// How tokens are shown in every map: by themselves or merged into words, with or without special
// tokens.
class TokenDisplayButton : public QToolButton {
  Q_OBJECT
 public:
  explicit TokenDisplayButton(Session* session, QWidget* parent = nullptr);

 private:
  QAction* addChoice(const QString& text, const QString& help, bool TokenDisplay::*option);
  void showChoices();

  Session* session_;
  QAction* words_;
  QAction* specials_;
  QAction* rescale_;
};

}  // namespace headscope
