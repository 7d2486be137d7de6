#include "models/head_grid_model.h"

#include <algorithm>
#include <utility>

#include "render/token_label.h"

namespace headscope {

void HeadGridModel::setShape(int layers, int heads) {
  beginResetModel();
  layers_ = std::max(0, layers);
  heads_ = std::max(0, heads);
  thumbnails_.assign(static_cast<std::size_t>(layers_) * static_cast<std::size_t>(heads_), {});
  endResetModel();
}

std::size_t HeadGridModel::place(HeadId head) const {
  return static_cast<std::size_t>(head.layer) * static_cast<std::size_t>(heads_) +
         static_cast<std::size_t>(head.head);
}

bool HeadGridModel::setThumbnails(std::vector<QImage> thumbnails) {
  if (thumbnails.size() != thumbnails_.size()) {
    return false;
  }
  thumbnails_ = std::move(thumbnails);
  if (!thumbnails_.empty()) {
    emit dataChanged(index(0, 0), index(layers_ - 1, heads_ - 1), {Qt::DecorationRole});
  }
  return true;
}

void HeadGridModel::setThumbnail(HeadId head, QImage thumbnail) {
  const QModelIndex changed = indexOf(head);
  if (changed.isValid()) {
    thumbnails_[place(head)] = std::move(thumbnail);
    emit dataChanged(changed, changed, {Qt::DecorationRole});
  }
}

int HeadGridModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : layers_;
}

int HeadGridModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : heads_;
}

QVariant HeadGridModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const HeadId head = headAt(index);
  switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
      return headName(head);
    case Qt::DecorationRole: {
      const QImage& thumbnail = thumbnails_[place(head)];
      return thumbnail.isNull() ? QVariant() : QVariant(thumbnail);
    }
    default:
      return {};
  }
}

QVariant HeadGridModel::headerData(int section, Qt::Orientation orientation, int role) const {
  const int count = orientation == Qt::Horizontal ? heads_ : layers_;
  if (section < 0 || section >= count) {
    return {};
  }
  if (role == Qt::DisplayRole) {
    return orientation == Qt::Horizontal ? QString::number(section)
                                         : QStringLiteral("L%1").arg(section);
  }
  if (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole) {
    return orientation == Qt::Horizontal ? tr("head %1").arg(section) : tr("layer %1").arg(section);
  }
  return {};
}

}  // namespace headscope
