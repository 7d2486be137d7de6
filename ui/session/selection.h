#pragma once

#include <optional>

#include <QObject>

#include "model/attention_source.h"

namespace headscope {

// The one selection every view shares: a head and a cell of its map. A view changes it through
// these setters and repaints on the signals, whoever changed it. Values are clamped to the
// bounds; without attention (no tokens) query and key are -1.
class Selection : public QObject {
  Q_OBJECT
 public:
  explicit Selection(QObject* parent = nullptr);

  HeadId head() const { return head_; }
  int query() const { return query_; }
  int key() const { return key_; }  // -1: the whole row is chosen
  const AttentionShape& bounds() const { return bounds_; }

 public slots:
  void setHead(headscope::HeadId head);
  void setCell(int query, int key);
  void setQuery(int query) { setCell(query, key_); }
  // What can be chosen now; keeps the present choice as far as it fits. While a pass is under way
  // only its first layers are known: a head above them is chosen as soon as all are.
  void setBounds(const headscope::AttentionShape& bounds, int knownLayers);
  void setBounds(const headscope::AttentionShape& bounds) { setBounds(bounds, bounds.layers); }
  // The same with another cell chosen.
  void setBounds(const headscope::AttentionShape& bounds, int knownLayers, int query, int key);

 signals:
  void headChanged(headscope::HeadId head);
  void cellChanged(int query, int key);

 private:
  AttentionShape bounds_;
  int knownLayers_ = 0;
  HeadId head_;
  std::optional<HeadId> awaited_;  // chosen, but not known yet
  int query_ = -1;
  int key_ = -1;
};

}  // namespace headscope
