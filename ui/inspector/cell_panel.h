#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "model/attention_source.h"
#include "render/figure_style.h"
#include "render/token_label.h"
#include "session/selection.h"

namespace headscope {

// The arithmetic of the chosen cell: the weight, large, and how q·k, the scale, the mask and the
// softmax made it; the products by dimension as bars. A screen reader has the cell as its
// accessible name and the steps as its description.
class CellPanel : public QWidget {
  Q_OBJECT
 public:
  explicit CellPanel(Selection* selection, QWidget* parent = nullptr);

  void setSource(std::shared_ptr<const AttentionSource> source, TokenLabels labels);
  void setFigureStyle(const FigureStyle& style);

  // What is shown, for tests and for copying.
  QString title() const;
  QString weight() const;
  QString hint() const;  // in place of a cell: what to do, or why there is none

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 public:
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 private:
  struct Line {
    QString name;
    QString value;
  };

  void showCell();
  void addFolding(const TokenFolding& folding, int query, int key);
  void paintBars(QPainter& painter, const QRectF& room) const;

  Selection* selection_;
  std::shared_ptr<const AttentionSource> source_;
  TokenLabels labels_;
  FigureStyle style_;

  QString title_;
  QString weight_;
  std::vector<Line> lines_;
  int lineCount_ = 4;  // there is room for; a model that adds a bias has one more
  std::vector<float> products_;
  QString largest_;
};

}  // namespace headscope
