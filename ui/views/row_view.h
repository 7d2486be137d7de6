#pragma once

#include <functional>
#include <memory>

#include <QAbstractScrollArea>

#include "model/attention_source.h"
#include "render/row_painter.h"
#include "render/token_label.h"
#include "session/selection.h"

class QLabel;
class QToolButton;

namespace headscope {

// Where the chosen query looks: its weights as bars. It shows and changes the Selection's key.
// Click chooses a key, the arrow keys the next one in the order shown. A bar's end can be dragged
// to another weight; + and - change that of the chosen key, Delete makes it 0.
class RowView : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit RowView(Selection* selection, QWidget* parent = nullptr);

  void setSource(std::shared_ptr<const AttentionSource> source, TokenLabels labels);
  void setFigureStyle(const FigureStyle& style);
  RowOrder order() const { return order_; }
  void setOrder(RowOrder order);

  const RowFigure& figure() const { return figure_; }
  // Paints all of the row at any width: for a file. The size asked for is as high as it needs.
  std::function<void(QPainter&, QSizeF)> figurePaint() const;
  QSizeF figureSize(double width) const;

  QSize sizeHint() const override { return {268, 128}; }
  QSize minimumSizeHint() const override { return {160, 128}; }

 signals:
  void orderChanged(headscope::RowOrder order);
  // A key's weight was dragged, or changed by a key.
  void weightChosen(int key, float weight);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void showRow();
  void showKey();
  void placeHeader();
  void updateScrollBar();
  void describe();
  int positionOfKey(int key) const;
  void chooseAt(int position);
  void changeWeightBy(float step);
  int barEndAt(QPointF point) const;  // the position whose bar ends there; -1: none
  RowLayout rowLayout() const;

  Selection* selection_;
  std::shared_ptr<const AttentionSource> source_;
  TokenLabels labels_;
  FigureStyle style_;
  RowOrder order_ = RowOrder::byWeight;
  RowFigure figure_;
  QString heading_;
  QLabel* headingLabel_;
  QToolButton* byWeight_;
  QToolButton* inText_;
  int dragged_ = -1;                        // the key whose bar is dragged
  std::vector<int> draggedOrder_;           // lines stay where they are meanwhile,
  std::optional<RowLayout> draggedLayout_;  // and the pointer means what it meant at first
  bool focusVisible_ = false;
};

}  // namespace headscope
