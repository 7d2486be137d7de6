#pragma once

#include <vector>

#include <QLayout>

namespace headscope {

// Widgets beside each other, in as many lines as they need. Each stands in the middle of its line.
class FlowLayout : public QLayout {
 public:
  FlowLayout(int gap, QWidget* parent);
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override;
  int count() const override { return static_cast<int>(items_.size()); }
  QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize minimumSize() const override;
  QSize sizeHint() const override;  // all in one line
  void setGeometry(const QRect& room) override;
  Qt::Orientations expandingDirections() const override { return {}; }

 private:
  // Gives the height; with `move` it also moves what it lays out.
  enum class Do { measure, move };
  int layOut(const QRect& around, Do what) const;

  std::vector<QLayoutItem*> items_;
};

}  // namespace headscope
