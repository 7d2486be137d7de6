#pragma once

#include <QWidget>

#include "render/figure_style.h"
#include "session/named_tokens.h"

namespace headscope {

// What the model names at the chosen row: "was 0.41 · is 0.12". Hidden for a model that names
// nothing.
class NamedTokensPanel : public QWidget {
  Q_OBJECT
 public:
  NamedTokensPanel(NamedTokens* named, Session* session, QWidget* parent = nullptr);

  void setFigureStyle(const FigureStyle& style);
  QString heading() const { return heading_; }
  QString words() const { return words_; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void showTokens();

  NamedTokens* named_;
  Session* session_;
  FigureStyle style_;
  QString heading_;
  QString words_;
};

}  // namespace headscope
