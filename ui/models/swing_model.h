#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QStringList>

#include "analysis/head_swing.h"

namespace headscope {

// Heads by how far their row moved, the most first. DisplayRole and AccessibleTextRole say all of a
// line: "L3·H1 0.453, animal 0.677 → 0.281".
class SwingModel : public QAbstractListModel {
  Q_OBJECT
 public:
  using QAbstractListModel::QAbstractListModel;

  enum Role {
    headRole = Qt::UserRole,  // "L3·H1"
    swingRole,                // double, 0 to 1
    changeRole,               // "animal 0.677 → 0.281"
  };

  // labels: of the pairs of keys that swings speak of, by `tokens`.
  void setSwings(std::vector<HeadSwing> swings, std::vector<AlignedTokens> tokens,
                 QStringList labels);

  HeadId headAt(const QModelIndex& index) const;
  QModelIndex indexOf(HeadId head) const;  // invalid where it is not there

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 private:
  QString changeOf(const HeadSwing& swing) const;

  std::vector<HeadSwing> swings_;
  std::vector<AlignedTokens> tokens_;
  QStringList labels_;
};

}  // namespace headscope
