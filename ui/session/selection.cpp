#include "session/selection.h"

#include <algorithm>

namespace headscope {

Selection::Selection(QObject* parent) : QObject(parent) {}

void Selection::setHead(HeadId head) {
  head.layer = std::clamp(head.layer, 0, std::max(bounds_.layers - 1, 0));
  head.head = std::clamp(head.head, 0, std::max(bounds_.heads - 1, 0));
  awaited_.reset();
  if (head == head_) {
    return;
  }
  if (head.layer >= knownLayers_) {
    awaited_ = head;
    return;
  }
  head_ = head;
  emit headChanged(head_);
}

void Selection::setCell(int query, int key) {
  query = bounds_.nQuery > 0 ? std::clamp(query, 0, bounds_.nQuery - 1) : -1;
  key = bounds_.nKey > 0 ? std::clamp(key, -1, bounds_.nKey - 1) : -1;
  if (query != query_ || key != key_) {
    query_ = query;
    key_ = key;
    emit cellChanged(query_, key_);
  }
}

void Selection::setBounds(const AttentionShape& bounds, int knownLayers) {
  setBounds(bounds, knownLayers, query_, key_);
}

void Selection::setBounds(const AttentionShape& bounds, int knownLayers, int query, int key) {
  bounds_ = bounds;
  knownLayers_ = knownLayers;
  setHead(awaited_.value_or(head_));
  setCell(query, key);
}

}  // namespace headscope
