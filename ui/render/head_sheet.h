#pragma once

#include <vector>

#include <QImage>
#include <QString>

#include "model/attention_source.h"

namespace headscope {

// One map in small, and what stands beside it.
struct HeadSheetCard {
  HeadId id;  // a mean over heads has their number as its head, one over layers theirs as its layer
  QImage picture;      // null: not made yet
  QString name;        // "L3·H1", "mean"
  QString value;       // the number they are sorted by; may be empty
  QString label;       // what the head is known for, and its score; both may be empty
  QString labelScore;  // never left out where the label is shown
};

// Maps of many heads, each large enough to read; a value. As a grid a row is a layer, its columns
// the heads and last the mean of the layer, and below several layers their means; as a flow cards
// stand in the order given.
struct HeadSheet {
  enum class Arrangement { grid, flow };

  Arrangement arrangement = Arrangement::grid;
  int columns = 0;                   // of the grid, the mean's included; the flow has its own
  bool endsInMeans = false;          // the grid's last row is no layer
  std::vector<HeadSheetCard> cards;  // of the grid row by row
  int chosen = -1;                   // of cards; -1: none of them
  int hovered = -1;                  // likewise, under the pointer
  int side = 0;                      // of a picture, logical pixels; 0: as the room has it

  QString title;  // for a file; on the screen it stands above the figure
  QString subtitle;
  QString emptyText;  // instead of cards
};

}  // namespace headscope
