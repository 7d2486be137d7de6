#pragma once

#include <QWidget>

#include "render/figure_style.h"
#include "session/head_cards.h"

namespace headscope {

// The chosen head's card: what it does on this text, measured, and the labels that this earns it.
// A screen reader has the labels as the accessible name and the measures as the description.
class HeadCardPanel : public QWidget {
  Q_OBJECT
 public:
  HeadCardPanel(HeadCards* cards, Selection* selection, QWidget* parent = nullptr);

  void setFigureStyle(const FigureStyle& style);

  QStringList labels() const { return labels_; }
  QString measures() const { return measures_; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void showCard();

  HeadCards* cards_;
  Selection* selection_;
  FigureStyle style_;
  QStringList labels_;
  QString measures_;
};

}  // namespace headscope
