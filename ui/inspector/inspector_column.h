#pragma once

#include <QScrollArea>

namespace headscope {

// What is inspected, under each other: as high as it is where there is room, and else it scrolls.
// The bar stands in an inset at the right, so that nothing moves where it comes.
class InspectorColumn : public QScrollArea {
  Q_OBJECT
 public:
  // The content's right margin is at least as wide as the bar.
  explicit InspectorColumn(QWidget* content, QWidget* parent = nullptr);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {160, 96}; }

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool focusNextPrevChild(bool next) override;
};

}  // namespace headscope
