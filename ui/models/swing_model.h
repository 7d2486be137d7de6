#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QStringList>

#include "analysis/head_swing.h"

namespace headscope {

// A row of one head against a row of another.
struct SwingLine {
  QString name;  // "L3·H1", or the row's token
  Swing swing;
  bool operator==(const SwingLine&) const = default;
};

// Heads by how far their row moved, or rows by how far they did, in the order they are given.
// DisplayRole and AccessibleTextRole say all of a line: "L3·H1 0.453, animal 0.677 → 0.281".
class SwingModel : public QAbstractListModel {
  Q_OBJECT
 public:
  using QAbstractListModel::QAbstractListModel;

  enum Role {
    nameRole = Qt::UserRole,  // "L3·H1"
    swingRole,                // double, 0 to 1
    changeRole,               // "animal 0.677 → 0.281"
  };

  // labels: of the pairs of keys that lines speak of, by `keys`. Lines that are there already stay
  // as they are.
  void setLines(std::vector<SwingLine> lines, std::vector<AlignedTokens> keys, QStringList labels);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 private:
  QString changeOf(const Swing& swing) const;

  std::vector<SwingLine> lines_;
  std::vector<AlignedTokens> keys_;
  QStringList labels_;
};

}  // namespace headscope
