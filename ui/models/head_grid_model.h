#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QImage>

#include "model/attention_source.h"

namespace headscope {

// Every head of a model: a row a layer, a column a head. A head's name, "L3·H1", is its
// DisplayRole and AccessibleTextRole; its map in small, once there is one, is its DecorationRole.
class HeadGridModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;

  // Another model: all thumbnails go.
  void setShape(int layers, int heads);
  // All thumbnails, layer by layer: (layers * heads). Any other number is of another model, too
  // late, and false is returned.
  bool setThumbnails(std::vector<QImage> thumbnails);
  void setThumbnail(HeadId head, QImage thumbnail);  // ignored outside the shape

  QModelIndex indexOf(HeadId head) const { return index(head.layer, head.head); }
  static HeadId headAt(const QModelIndex& index) { return {index.row(), index.column()}; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation,
                      int role = Qt::DisplayRole) const override;

 private:
  std::size_t place(HeadId head) const;

  int layers_ = 0;
  int heads_ = 0;
  std::vector<QImage> thumbnails_;
};

}  // namespace headscope
