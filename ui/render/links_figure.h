#pragma once

#include <memory>
#include <vector>

#include <QString>

#include "analysis/strongest_links.h"
#include "render/links_arrangement.h"
#include "render/token_label.h"

namespace headscope {

struct LinksHead {
  HeadId id;
  int color = 0;  // of headColor(); 0 is the accent
  bool operator==(const LinksHead&) const = default;
};

// Everything a figure of links shows: a band, or an arc, for each strong weight of some heads from
// its query to its key. A value, cheap to copy.
struct LinksFigure {
  std::shared_ptr<const LinkSet> links;  // their heads are those below; null: nothing to show
  std::vector<LinksHead> heads;          // the chosen one first
  TokenLabels labels;
  float threshold = 0.08F;  // weaker links are not drawn
  LinksArrangement arrangement = LinksArrangement::columns;
  // Of arcs: tokens stand as far apart as their words are long (1), or closer; 0: as the room has
  // it.
  double spacing = 0;

  std::vector<int> queries;  // those that are looked at, ascending
  int key = -1;              // the chosen one; -1: none
  // Under the pointer; what is looked at instead of `queries` while one of them is >= 0.
  int previewQuery = -1;
  int previewKey = -1;
  // (heads, n_key): where the queries that are looked at look, summed. May be empty.
  std::vector<std::vector<float>> sums;

  QString title;     // in a file; empty: no header
  QString subtitle;  // how many links there are
  QString queryTitle;
  QString keyTitle;
  QString emptyText;  // instead of links

  int queryCount() const { return static_cast<int>(labels.queries.size()); }
  int keyCount() const { return static_cast<int>(labels.keys.size()); }
  bool isOfItself() const { return labels.queries == labels.keys; }
  // Arcs above one line need one text; of two there are columns.
  bool hasArcs() const { return arrangement == LinksArrangement::arcs && isOfItself(); }
  bool isEmpty() const { return !links || queryCount() == 0 || keyCount() == 0; }
};

// What stands on a head's chip: "L3·H1". Where there are many, those of the first one's layer do
// without it: "H2".
QString headChipName(const std::vector<LinksHead>& heads, std::size_t index);

}  // namespace headscope
