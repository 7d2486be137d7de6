#pragma once

#include <QDialog>

namespace headscope {

// What attention does and does not explain, in plain words, with the papers that say so.
class ExplainingDialog : public QDialog {
  Q_OBJECT
 public:
  explicit ExplainingDialog(QWidget* parent = nullptr);
};

}  // namespace headscope
