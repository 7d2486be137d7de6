#include "models/swing_model.h"

#include <algorithm>
#include <utility>

namespace headscope {
namespace {

QString weight(float value) {
  return QString::number(static_cast<double>(value), 'f', 3);
}

}  // namespace

void SwingModel::setLines(std::vector<SwingLine> lines, std::vector<AlignedTokens> keys,
                          QStringList labels) {
  if (lines == lines_ && keys == keys_ && labels == labels_) {
    return;
  }
  beginResetModel();
  lines_ = std::move(lines);
  keys_ = std::move(keys);
  labels_ = std::move(labels);
  endResetModel();
}

int SwingModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

QString SwingModel::changeOf(const Swing& swing) const {
  const auto pair = std::ranges::find(keys_, swing.key);
  return pair == keys_.end()
             ? QString()
             : tr("%1 %2 → %3")
                   .arg(labels_[pair - keys_.begin()], weight(swing.before), weight(swing.after));
}

QVariant SwingModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) {
    return {};
  }
  const SwingLine& line = lines_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
      return QStringLiteral("%1 %2, %3")
          .arg(line.name, QString::number(line.swing.swing, 'f', 3), changeOf(line.swing));
    case nameRole:
      return line.name;
    case swingRole:
      return line.swing.swing;
    case changeRole:
      return changeOf(line.swing);
    default:
      return {};
  }
}

}  // namespace headscope
