#pragma once

#include <QWidget>

#include "analysis/cell_products.h"
#include "render/figure_style.h"

namespace headscope {

enum class ProductOrder { byDimension, largestFirst };

// The terms of q · k as bars, upwards and downwards from 0, and below them one of them in numbers,
// or the largest. The pointer or a click, or Left, Right, Home and End choose a bar, Escape none.
class ProductBars : public QWidget {
  Q_OBJECT
 public:
  explicit ProductBars(QWidget* parent = nullptr);

  // What is said of the largest; the dimension that is chosen stays chosen.
  void setProducts(CellProducts products, const QString& largest);
  void setOrder(ProductOrder order);
  void setFigureStyle(const FigureStyle& style);

  // The terms from left to right.
  const std::vector<CellTerm>& terms() const { return terms_; }
  int chosen() const { return chosen_; }  // a dimension; -1: none
  QString caption() const;
  QRectF bar(int place) const;  // of the term that stands there

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void arrange();
  void choose(int dimension);
  int placeOf(int dimension) const;
  int placeAt(QPointF point) const;  // -1: beside the bars
  void describe();

  CellProducts products_;
  QString largest_;
  ProductOrder order_ = ProductOrder::byDimension;
  std::vector<CellTerm> terms_;
  double low_ = 0;  // of the least product, at most 0
  double high_ = 0;
  int chosen_ = -1;
  int hovered_ = -1;  // likewise a dimension
  bool focusVisible_ = false;
  FigureStyle style_;
};

}  // namespace headscope
