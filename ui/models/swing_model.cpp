#include "models/swing_model.h"

#include <algorithm>
#include <utility>

#include "render/token_label.h"

namespace headscope {

void SwingModel::setSwings(std::vector<HeadSwing> swings, std::vector<AlignedTokens> tokens,
                           QStringList labels) {
  beginResetModel();
  swings_ = std::move(swings);
  tokens_ = std::move(tokens);
  labels_ = std::move(labels);
  endResetModel();
}

HeadId SwingModel::headAt(const QModelIndex& index) const {
  return swings_[static_cast<std::size_t>(index.row())].head;
}

QModelIndex SwingModel::indexOf(HeadId head) const {
  const auto found = std::ranges::find(swings_, head, &HeadSwing::head);
  return found == swings_.end() ? QModelIndex()
                                : index(static_cast<int>(found - swings_.begin()), 0);
}

int SwingModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(swings_.size());
}

QString SwingModel::changeOf(const HeadSwing& swing) const {
  const auto pair = std::ranges::find(tokens_, swing.key);
  return pair == tokens_.end() ? QString()
                               : tr("%1 %2 → %3")
                                     .arg(labels_[pair - tokens_.begin()])
                                     .arg(static_cast<double>(swing.before), 0, 'f', 3)
                                     .arg(static_cast<double>(swing.after), 0, 'f', 3);
}

QVariant SwingModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) {
    return {};
  }
  const HeadSwing& swing = swings_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
      return QStringLiteral("%1 %2, %3")
          .arg(headName(swing.head))
          .arg(swing.swing, 0, 'f', 3)
          .arg(changeOf(swing));
    case headRole:
      return headName(swing.head);
    case swingRole:
      return swing.swing;
    case changeRole:
      return changeOf(swing);
    default:
      return {};
  }
}

}  // namespace headscope
