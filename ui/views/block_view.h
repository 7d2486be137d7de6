#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QAbstractScrollArea>

#include "render/block_layout.h"
#include "session/selection.h"
#include "views/block_loader.h"

namespace headscope {

// The chosen head's block, step by step. It shows and changes the Selection; the chosen step and
// the columns of its matrices are its own. Passes are run while it is visible only.
//
// Mouse: a click chooses a step and the cell that is shown there. Keys: Left and Right walk from
// step to step, Home and End to the first and last, Up, Down and Page Up, Page Down move the row,
// with Shift Left and Right the column; Escape first lets go of the column, then of the step.
class BlockView : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit BlockView(Selection* selection, QWidget* parent = nullptr);

  // What is run for the picture; the head is the selection's.
  void setRequest(BlockRequest request);
  void setFigureStyle(const FigureStyle& style);
  void setEmptyText(const QString& text);

  const BlockFigure& figure() const { return figure_; }  // what is shown now
  const BlockChoice& choice() const { return choice_; }
  const BlockLayout& figureLayout() const;
  // Whether the shown picture is not yet the one asked for.
  bool isComputing() const { return loader_.isBusy(); }

  // Paints all of what is shown at any size: for a file.
  std::function<void(QPainter&, QSizeF)> figurePaint() const;
  QSizeF figureSize() const;

  QSize sizeHint() const override { return {720, 640}; }
  QSize minimumSizeHint() const override { return {240, 240}; }

 protected:
  bool viewportEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void headChanged();
  void load();
  void showPicture(std::shared_ptr<const BlockPicture> picture);
  void followSelection();
  void makeFigure();
  void describe();
  void updateScrollBar();
  void scrollToStep();
  BlockHit hitAt(QPointF position) const;

  const BlockStep* currentStep() const;  // null: none is chosen
  MatrixCell cellOf(const BlockHit& hit) const;
  void chooseStep(int step);
  void moveRow(int by);
  void moveColumn(int by);
  // Shows it, and tells the other views what of it is theirs.
  void choose(const BlockChoice& choice);
  bool letGo();

  Selection* selection_;
  BlockRequest request_;
  FigureStyle style_;
  QString emptyText_;
  BlockLoader loader_;
  bool stale_ = false;  // the request has changed since the last pass was asked for
  std::shared_ptr<const BlockPicture> picture_;
  BlockChoice choice_;
  Stage stage_ = Stage::scores;  // of the chosen step: another block may have it elsewhere
  BlockFigure figure_;
  mutable std::optional<BlockLayout> layout_;
  bool focusVisible_ = false;
};

}  // namespace headscope
