#pragma once

#include <array>
#include <memory>

#include <QLabel>
#include <QPointer>
#include <QToolButton>
#include <QWidget>

#include "inspector/cell_title.h"
#include "inspector/fold_heading.h"
#include "inspector/inspected.h"
#include "inspector/number_lines.h"
#include "inspector/product_bars.h"
#include "session/copied_values.h"
#include "session/selection.h"

namespace headscope {

// The arithmetic of the chosen cell, from q·k to what it adds to the output of its head; where no
// key is chosen, how widely the row looks. Parts of it fold. A screen reader has the cell as its
// accessible name and all numbers as its description; Ctrl+C copies them.
class CellPanel : public QWidget {
  Q_OBJECT
 public:
  // `values` may be null: then nothing is said of the output.
  CellPanel(Selection* selection, CopiedValues* values, QWidget* parent = nullptr);

  void setSource(std::shared_ptr<const AttentionSource> source, TokenLabels labels);
  void setFigureStyle(const FigureStyle& style);

  bool isOpen(InspectorPart part) const { return partOf(part).heading->isChecked(); }
  void setOpen(InspectorPart part, bool open);
  QStringList foldedParts() const;  // by their inspectorPartKey
  void setFoldedParts(const QStringList& keys);
  ProductOrder productOrder() const;
  void setProductOrder(ProductOrder order);

  // What is shown, for tests and for copying.
  const Inspected& inspected() const { return inspected_; }
  QString title() const { return inspected_.title; }
  QString weight() const { return inspected_.number; }
  QString hint() const;  // in place of a cell: what to do, or why there is none
  void copy() const;

  FoldHeading* heading(InspectorPart part) { return partOf(part).heading; }
  ProductBars* bars() { return bars_; }
  QToolButton* orderButton(ProductOrder order) {
    return order == ProductOrder::largestFirst ? largestFirst_ : byDimension_;
  }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 signals:
  void foldedChanged();
  void productOrderChanged(headscope::ProductOrder order);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  struct Part {
    FoldHeading* heading = nullptr;
    QWidget* body = nullptr;
    NumberLines* lines = nullptr;  // null: the bars
  };
  static constexpr std::array kParts = {InspectorPart::softmax, InspectorPart::output,
                                        InspectorPart::products, InspectorPart::strongest};

  void makeParts();
  QToolButton* makeOrderButton(const QString& text, ProductOrder order);
  const Part& partOf(InspectorPart part) const { return parts_[static_cast<std::size_t>(part)]; }
  CopiedFrom copied() const;
  void showCell();
  void showParts();

  Selection* selection_;
  QPointer<CopiedValues> values_;  // a window that is closed hides its panels when they are gone
  std::shared_ptr<const AttentionSource> source_;
  TokenLabels labels_;
  FigureStyle style_;
  Inspected inspected_;
  bool isRow_ = false;
  bool focusVisible_ = false;
  mutable int height_;  // of the last cell: while there is none, or a row, nothing moves

  QLabel* kind_;
  CellTitle* title_;
  NumberLines* lines_;
  std::array<Part, kParts.size()> parts_;
  ProductBars* bars_;
  QToolButton* byDimension_ = nullptr;
  QToolButton* largestFirst_ = nullptr;
};

}  // namespace headscope
