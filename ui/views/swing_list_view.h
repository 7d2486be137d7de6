#pragma once

#include <QListView>

#include "models/swing_model.h"
#include "render/figure_style.h"

namespace headscope {

// Heads or rows by how much they differ. A line is chosen by a click, or with the arrow keys.
class SwingListView : public QListView {
  Q_OBJECT
 public:
  explicit SwingListView(SwingModel* model, QWidget* parent = nullptr);

  // Without telling anyone; -1: none. Lines that are new are shown from the first on, wherever the
  // chosen one is.
  void showLine(int line);

  void setFigureStyle(const FigureStyle& style);
  const FigureStyle& figureStyle() const { return style_; }

  QSize sizeHint() const override { return {232, 320}; }

 signals:
  void lineChosen(int line);

 protected:
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
  void paintEvent(QPaintEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  FigureStyle style_;
  bool showing_ = false;
  bool isNew_ = false;  // the lines, since the chosen one was shown
  bool focusVisible_ = false;
};

}  // namespace headscope
