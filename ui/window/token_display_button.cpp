#include "window/token_display_button.h"

#include <QMenu>

namespace headscope {

TokenDisplayButton::TokenDisplayButton(Session* session, QWidget* parent)
    : QToolButton(parent), session_(session) {
  setPopupMode(QToolButton::InstantPopup);
  setFocusPolicy(Qt::StrongFocus);
  setProperty("role", QStringLiteral("link"));
  setToolTip(tr("What rows and columns stand for"));
  auto* menu = new QMenu(tr("Tokens"), this);
  menu->setToolTipsVisible(true);
  setMenu(menu);
  words_ = addChoice(tr("Merge subwords into words"),
                     tr("Weights are summed over the keys of a word and averaged over its queries"),
                     &TokenDisplay::mergesWords);
  specials_ = addChoice(tr("Hide special tokens"),
                        tr("Those that the tokenizer adds, such as [CLS] and [SEP]: many heads "
                           "look there when they have nothing else to look at"),
                        &TokenDisplay::hidesSpecials);
  rescale_ = addChoice(tr("Rescale rows to 1"),
                       tr("What is left of a row without its special tokens; else it is shown as "
                          "it is"),
                       &TokenDisplay::rescalesRows);
  connect(session_, &Session::tokenDisplayChanged, this, &TokenDisplayButton::showChoices);
  showChoices();
}

QAction* TokenDisplayButton::addChoice(const QString& text, const QString& help,
                                       bool TokenDisplay::*option) {
  QAction* action = menu()->addAction(text);
  action->setCheckable(true);
  action->setToolTip(help);
  connect(action, &QAction::triggered, session_, [this, option](bool checked) {
    TokenDisplay display = session_->tokenDisplay();
    display.*option = checked;
    session_->setTokenDisplay(display);
  });
  return action;
}

void TokenDisplayButton::showChoices() {
  const TokenDisplay& display = session_->tokenDisplay();
  words_->setChecked(display.mergesWords);
  specials_->setChecked(display.hidesSpecials);
  rescale_->setChecked(display.rescalesRows);
  rescale_->setEnabled(display.hidesSpecials);
  setText(display.mergesWords ? tr("Words") : tr("Tokens"));
  QStringList shown{display.mergesWords ? tr("subwords merged into words") : tr("tokens")};
  if (display.hidesSpecials) {
    shown << (display.rescalesRows ? tr("special tokens hidden, rows rescaled to 1")
                                   : tr("special tokens hidden"));
  }
  setAccessibleName(tr("Rows and columns: %1").arg(shown.join(QStringLiteral(", "))));
}

}  // namespace headscope
