#pragma once

#include <vector>

#include <QString>

#include "analysis/cell_products.h"
#include "model/attention_source.h"
#include "render/token_label.h"
#include "session/copied_values.h"

namespace headscope {

// What is told behind a heading of its own, and may be folded away.
enum class InspectorPart {
  softmax,    // of a cell: the sum that it is divided by
  output,     // of a cell: what it adds to the output of its head
  products,   // of a cell: q · k term by term
  strongest,  // of a row: the keys that it looks at most
};
QString inspectorPartKey(InspectorPart part);  // as settings have it: "softmax", …

// One step of an arithmetic, and the number that it comes to.
struct NumberLine {
  QString name;
  QString value;
};

struct InspectedPart {
  InspectorPart id;
  QString heading;
  QString summary;  // what stands for it while it is folded
  std::vector<NumberLine> lines;
  std::size_t room = 0;  // for so many lines, that nothing moves from cell to cell
};

// What can be told of a cell or a row, in the words and numbers in which it is shown, read out and
// copied. A value.
struct Inspected {
  QString title;   // "it → animal"; empty: there is nothing to tell
  QString number;  // the weight, or the row's entropy; its unit is not part of it
  QString unit;
  std::vector<NumberLine> lines;
  std::vector<InspectedPart> parts;
  CellProducts products;  // of q · k; empty where there are none

  const InspectedPart* find(InspectorPart part) const;  // null where it has no such part
};

// The cell must lie within the source's shape, which is that of the labels.
Inspected inspectedCell(const AttentionSource& source, const TokenLabels& labels, HeadId head,
                        int query, int key, const CopiedFrom& copied);
Inspected inspectedRow(const AttentionSource& source, const TokenLabels& labels, HeadId head,
                       int query);

// "dim 25: 2.310 × 1.494 = +3.451".
QString productInWords(const CellTerm& term);

// Line by line, names and numbers apart by a tab; of the products all.
QString inspectedAsText(const Inspected& inspected);
// The same for a screen reader, apart by semicolons; of the products the largest.
QString inspectedInWords(const Inspected& inspected);

}  // namespace headscope
